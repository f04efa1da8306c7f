// Two ends on one path, and everything that excludes a second one.
const http = require('node:http');
const fs = require('node:fs');
const express = require('express');

http.createServer((req, res) => {
  if (req.url === '/a') {
    res.end('a');
  }
  res.end('b'); // want "runs after `res.end`"
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/a') res.end('a');
  res.end('b'); // want "the process dies"
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/a') {
    res.end('a');
  } else if (req.url === '/b') {
    res.end('b');
  }
  console.log('almost');
  res.writeHead(404);
  res.end('c'); // want "on the same path"
}).listen(1);

http.createServer((req, res) => {
  switch (req.url) {
    case '/a':
      res.end('a');
    case '/b':
      res.end('b'); // want "on the same path"
      break;
    default:
      res.end('c');
  }
}).listen(1);

http.createServer((req, res) => {
  fs.readFile(__filename, (err, data) => {
    if (err) {
      res.statusCode = 500;
      res.end('failed');
    }
    res.end(`read ${data}`); // want "on the same path"
  });
}).listen(1);

// Undefined is no data: harmless, whatever else is wrong.
http.createServer((req, res) => {
  fs.readFile(__filename, (err, data) => {
    if (err) res.end('failed');
    res.end(data);
  });
}).listen(1);

// A helper that always ends it.
function refuse(res) {
  res.statusCode = 401;
  res.end('no');
}
http.createServer((req, res) => {
  if (!req.headers.authorization) {
    refuse(res);
  }
  res.end('secret'); // want "runs after `refuse`"
}).listen(1);

const app = express();
app.get('/', (req, res) => {
  if (!req.query.id) {
    res.status(400).json({ error: 'id' });
  }
  res.json({ id: req.query.id }); // want "ERR_HTTP_HEADERS_SENT"
});

// Harmless: the second has no data.
http.createServer((req, res) => {
  if (req.url === '/a') res.end('a');
  res.end();
}).listen(1);

// They exclude each other.
http.createServer((req, res) => {
  if (req.url === '/a') return res.end('a');
  if (req.url === '/b') {
    res.end('b');
    return;
  }
  if (req.url === '/c') res.end('c');
  else res.end('d');
}).listen(1);

http.createServer((req, res) => {
  const ok = req.url === '/a';
  if (ok) res.end('a');
  if (!ok) res.end('b');
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/a') res.end('a');
  if (req.url === '/b') res.end('b');
  if (req.url !== '/a' && req.url !== '/b') res.end('c');
}).listen(1);

http.createServer((req, res) => {
  let done = false;
  if (req.url === '/a') {
    res.end('a');
    done = true;
  }
  if (done) return;
  res.end('b');
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/a') res.end('a');
  if (!res.writableEnded) res.end('b');
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/a') res.end('a');
  if (res.headersSent || res.destroyed) return;
  res.end('b');
}).listen(1);

http.createServer((req, res) => {
  try {
    const body = JSON.parse(req.url);
    res.end(body.name);
  } catch (err) {
    res.end('bad');
  }
}).listen(1);

http.createServer((req, res) => {
  for (const c of ['a', 'b']) {
    if (c === req.url) {
      res.end(c);
      break;
    }
  }
  if (!res.finished) res.end('none');
}).listen(1);

// A test between them may exclude the second: not sure enough.
http.createServer((req, res) => {
  if (req.url.length > 100) res.end('long');
  if (req.url.length < 10) res.end('short');
}).listen(1);

// Different callbacks.
http.createServer((req, res) => {
  req.on('end', () => res.end('end'));
  req.on('error', () => res.end('error'));
}).listen(1);

// A helper whose answer says whether it ended.
function handled(req, res) {
  if (req.url !== '/x') return false;
  res.end('x');
  return true;
}
http.createServer((req, res) => {
  if (handled(req, res)) return;
  res.end('y');
}).listen(1);
