// Every way out of a handler: branches, loops, switch, try, and what ends the response in the end.
const http = require('node:http');
const fs = require('node:fs');
const { pipeline } = require('node:stream');
const express = require('express');

http.createServer((req, res) => {
  if (req.url === '/a') return; // want "`req.url === '/a'` holds"
  res.end('b');
}).listen(1);

http.createServer((req, res) => {
  if (req.method === 'GET') { // want "`req.method === 'GET'` does not hold"
    res.end('only get');
  }
}).listen(1);

http.createServer((req, res) => {
  switch (req.url) { // want "no `case` fits"
    case '/a':
      res.end('a');
      break;
    case '/b':
    case '/c':
      res.end('bc');
      break;
  }
}).listen(1);

http.createServer((req, res) => {
  switch (req.url) {
    case '/a':
      res.end('a');
      break;
    case '/b': // want "`case '/b'`"
      break;
    default:
      res.end('other');
  }
  console.log(req.url);
}).listen(1);

http.createServer((req, res) => {
  try { // want "something in the `try` block throws"
    const body = JSON.parse(req.headers['x-body']);
    res.end(body.name);
  } catch (err) {
    console.error(err);
  }
}).listen(1);

http.createServer((req, res) => {
  try {
    res.end(JSON.parse(req.headers['x-body']).name);
  } catch (err) {
    res.statusCode = 400;
    res.end(err.message);
  } finally {
    console.log('done');
  }
}).listen(1);

http.createServer((req, res) => {
  try {
    if (req.url === '/a') return;
    JSON.parse(req.url);
  } finally {
    res.end();
  }
}).listen(1);

const hosts = ['a', 'b'];
http.createServer((req, res) => {
  for (const host of hosts) { // want "nothing to go through"
    if (host === req.headers.host) {
      res.end(host);
      return;
    }
  }
}).listen(1);

http.createServer((req, res) => {
  outer: for (const host of hosts) {
    for (const other of hosts) {
      if (host === other) continue outer;
      if (host === req.headers.host) break outer;
    }
  }
  res.end();
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/stop') process.exit(1);
  if (req.url === '/bad') throw new Error('bad');
  fs.createReadStream(__filename).pipe(res); // trap: piped
}).listen(1);

http.createServer((req, res) => {
  if (req.url === '/a') return pipeline(fs.createReadStream(__filename), res, () => {});
  if (req.url === '/b') {
    fs.createReadStream(__filename).pipe(res);
    return;
  }
  res.writeHead(200).end('x');
}).listen(1);

// One condition, asked twice: one of the two ends it.
http.createServer((req, res) => {
  const found = hosts.includes(req.headers.host);
  if (!found) res.end('no');
  if (found) res.end('yes');
}).listen(1);

http.createServer((req, res) => {
  let answered = false;
  if (req.url === '/a') {
    res.end('a');
    answered = true;
  }
  if (!answered) res.end('other');
}).listen(1);

http.createServer((req, res) => {
  if (req.method !== 'GET' && req.method !== 'POST') return res.end();
  if (req.method === 'GET') return res.end('get');
  if (req.method === 'POST') return res.end('post');
}).listen(1);

http.createServer((req, res) => {
  if (res.headersSent) return;
  if (req.aborted) return;
  res.end();
}).listen(1);

// Destroyed: the client knows.
http.createServer((req, res) => {
  if (req.url === '/x') return void req.socket.destroy();
  if (req.url === '/y') {
    req.destroy();
    return;
  }
  res.end();
}).listen(1);

// Server-sent events do not end.
http.createServer((req, res) => {
  if (req.url === '/') return res.end('page');
  res.writeHead(200, { 'Content-Type': 'text/event-stream' });
  res.write('data: hello\n\n');
}).listen(1);

// A stub that never answers, and one that gives the response away.
http.createServer((req, res) => {}).listen(1);
const waiting = [];
http.createServer((req, res) => {
  if (req.url === '/poll') {
    waiting.push(res);
    return;
  }
  const client = { req, res };
  waiting.push(client);
}).listen(1);

// Express: next passes the request on.
const app = express();
app.use((req, res, next) => {
  if (req.url === '/a') return res.send('a');
  next(); // trap: handed on
});
app.get('/a', (req, res, next) => {
  if (!req.query.id) return;
  res.json({}, next);
});
app.get('/b', (req, res) => {
  if (!req.query.id) return res.status(400); // want "never ends `res`"
  res.json({});
});
app.get('/c', async (req, res) => {
  const user = await load(req.query.id);
  if (!user) { // want "`!user` holds"
    res.status(404);
  } else {
    res.render('user', { user });
  }
});
app.use((err, req, res, next) => {
  if (err.status) return;
  res.status(500).send(err.message);
});

async function load(id) {
  return { id };
}
http.createServer((req, res) => {
  // a store that is there by the settings answers by its callback
  exports.store?.get(req.url, (err, found) => res.end(found));
});
