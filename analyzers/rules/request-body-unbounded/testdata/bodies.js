// Bodies of requests that are collected as long as the client likes; and those with a limit, answers, and bodies that go elsewhere.
const http = require('node:http');
const fs = require('node:fs');

http.createServer((req, res) => {
  req.setEncoding('utf8');
  let body = '';
  req.on('data', (chunk) => {
    body += chunk; // want "body grows with each chunk of the request's body"
  });
  req.on('end', () => res.end(body));
}).listen(1);
http.createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk)); // want "chunks grows"
  req.on('end', () => res.end(Buffer.concat(chunks)));
}).listen(1);
async function collect(stream) {
  let all = Buffer.alloc(0);
  for await (const chunk of stream) all = Buffer.concat([all, chunk]); // want "all grows"
  return all;
}
http.createServer((req, res) => {
  collect(req).then((b) => res.end(b), (err) => res.destroy(err));
}).listen(1);

// Limited.
http.createServer((req, res) => {
  let body = '';
  req.setEncoding('utf8').on('data', (chunk) => {
    body += chunk;
    if (body.length > 1e6) req.destroy();
  });
  req.on('end', () => res.end(body));
}).listen(1);
http.createServer(async (req, res) => {
  const chunks = [];
  let size = 0;
  try {
    for await (const chunk of req) {
      size += chunk.length;
      if (size > 1000) throw new Error('too large');
      chunks.push(chunk);
    }
    res.end(Buffer.concat(chunks));
  } catch {
    res.writeHead(413).end();
  }
}).listen(1);
// trap: limit upstream
http.createServer((req, res) => {
  if (!(Number(req.headers['content-length']) < 1000)) return res.writeHead(413).end();
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => res.end(Buffer.concat(chunks)));
}).listen(1);
// Not kept, or sent by somebody whom the program asked.
http.createServer((req, res) => {
  let size = 0;
  req.on('data', (chunk) => { size += chunk.length; });
  req.on('end', () => res.end(String(size)));
}).listen(1);
http.get('http://stock.example/', { signal: AbortSignal.timeout(100) }, (res) => {
  const chunks = [];
  res.on('data', (chunk) => chunks.push(chunk));
  res.on('end', () => console.log(Buffer.concat(chunks).length));
}).on('error', () => {});
http.createServer((req, res) => {
  req.pipe(fs.createWriteStream('/tmp/x').on('error', () => {})).on('finish', () => res.end());
}).listen(1);
