// Files read whole and sent; and streams, files of the program's own, and contents that are used.
const http = require('node:http');
const fs = require('node:fs');
const path = require('node:path');
const { readFile } = require('node:fs/promises');
const store = process.argv[2];

http.createServer((req, res) => {
  fs.readFile(path.join(store, path.basename(req.url)), (err, data) => { // want "puts the whole file into memory for each client"
    if (err) return res.writeHead(404).end();
    res.end(data);
  });
}).listen(1);
http.createServer(async (req, res) => {
  try {
    const data = await readFile(path.join(store, path.basename(req.url))); // want "nothing is sent before all of it is read"
    res.end(data);
  } catch {
    res.writeHead(404).end();
  }
}).listen(1);

// trap: small known file
http.createServer((req, res) => {
  fs.readFile(path.join(__dirname, 'index.html'), (err, data) => res.end(err ? 'gone' : data));
}).listen(1);
http.createServer((req, res) => {
  fs.readFile('icon.png', (err, data) => {
    if (err) return res.writeHead(404).end();
    res.end(data);
  });
}).listen(1);
http.createServer((req, res) => {
  fs.createReadStream(path.join(store, path.basename(req.url))).on('error', () => res.destroy()).pipe(res).on('error', () => {});
}).listen(1);
http.createServer((req, res) => {
  fs.readFile(path.join(store, path.basename(req.url)), 'utf8', (err, text) => res.end(err ? '' : String(text.length)));
}).listen(1);
