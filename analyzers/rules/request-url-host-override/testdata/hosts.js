// Hosts of URLs whose target comes from a request; and URLs of which only path and query are used.
const http = require('node:http');
const base = 'http://internal.example';

http.createServer((req, res) => {
  const url = new URL(req.url, base); // want "replaces the host of the base"
  res.end(url.hostname === 'internal.example' ? 'ours' : 'theirs');
}).listen(1);
http.createServer(async (req, res) => {
  const url = new URL(req.url, base); // want "its whole is used"
  const answer = await fetch(url, { signal: AbortSignal.timeout(100) });
  res.statusCode = answer.status;
  res.end(await answer.text());
}).listen(1);
http.createServer((req, res) => {
  res.writeHead(302, { Location: new URL(req.url, base).href }); // want "its href is used"
  res.end();
}).listen(1);

// trap: only searchParams read
http.createServer((req, res) => res.end(new URL(req.url, base).searchParams.get('a'))).listen(1);
http.createServer((req, res) => {
  const { pathname, search } = new URL(req.url, base);
  res.end(pathname + search);
}).listen(1);
http.createServer((req, res) => res.end(new URL(base + req.url).host)).listen(1);
// The host is the client's anyway.
http.createServer((req, res) => res.end(new URL(req.url, `http://${req.headers.host}`).host)).listen(1);
