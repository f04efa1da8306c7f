// Methods of strings on values of a query; and values that are asked for, converted, or come from elsewhere.
const express = require('express');
const querystring = require('node:querystring');
const http = require('node:http');
const app = express();

app.get('/a', (req, res) => res.send(req.query.name.trim())); // want "`req.query.name` is a string for one value and an array"
app.get('/b', (req, res) => {
  const { tags } = req.query;
  res.send(tags.split(',')); // want "arrays have no split"
});
app.get('/c', (req, res) => {
  const q = (req.query.q || '').toLowerCase(); // want "`req.query.q`"
  res.send(q);
});
http.createServer((req, res) => {
  const form = querystring.parse(req.url.slice(2));
  res.end(form.name.toUpperCase()); // want "`form.name`"
}).listen(1);

// trap: checked
app.get('/d', (req, res) => res.send(typeof req.query.name === 'string' ? req.query.name.trim() : ''));
app.get('/e', (req, res) => {
  const { name } = req.query;
  if (typeof name !== 'string') return res.sendStatus(400);
  res.send(name.trim());
});
app.get('/f', (req, res) => {
  if (Array.isArray(req.query.name)) return res.sendStatus(400);
  res.send(req.query.name.trim());
});
app.get('/g', (req, res) => res.send(String(req.query.name).trim()));
app.get('/h', (req, res) => res.send(`${req.query.name}`.trim()));
// Arrays have these, too.
app.get('/i', (req, res) => res.send(req.query.name.slice(1)));
app.get('/j', (req, res) => res.send(req.query.name.includes('a')));
// These are strings.
app.get('/k/:name', (req, res) => res.send(req.params.name.trim()));
http.createServer((req, res) => res.end(new URL(req.url, 'http://x').searchParams.get('name').trim())).listen(1);
