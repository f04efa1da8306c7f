// A path that goes on to write after the end; branches that exclude each other (trap: exclusive branches), and writes before it.
const http = require('node:http');

http.createServer((req, res) => {
  if (req.url === '/a') {
    res.end('denied');
  }
  res.write('secret'); // want "`res.write` runs after `res.end` on the same path: a write after the end emits 'error'"
  res.end();
}).listen(1);

function deny(res) {
  res.end('denied');
}
http.createServer((req, res) => {
  if (!req.headers.authorization) deny(res);
  for (const line of ['a', 'b']) res.write(line); // want "runs after `deny`"
  res.end('the finding is at the write');
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/a') {
    res.end('denied');
  } else {
    res.write('secret');
    res.end('more');
  }
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/a') return res.end('denied');
  res.write('secret');
  res.end('more');
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/a') res.end('denied');
  if (!res.writableEnded) res.write('secret');
  if (!res.writableEnded) res.end();
}).listen(1);

http.createServer((req, res) => {
  req.on('data', (chunk) => res.write(chunk));
  req.on('end', () => res.end('done'));
}).listen(1);
