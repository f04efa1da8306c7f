// Lengths of texts as Content-Length; and lengths of bytes, and of texts without wide characters.
const http = require('node:http');

http.createServer((req, res) => {
  const body = JSON.stringify({ url: req.url });
  res.setHeader('Content-Length', body.length); // want "Content-Length counts bytes, and the length of body counts UTF-16 units"
  res.end(body);
}).listen(1);
http.createServer((req, res) => {
  const page = `<h1>${req.url}</h1>`;
  res.writeHead(200, { 'Content-Type': 'text/html', 'content-length': page.length }); // want "length of page"
  res.end(page);
}).listen(1);
const data = JSON.stringify({ name: process.argv[2] });
const post = http.request({ host: 'x', method: 'POST', headers: { 'Content-Length': data.length } }, (res) => res.resume()); // want "length of data"
post.on('error', () => {});
post.end(data);
http.createServer((req, res) => {
  const text = 'Zoë';
  const size = text.length;
  res.setHeader('content-length', size); // want "length of text"
  res.end(text);
}).listen(1);
http.createServer((req, res) => {
  const text = 'Zoë ' + req.url;
  res.setHeader('Content-Length', String(text.length)); // want "length of text"
  res.end(text);
}).listen(1);

// Bytes.
http.createServer((req, res) => {
  const body = Buffer.from(JSON.stringify({ url: req.url }));
  res.setHeader('Content-Length', body.length);
  res.end(body);
}).listen(1);
http.createServer((req, res) => {
  const body = JSON.stringify({ url: req.url });
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.end(body);
}).listen(1);
function send(res, body) {
  res.setHeader('Content-Length', body.length);
  res.end(body);
}
http.createServer((req, res) => send(res, Buffer.from('ö'))).listen(1);
// trap: ASCII known
http.createServer((req, res) => {
  const text = 'hello';
  res.setHeader('Content-Length', text.length);
  res.end(text);
}).listen(1);
http.createServer((req, res) => {
  const text = JSON.stringify({ ok: true, code: 'done' });
  res.setHeader('Content-Length', text.length);
  res.end(text);
}).listen(1);
http.createServer((req, res) => {
  const text = Buffer.from(req.url).toString('base64');
  res.setHeader('Content-Length', text.length);
  res.setHeader('X-Length', `${req.url}é`.length);
  res.end(text);
}).listen(1);
