// Loops that end: they change what they test, call something that may, let others run, or test what was set before. trap: flag changed in the body.
const deasync = require('deasync');
const lib = require('./lib');

async function polls(ready) {
  let done = false;
  setTimeout(() => { done = true; }, 10);
  while (!done) await new Promise((r) => setTimeout(r, 5));
}

function pumps() {
  let done = false;
  setTimeout(() => { done = true; }, 10);
  while (!done) deasync.runLoopOnce();
}

function counts() {
  let left = 10;
  setTimeout(() => { left = 0; }, 10);
  while (left > 0) left--;
}

function limited() {
  let done = false;
  let i = 0;
  setTimeout(() => { done = true; }, 10);
  while (!done && i < 1000) i++;
}

let set = false;
function setNow() { set = true; }
function already() {
  setNow();
  while (!set) {}
}

let each = false;
function within(list) {
  list.forEach(() => { each = true; });
  while (!each) {}
}

function shared(flags) {
  while (flags[0] === 0) {}
}

function foreign() {
  while (!lib.ready) {}
}

const gate = { get open() { return lib.next(); } };
function getter() {
  while (!gate.open) {}
}

function* generator() {
  let stop = false;
  setTimeout(() => { stop = true; }, 10);
  while (!stop) yield 1;
}

function nextMillisecond() {
  const now = Date.now();
  while (Date.now() === now) {}
  return now + 1;
}

function slice(jobs) {
  const end = Date.now() + 10;
  while (Date.now() < end && jobs.length) jobs.shift()();
}

function million() {
  let sum = 0;
  for (let i = 0; i < 1e9; i++) sum += i;
  return sum;
}

module.exports = { polls, pumps, counts, limited, already, within, shared, foreign, getter, generator, nextMillisecond, slice, million };
