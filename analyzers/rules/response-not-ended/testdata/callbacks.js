// A callback that is called once has the duty when nothing else has.
const http = require('node:http');
const fs = require('node:fs');

http.createServer((req, res) => {
  fs.readFile(__filename, (err, data) => {
    if (err) return; // want "`err` holds"
    res.end(data);
  });
}).listen(1);

http.createServer((req, res) => {
  fs.readFile(__filename, (err, data) => {
    if (err) { // want "`err` holds"
      console.error(err);
    } else {
      res.end(data);
    }
  });
}).listen(1);

http.createServer((req, res) => {
  fs.readFile(__filename, (err, data) => {
    if (err) {
      res.statusCode = 500;
      return res.end();
    }
    res.end(data);
  });
}).listen(1);

// Two have it: which of them answers is not followed.
http.createServer((req, res) => {
  const timer = setTimeout(() => res.end('late'), 1000);
  fs.readFile(__filename, (err, data) => {
    if (err) return;
    clearTimeout(timer);
    res.end(data);
  });
}).listen(1);

// A flag that another callback sets.
http.createServer((req, res) => {
  let gone = false;
  req.on('close', () => { gone = true; });
  fs.readFile(__filename, (err, data) => {
    if (gone) return;
    res.end(data);
  });
}).listen(1);

// Listeners may be called many times, and some never.
http.createServer((req, res) => {
  let body = '';
  req.on('data', (chunk) => {
    body += chunk;
    if (body.length > 100) res.end('too much');
  });
  req.on('end', () => res.end(body));
}).listen(1);

// A closure of its own ends it.
http.createServer((req, res) => {
  const fail = (code) => {
    res.statusCode = code;
    res.end();
  };
  if (req.url === '/') return fail(404);
  fs.stat(__filename, (err) => {
    if (err) return fail(500);
    res.end('ok');
  });
}).listen(1);

// A closure that runs at once and ends on some of its paths only.
http.createServer((req, res) => {
  const answer = () => {
    if (req.url === '/') res.end('home'); // want "`req.url === '/'` does not hold"
  };
  answer();
}).listen(1);

// Promises: what is chained is not followed.
http.createServer((req, res) => {
  fs.promises.readFile(__filename).then((data) => {
    if (data.length > 0) res.end(data);
  }).catch(() => res.end());
}).listen(1);

http.createServer((req, res) => {
  fs.promises.readFile(__filename).then(res.end.bind(res));
}).listen(1);

// Not a response after all: it is called.
http.createServer((instance, done) => {
  try {
    JSON.parse(instance.url);
    done();
  } catch (err) {
    done(err);
  }
}).listen(1);
