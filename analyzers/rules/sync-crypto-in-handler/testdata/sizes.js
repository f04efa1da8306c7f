// How long a call takes may be said by a number: small ones are quiet, and so is a number of random bytes that is not known.
const crypto = require('crypto');
const http = require('http');
const { randomBytes, pbkdf2Sync } = require('crypto');

const MEGABYTE = 1024 * 1024;
const ROUNDS = 600_000;

http.createServer((req, res) => {
  const size = Number(req.headers['x-size']);
  crypto.randomBytes(8 * MEGABYTE); // want "crypto.randomBytes computes"
  randomBytes(1 << 20); // want "crypto.randomBytes computes"
  randomBytes(1e7); // want "crypto.randomBytes computes"
  crypto.randomBytes(32);
  crypto.randomBytes(16 * 1024);
  crypto.randomBytes(size);
  crypto.randomBytes(8 * MEGABYTE, (err, bytes) => res.end(bytes));
  pbkdf2Sync('a', 'b', ROUNDS, 64, 'sha512'); // want "crypto.pbkdf2Sync computes"
  pbkdf2Sync('a', 'b', size, 64, 'sha512'); // want "crypto.pbkdf2Sync computes"
  pbkdf2Sync('a', 'b', 1, 64, 'sha512'); // trap: tiny inputs
  crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }); // want "crypto.generateKeyPairSync computes"
  crypto.generateKeyPairSync(req.url, {}); // want "crypto.generateKeyPairSync computes"
  crypto.generateKeyPairSync('ed25519');
  crypto.randomInt(100);
  crypto.randomFillSync(Buffer.alloc(16));
  crypto.generateKeySync('aes', { length: 256 });
});
