// Other names of the same function: variables, destructuring, constants as keys, bind, call, apply, Reflect.apply.
const http = require('http');
const fs = require('node:fs');
const { readFileSync, statSync: stat, promises } = require('fs');
const { execSync } = require('child_process');
const read = fs.readFileSync;
const bound = fs.readFileSync.bind(fs);
const method = 'readFileSync';
const extra = require('fs-extra');
const graceful = require('graceful-fs');
const built = process.getBuiltinModule('node:fs');
const own = require('module').createRequire(__filename);
const again = own('fs');
let later;
later = require('fs').readFileSync;
const io = { read: fs.readFileSync, nested: { fs } };

http.createServer((req, res) => {
  fs.readFileSync('a'); // want "fs.readFileSync waits for the file system"
  readFileSync('a'); // want "fs.readFileSync"
  stat('a'); // want "fs.statSync"
  execSync('ls'); // want "child_process.execSync waits for another process"
  read('a'); // want "fs.readFileSync"
  bound('a'); // want "fs.readFileSync"
  fs[method]('a'); // want "fs.readFileSync"
  fs['readFileSync']('a'); // want "fs.readFileSync"
  fs.readFileSync.call(fs, 'a'); // want "fs.readFileSync"
  fs.readFileSync.apply(fs, ['a']); // want "fs.readFileSync"
  Reflect.apply(fs.readFileSync, fs, ['a']); // want "fs.readFileSync"
  extra.readJsonSync('a.json'); // want "readJsonSync"
  extra.readFileSync('a'); // want "fs.readFileSync"
  graceful.readFileSync('a'); // want "fs.readFileSync"
  built.readFileSync('a'); // want "fs.readFileSync"
  again.readFileSync('a'); // want "fs.readFileSync"
  later('a'); // want "fs.readFileSync"
  io.read('a'); // want "fs.readFileSync"
  io.nested.fs.readFileSync('a'); // want "fs.readFileSync"
  (fs || graceful).readFileSync('a'); // want "fs.readFileSync"
  fs?.readFileSync?.('a'); // want "fs.readFileSync"
  require('fs').readFileSync('a'); // want "fs.readFileSync"
  const { readdirSync } = fs;
  readdirSync('.'); // want "fs.readdirSync"
  res.end();
});
