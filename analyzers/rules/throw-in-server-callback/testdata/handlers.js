// A throw in a callback that a handler has started ends the server; the same throw elsewhere does not.
const fs = require('fs');
const http = require('http');
const express = require('express');

function load(name, done) {
  fs.readFile(name, (err, text) => {
    if (err) throw err; // want "This throw ends the server: fs.readFile calls back"
    done(text);
  });
}

http.createServer((req, res) => {
  load('a', (text) => res.end(text));
});

http.createServer((req, res) => {
  setTimeout(function late() {
    if (!req.url) throw new Error('no url'); // want "setTimeout calls back"
    res.end();
  }, 10);
});

http.createServer((req, res) => {
  let body = '';
  req.on('data', (chunk) => {
    body += chunk;
    if (body.length > 1000) throw new Error('too large'); // want "calls back from the event loop"
  });
  req.on('end', () => res.end(body));
});

const app = express();
app.get('/', (req, res, next) => {
  fs.stat('x', (err, stats) => {
    if (err) throw err; // want "Express"
    res.send(String(stats.size));
  });
});

// passed on, or answered
app.get('/next', (req, res, next) => {
  fs.stat('x', (err, stats) => {
    if (err) return next(err);
    res.send(String(stats.size));
  });
});

// caught where it is thrown
app.get('/try', (req, res) => {
  fs.readFile('x', (err, text) => {
    try {
      if (err) throw err;
      res.send(JSON.parse(text));
    } catch (e) {
      res.status(500).end();
    }
  });
});

// synchronous: the handler itself throws, and Express answers
app.get('/sync', (req, res) => {
  ['a', 'b'].forEach((name) => {
    if (name === req.url) throw new Error('no');
  });
  res.end();
});

// a rejection, which is another matter
app.get('/then', (req, res, next) => {
  fs.promises.readFile('x').then((text) => {
    if (!text) throw new Error('empty');
    res.send(text);
  }).catch(next);
});

// trap: start-up code
fs.readFile('settings.json', (err) => {
  if (err) throw err;
});
setTimeout(() => {
  if (!process.env.PORT) throw new Error('PORT is not set');
}, 1);
