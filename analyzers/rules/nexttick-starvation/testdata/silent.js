// Recursion with an end, other queues, single ticks. trap: bounded recursion.
const fs = require('fs');

function countDown(n) {
  if (n === 0) return;
  process.nextTick(() => countDown(n - 1));
}
function counts(n) {
  if (n > 0) process.nextTick(counts, n - 1);
}
function walk(list) {
  const next = list.shift();
  if (!next) return;
  next();
  process.nextTick(() => walk(list));
}
let left = 3;
function decrement() {
  left--;
  if (left > 0) process.nextTick(decrement);
}
function immediate() { setImmediate(immediate); }
function timer() { setTimeout(timer, 10); }
function read() {
  fs.read(0, () => process.nextTick(read));
}
function once() { process.nextTick(() => console.log('once')); }
function viaImmediate() { setImmediate(() => process.nextTick(viaImmediate)); }
function tries() {
  try { work(); } catch { return; }
  process.nextTick(tries);
}
function work() { throw new Error('end'); }
const queue = [];
function drains() {
  const job = queue.pop();
  if (job === undefined) return;
  job();
  process.nextTick(drains);
}
const soon = (cb) => process.nextTick(cb);
function uses() { soon(uses); }
const state = { running: false };
class Stream {
  flow() {
    while (this.read() !== null);
    if (this.more()) process.nextTick(() => this.flow());
  }
  read() { return null; }
  more() { return false; }
}
module.exports = { countDown, counts, walk, decrement, immediate, timer, read, once, viaImmediate, tries, drains, uses, state, Stream };
