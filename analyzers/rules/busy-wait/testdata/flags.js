// Loops that wait for a variable or a field that only a callback writes.
const fs = require('fs');
const { EventEmitter } = require('events');

function reading() {
  let done = false;
  let data;
  fs.readFile(__filename, (err, text) => { data = text; done = true; });
  while (!done) {} // want "waits until done changes"
  return data;
}

function forever() {
  let result = null;
  setTimeout(() => { result = 1; }, 10);
  while (true) { // want "waits until result changes"
    if (result !== null) break;
  }
  return result;
}

function promised(work) {
  let value;
  let settled = false;
  work().then((v) => { value = v; settled = true; }, () => { settled = true; });
  for (; !settled;); // want "waits until settled changes"
  return value;
}

function awaited(work) {
  let finished = false;
  (async () => { await work(); finished = true; })();
  do {} while (finished === false); // want "waits until finished changes"
}

const state = { ready: false };
process.on('message', () => { state.ready = true; });
function wait() {
  while (!state.ready); // want "waits until state.ready changes"
}

class Job extends EventEmitter {
  constructor() { super(); this.done = false; }
  start() { setImmediate(() => { this.done = true; }); }
  join() {
    let rounds = 0;
    while (!this.done) rounds++; // want "waits until this.done changes"
    return rounds;
  }
}

module.exports = { reading, forever, promised, awaited, wait, Job };
