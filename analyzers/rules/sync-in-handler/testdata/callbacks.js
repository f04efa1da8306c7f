// The way from the handler goes through callbacks: of arrays, promises, timers, streams, Node's functions and the program's own.
const http = require('http');
const fs = require('fs');
const util = require('util');
const { once } = require('events');

const readFile = util.promisify(fs.readFile);
function withCallback(cb) { setImmediate(() => cb(null)); }
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const wrap = (fn) => (...args) => fn(...args);
const wrapped = wrap(() => fs.readFileSync('wrapped')); // want "fs.readFileSync"
const curry = (a) => (b) => fs.readFileSync(a + b); // want "fs.readFileSync"
const timed = util.promisify(function (name, cb) { cb(null, fs.readFileSync(name)); }); // want "fs.readFileSync"

http.createServer(async (req, res) => {
  ['a'].map((name) => fs.readFileSync(name)); // want "fs.readFileSync"
  ['a'].filter(fs.existsSync); // want "fs.existsSync"
  fs.readFile('a', () => { fs.readFileSync('b'); }); // want "fs.readFileSync"
  readFile('a').then(() => fs.readFileSync('c')); // want "fs.readFileSync"
  readFile('a').then(null, () => fs.readFileSync('d')); // want "fs.readFileSync"
  later(1).finally(() => fs.readFileSync('e')); // want "fs.readFileSync"
  withCallback(() => fs.readFileSync('f')); // want "fs.readFileSync"
  setTimeout(() => fs.readFileSync('g'), 10); // want "fs.readFileSync"
  process.nextTick(() => fs.readFileSync('h')); // want "fs.readFileSync"
  queueMicrotask(() => fs.readFileSync('i')); // want "fs.readFileSync"
  req.on('end', () => fs.readFileSync('j')); // want "fs.readFileSync"
  new Promise((resolve) => resolve(fs.readFileSync('k'))); // want "fs.readFileSync"
  (async () => { fs.readFileSync('l'); })(); // want "fs.readFileSync"
  (function () { fs.readFileSync('m'); }).call(this); // want "fs.readFileSync"
  wrapped();
  curry('a')('b');
  await timed('x');
  await once(req, 'end');
  res.end();
});
