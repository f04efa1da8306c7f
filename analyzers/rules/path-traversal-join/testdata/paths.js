// Paths of files made of what a client sends, through variables, helpers and frameworks; and those that are checked, cut down or not a client's.
const http = require('node:http');
const fs = require('node:fs');
const path = require('node:path');
const express = require('express');

const root = path.join(__dirname, 'public');
const onError = (res) => (err) => res.destroy(err);

http.createServer((req, res) => {
  const file = path.join(root, req.url); // want "A client decides req.url, and `path.join` follows each `../` in it"
  fs.createReadStream(file).on('error', onError(res)).pipe(res).on('error', onError(res));
}).listen(1);

http.createServer((req, res) => {
  fs.readFile(`${root}/${decodeURIComponent(new URL(req.url, 'http://x').pathname)}`, (err, data) => res.end(err ? '' : data)); // want "the path that fs.readFile gets"
}).listen(1);

const app = express();
app.get('/file/:name', (req, res) => {
  const { name } = req.params;
  res.sendFile(path.resolve(root, name)); // want "req.params.name"
});
app.get('/down', (req, res, next) => {
  fs.promises.readFile(path.join(root, req.query.file || 'index.html')).then((b) => res.send(b), next); // want "req.query.file"
});

// A helper that gets the name.
function load(name, done) {
  fs.readFile(path.join(root, name + '.json'), done); // want "req.body.name"
}
app.post('/load', (req, res) => load(req.body.name, (err, data) => res.send(data)));

// trap: checked later
app.get('/a', (req, res) => {
  const file = path.resolve(root, '.' + path.sep + req.query.file);
  if (!file.startsWith(root + path.sep)) return res.sendStatus(403);
  res.sendFile(file);
});
app.get('/b', (req, res) => {
  if (req.query.file.includes('..')) return res.sendStatus(403);
  res.sendFile(path.join(root, req.query.file));
});
app.get('/c', (req, res) => {
  const file = path.join(root, req.query.file);
  const rel = path.relative(root, file);
  if (rel.startsWith('..') || path.isAbsolute(rel)) return res.sendStatus(403);
  fs.readFile(file, (err, data) => res.send(data));
});
const known = new Set(['a.txt']);
app.get('/d', (req, res) => {
  const { file } = req.query;
  if (!known.has(file)) return res.sendStatus(404);
  res.sendFile(path.join(root, file));
});
const inside = (file) => !path.relative(root, file).startsWith('..');
app.get('/e', (req, res) => {
  const file = path.join(root, req.url);
  if (inside(file)) fs.readFile(file, (err, data) => res.send(data));
  else res.sendStatus(403);
});
// Cut down to a name or a number, or kept in the folder by Express.
app.get('/f', (req, res) => res.sendFile(path.join(root, path.basename(req.query.file))));
app.get('/g', (req, res) => res.sendFile(path.join(root, `${parseInt(req.query.page, 10)}.html`)));
app.get('/h', (req, res) => res.sendFile(req.query.file, { root }));
app.get('/i', (req, res) => res.sendFile(path.join(root, req.query.file.replace(/[^a-z]/g, '') + '.txt')));
app.get('/j/:id(\\d+)', (req, res) => res.sendFile(path.join(root, req.params.id)));
// A URL object has no dots left.
http.createServer((req, res) => {
  fs.readFile(path.join(root, new URL(req.url, 'http://x').pathname), (err, data) => res.end(err ? '' : data));
}).listen(1);
// Cleaned in place.
http.createServer((req, res) => {
  req.url = req.url.replace(/\.\.+/g, '');
  fs.readFile(path.join(root, req.url), (err, data) => res.end(err ? '' : data));
}).listen(1);
// Not a client's.
app.get('/k', (req, res) => res.sendFile(path.join(root, process.env.PAGE)));
app.get('/l', (req, res) => res.sendFile(path.join(root, req.url === '/' ? 'index.html' : 'other.html')));
