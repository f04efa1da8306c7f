// Children for each request, over a helper too; children that are kept; start-up.
const http = require('http');
const { spawn, fork, exec, execFile } = require('child_process');
const { Worker } = require('worker_threads');
const heard = (child) => child.on('error', console.error);

heard(spawn('warm-up'));
function thumbnail(res) {
  execFile('convert', (err, out) => res.end(err ? 'x' : out)); // want "execFile starts a process for every request"
}
const server = http.createServer((req, res) => {
  if (req.url === '/a') return thumbnail(res);
  if (req.url === '/b') return heard(fork('./job.js')).on('exit', () => res.end()); // want "fork starts a Node of its own"
  if (req.url === '/c') return heard(new Worker('./job.js')).on('exit', () => res.end()); // want "new Worker starts a thread"
  exec('ls', () => res.end()); // want "for every request"
});
server.on('error', console.error);
let kept;
server.on('request', () => {
  if (!kept) {
    kept = spawn('helper');
    kept.on('error', console.error);
  }
});
setInterval(() => heard(spawn('tick')), 1000);
// one at most: the process ends in the same turn
server.on('request', (req, res) => {
  res.end();
  heard(spawn('loader', { detached: true }));
  process.exit(0);
});
