// Microtasks that schedule themselves, with an end and without one.
const fs = require('node:fs/promises');

function spin() {
  queueMicrotask(spin); // want "spin schedules itself again with queueMicrotask"
}
spin();

function ping() { pong(); }
function pong() { queueMicrotask(ping); } // want "ping schedules itself again"
ping();

let left = 5;
function countdown() {
  if (left-- > 0) queueMicrotask(countdown);
}
countdown();

// trap: awaits on real I/O
async function watch() {
  await fs.stat('x');
  setImmediate(watch);
}
watch();
async function poll() {
  await fs.stat('x');
  await poll();
}
exports.poll = poll;
queueMicrotask(() => console.log('once'));
