// In async functions: the callback's twin as a promise, where the result is the callback's only one.
const crypto = require('crypto');
const { gzipSync } = require('zlib');
const http = require('http');

http.createServer(async (req, res) => {
  const key = crypto.scryptSync('a', 'b', 32); // want "crypto.scryptSync"
  const pair = crypto.generateKeyPairSync('rsa', { modulusLength: 4096 }); // want "crypto.generateKeyPairSync"
  res.end(gzipSync(key + pair)); // want "zlib.gzipSync"
}).listen(0);
