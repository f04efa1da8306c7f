// trap: limited
const http = require('http');
const { execFile } = require('child_process');
const limit = require('p-limit')(4);
const server = http.createServer((req, res) => {
  limit(() => new Promise((resolve) => execFile('convert', (err, out) => resolve(res.end(err ? 'x' : out)))));
});
server.on('error', console.error);
