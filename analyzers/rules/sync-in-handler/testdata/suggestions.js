// In async functions of CommonJS: the promise twin, by whatever name the function has.
const fs = require('fs');
const { readFileSync, existsSync } = require('fs');
const { readFileSync: read } = require('fs');
const extra = require('fs-extra');
const crypto = require('crypto');
const { gzipSync } = require('zlib');
const { execSync } = require('child_process');
const http = require('http');

http.createServer(async (req, res) => {
  const page = fs.readFileSync('page'); // want "fs.readFileSync"
  const part = readFileSync('part').toString(); // want "fs.readFileSync"
  fs.unlinkSync('old') // want "fs.unlinkSync"
  const other = read('renamed'); // want "fs.readFileSync"
  const three = fs['readFileSync']('element'); // want "fs.readFileSync"
  const four = fs.readFileSync.call(fs, 'called'); // want "fs.readFileSync"
  const five = extra.readFileSync('extra'); // want "fs.readFileSync"
  if (existsSync('flag')) execSync('ls'); // want "fs.existsSync" "child_process.execSync"
  ['a', 'b'].map((name) => fs.readFileSync(name)); // want "fs.readFileSync"
  res.end([page, part, other, three, four, five, gzipSync(part), crypto.scryptSync('a', 'b', 32)].join());
}).listen(0);
