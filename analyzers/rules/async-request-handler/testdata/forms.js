// Async handlers whose promise nobody looks at; and those that catch, or have nothing to reject.
const http = require('node:http');
const { createServer } = require('https');

const work = async () => { throw new Error('no'); };

http.createServer(async (req, res) => { // want "Nobody looks at the promise of this async request handler"
  res.end(String(await work()));
});
createServer(async function answer(req, res) { // want "Nobody looks at the promise"
  if (req.url === '/x') throw new Error('no');
  res.end();
});
const server = http.createServer();
server.on('request', handle);
async function handle(req, res) { // want "Nobody looks at the promise of this async 'request' listener"
  try {
    await work();
  } finally {
    res.end();
  }
}

http.createServer(async (req, res) => {
  try {
    res.end(String(await work()));
  } catch {
    res.writeHead(500).end();
  }
});
http.createServer(async (req, res) => {
  const n = await work().catch(() => 0);
  res.end(String(n));
});
http.createServer(async (req, res) => res.end());
http.createServer((req, res) => {
  work().then((n) => res.end(String(n)), () => res.writeHead(500).end());
});
