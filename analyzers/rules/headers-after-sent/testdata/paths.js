// Headers that are set on a path that has sent them, by each way to send them, and everything that keeps the two apart.
const http = require('node:http');
const fs = require('node:fs');

http.createServer((req, res) => {
  res.write('hello');
  res.setHeader('Content-Type', 'text/plain'); // want "sends the headers with the first part of the body"
  res.end();
}).listen(1);

http.createServer((req, res) => {
  res.writeHead(200);
  res.setHeader('Content-Type', 'text/plain'); // want "`res.writeHead` has fixed the headers"
  res.end('x');
}).listen(1);

http.createServer((req, res) => {
  res.write('x');
  res.writeHead(500); // want "`res.writeHead` runs after `res.write`"
  res.end();
}).listen(1);

http.createServer((req, res) => {
  res.flushHeaders();
  res.appendHeader('Set-Cookie', 'a=1'); // want "at once"
  res.end();
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/old') {
    res.end('gone');
  }
  res.setHeader('X-Seen', '1'); // want "has sent the answer, its headers first"
}).listen(1);

http.createServer((req, res) => {
  switch (req.method) {
    case 'HEAD':
      res.writeHead(204);
    default:
      res.removeHeader('Date'); // want "runs after `res.writeHead`"
  }
  res.end();
}).listen(1);

http.createServer(async (req, res) => {
  res.write(' ');
  await new Promise((done) => setTimeout(done, 10));
  res.setHeader('X-Late', '1'); // want "throws ERR_HTTP_HEADERS_SENT"
  res.end();
}).listen(1);

// Helpers on either side.
function begin(response) {
  response.writeHead(200);
}
const noCache = (response) => response.setHeader('Cache-Control', 'no-store');
http.createServer((req, res) => {
  begin(res);
  res.setHeader('X', '1'); // want "runs after `begin`"
  res.end();
}).listen(1);
http.createServer((req, res) => {
  res.write('x');
  noCache(res); // want "`noCache` runs after `res.write`"
  res.end();
}).listen(1);

// One missing return, one finding: that the response is ended twice is said by another rule.
http.createServer((req, res) => {
  if (req.url === '/a') res.end('a');
  res.setHeader('X', '1');
  res.end('b');
}).listen(1);

// trap: headersSent guard
http.createServer((req, res) => {
  if (req.url === '/a') res.write('a');
  if (!res.headersSent) res.setHeader('X', '1');
  res.end();
}).listen(1);
http.createServer((req, res) => {
  if (req.url === '/a') res.write('a');
  if (res.headersSent) {
    return res.end();
  }
  res.writeHead(200);
  res.end('x');
}).listen(1);
const late = (res) => {
  if (res.headersSent) return;
  res.setHeader('X', '1');
};
http.createServer((req, res) => {
  res.write('x');
  late(res);
  res.end();
}).listen(1);

// In order.
http.createServer((req, res) => {
  res.setHeader('X', '1');
  res.statusCode = 200;
  res.writeHead(200, { Y: '2' });
  res.write('x');
  res.addTrailers({ Z: '3' });
  res.end();
}).listen(1);
// Before the answer begins, these do not send the headers.
http.createServer((req, res) => {
  res.writeContinue();
  res.writeEarlyHints({ link: '</style.css>' });
  res.setHeader('X', '1');
  res.end();
}).listen(1);
// Branches that exclude each other.
http.createServer((req, res) => {
  if (req.url === '/a') {
    res.writeHead(200);
    res.end('a');
    return;
  }
  if (req.url === '/b') res.writeHead(200);
  else res.setHeader('X', '1');
  res.end();
}).listen(1);
http.createServer((req, res) => {
  const found = fs.existsSync(req.url);
  if (found) res.writeHead(200);
  if (!found) res.setHeader('X', '1');
  res.end();
}).listen(1);
// In other callbacks: which runs first is not known.
http.createServer((req, res) => {
  req.on('data', (chunk) => res.write(chunk));
  req.on('end', () => res.setHeader('X', '1'));
}).listen(1);
// Something else by the same names.
http.createServer((req, res) => {
  res.write('x');
  const request = http.get('http://127.0.0.1/', (answer) => answer.pipe(res));
  request.on('error', () => res.end());
  request.setHeader('X', '1');
}).listen(1);
