// What listens for the end of a response.
const fs = require('fs');
const http = require('http');
const busy = new Set();

http.createServer((req, res) => {
  const timer = setInterval(() => console.log('busy'), 1000);
  res.on('finish', () => clearInterval(timer)); // want "`res` emits 'finish' when all of it was sent, and never when the client goes away before: `clearInterval` does not run then"
  res.end();
});
http.createServer((req, res) => {
  busy.add(req);
  res.once('finish', done); // want "does not run then"
  function done() {
    if (busy.has(req)) busy.delete(req);
  }
  res.end();
});

// trap: close also handled
http.createServer((req, res) => {
  const stop = () => busy.delete(req);
  res.on('finish', stop);
  res.on('close', stop);
  res.end();
});
http.createServer((req, res) => {
  const timer = setTimeout(() => {}, 1000);
  req.on('aborted', () => clearTimeout(timer));
  res.on('finish', () => clearTimeout(timer));
  res.end();
});

// nothing to clean up
http.createServer((req, res) => {
  const start = Date.now();
  res.on('finish', () => console.log(Date.now() - start));
  res.end();
});
http.createServer((req, res) => {
  res.on('finish', function told() {
    res.removeListener('finish', told);
  });
  res.end();
});
const out = fs.createWriteStream('out').on('error', () => {});
out.on('finish', () => busy.delete(out));
