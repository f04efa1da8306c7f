// Calls without a callback, and what looks like them.
const fs = require('fs');
const { stat, promises } = require('node:fs');
const zlib = require('zlib');
const dns = require('dns');
const util = require('util');

async function main(file, cb) {
  await fs.readFile(file); // want "fs.readFile returns no promise to await"
  await fs.writeFile('x', 'y', { flag: 'a' }); // want "throws ERR_INVALID_ARG_TYPE"
  await stat('x'); // want "fs.stat returns no promise"
  fs.unlink('x'); // want "fs.unlink takes a callback and returns no promise"
  fs.mkdir('x', { recursive: true }).then(console.log); // want "without one it throws"
  const packed = await zlib.gzip('text'); // want "zlib.gzip returns no promise"
  await dns.lookup('localhost'); // want "dns.lookup"

  fs.readFile(file, cb);
  fs.readFile(file, 'utf8', (err, text) => console.log(err, text, packed));
  await fs.promises.readFile(file);
  await promises.readFile(file);
  fs.readFileSync(file);
}
main('x', console.log);

// trap: promisified or mocked name
const readFile = util.promisify(fs.readFile);
readFile('x').then(console.log);
const gentle = require('fs-extra');
gentle.readFile('x').then(console.log);
const own = { readFile: async (name) => name };
own.readFile('x');

// arguments that may be a callback
function pass(file, ...rest) {
  fs.readFile(file, ...rest);
  fs.readFile(file, rest[0]);
  fs.readFile.apply(fs, [file]);
}
pass('x', console.log);

// the callback of close may be left out
fs.close(3);
