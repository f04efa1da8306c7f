// Cookies that are set twice by setHeader; and arrays, appended ones, other names and other ways.
const http = require('node:http');

http.createServer((req, res) => {
  res.setHeader('Set-Cookie', 'a=1');
  res.setHeader('Set-Cookie', 'b=2'); // want "this cookie takes the place of the one that is set before"
  res.end();
}).listen(1);
http.createServer((req, res) => {
  res.setHeader('set-cookie', `a=${req.url}`);
  if (req.url === '/b') res.setHeader('Set-Cookie', ['b=2']); // want "takes the place"
  res.end();
}).listen(1);

// trap: branches
http.createServer((req, res) => {
  if (req.url === '/a') res.setHeader('Set-Cookie', 'a=1');
  else res.setHeader('Set-Cookie', 'b=2');
  res.end();
}).listen(1);
http.createServer((req, res) => {
  res.setHeader('Set-Cookie', ['a=1', 'b=2']);
  res.setHeader('X-Time', '1');
  res.setHeader('X-Time', '2');
  res.end();
}).listen(1);
http.createServer((req, res) => {
  res.setHeader('Set-Cookie', 'a=1');
  res.appendHeader('Set-Cookie', 'b=2');
  res.end();
}).listen(1);
http.createServer((req, res) => {
  res.setHeader('Set-Cookie', 'a=1');
  res.setHeader('Set-Cookie', [res.getHeader('Set-Cookie'), 'b=2']);
  res.setHeader('Set-Cookie', [].concat(res.getHeader('Set-Cookie'), 'b=2'));
  res.end();
}).listen(1);
