// Writes that an end() of the same stream has come before.
const fs = require('fs');
const http = require('http');
const net = require('net');
const zlib = require('zlib');

http.createServer((req, res) => {
  res.writeHead(200);
  res.end('done');
  if (req.url === '/more') res.write('more'); // want "`res` is ended before this write() on the same path"
});

net.createServer(function (socket) {
  socket.on('error', () => {});
  socket.end('bye');
  for (const line of ['a', 'b']) {
    socket.write(line); // want "`socket` is ended before"
  }
});

// trap: separate branches
http.createServer((req, res) => {
  if (req.method === 'HEAD') {
    res.end();
  } else {
    res.write('body');
    res.end();
  }
});
http.createServer((req, res) => {
  switch (req.url) {
    case '/a':
      res.end();
      break;
    case '/b':
      res.write('b');
      res.end();
  }
});
http.createServer((req, res) => {
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  res.write('body');
  res.end();
});
http.createServer((req, res) => {
  const short = req.method === 'HEAD';
  if (short) res.end();
  if (!short) res.write('body');
});

// another stream, or another one by then
const pack = zlib.createGzip();
const other = fs.createWriteStream('a').on('error', () => {});
pack.end();
other.write('b');
let log = fs.createWriteStream('1').on('error', () => {});
log.end();
log = fs.createWriteStream('2').on('error', () => {});
log.write('fresh');
class Log {
  rotate() {
    this.out.end();
    this.open();
    this.out.write('fresh');
  }
  open() { this.out = fs.createWriteStream('3').on('error', () => {}); }
}
new Log().open();
const quiet = fs.createWriteStream('q').on('error', () => {});
quiet.end();
try { quiet.write('x'); } catch {}
const gone = fs.createWriteStream('g').on('error', () => {});
gone.end();
process.exit();
gone.write('never');
