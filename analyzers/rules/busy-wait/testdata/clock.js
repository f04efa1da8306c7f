// Loops that look at the clock until it is late enough, and loops that only count: in a handler, and where nobody waits.
const http = require('http');
const { performance } = require('perf_hooks');

function sleep(ms) {
  const start = Date.now();
  while (Date.now() - start < ms); // want "For every request"
}

function pause(seconds) {
  const until = new Date(new Date().getTime() + seconds * 1000);
  while (until > new Date()) {} // want "no timer, callback or promise"
}

function spin(ms) {
  const end = performance.now() + ms;
  let now;
  do { now = performance.now(); } while (now < end); // want "For every request"
}

function nanoseconds(n) {
  const start = process.hrtime.bigint();
  for (;;) { // want "For every request"
    if (process.hrtime.bigint() - start > n) return;
  }
}

const ROUNDS = 5_000_000_000;

http.createServer((req, res) => {
  sleep(100);
  spin(100);
  nanoseconds(1n);
  let sum = 0;
  for (let i = 0; i < ROUNDS; i++) { // want "goes round 5000000000 times"
    sum += i;
  }
  for (let i = 0; i < 1e6; i++) sum -= i;
  for (let i = 0; i < 1e9; i++) {
    if (i * i > sum) break;
  }
  res.end(String(sum));
});

module.exports = { pause };
