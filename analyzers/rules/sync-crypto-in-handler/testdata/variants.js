// Key derivation, key generation, compression, and their asynchronous twins.
const http = require('http');
const crypto = require('node:crypto');
const zlib = require('zlib');
const { scryptSync, pbkdf2Sync: derive } = require('crypto');
const bcrypt = require('bcrypt');
const { gzipSync } = zlib;

const hash = (password) => scryptSync(password, 'salt', 64); // want "crypto.scryptSync computes"
class Accounts {
  verify(password) { return hash(password); }
}
const accounts = new Accounts();
const startup = crypto.scryptSync('pepper', 'salt', 32);

http.createServer((req, res) => {
  crypto.pbkdf2Sync('a', 'b', 1e6, 64, 'sha512'); // want "crypto.pbkdf2Sync"
  derive('a', 'b', 1e6, 64, 'sha512'); // want "crypto.pbkdf2Sync"
  crypto.generateKeyPairSync('rsa', { modulusLength: 4096 }); // want "crypto.generateKeyPairSync"
  zlib.gzipSync('text'); // want "zlib.gzipSync"
  gzipSync('text'); // want "zlib.gzipSync"
  zlib.brotliCompressSync('text'); // want "zlib.brotliCompressSync"
  bcrypt.hashSync('a', 10); // want "bcrypt.hashSync"
  accounts.verify(req.url);
  crypto.scrypt('a', startup, 64, () => {});
  zlib.gzip('text', () => {});
  crypto.createHash('sha256').update('a').digest('hex');
  crypto.randomBytes(16);
  crypto.randomUUID();
  crypto.timingSafeEqual(startup, startup);
  res.end();
});
