// A function that ticks itself: by name, through others, by an arrow, by a method, as an argument, in a class.
const { nextTick } = require('process');
const queue = [];

function poll() {
  process.nextTick(poll); // want "poll schedules itself again"
}
const arrow = () => process.nextTick(arrow); // want "arrow schedules itself again"
function wrapped() {
  console.log('tick');
  process.nextTick(() => wrapped()); // want "wrapped schedules itself again"
}
function one() { two(); }
function two() { nextTick(one); } // want "schedules itself again"
class Pump {
  run() {
    this.step();
    process.nextTick(() => this.run()); // want "Pump.run schedules itself again"
  }
  step() { while (queue.length > 0) queue.shift()(); }
}
class Bound {
  run() { process.nextTick(this.run.bind(this)); } // want "Bound.run schedules itself again"
}
let open = 1;
function waits() {
  if (open === 0) return;
  process.nextTick(waits); // want "waits schedules itself again"
}
setTimeout(() => { open = 0; }, 10);
module.exports = { poll, arrow, wrapped, one, Pump, Bound, waits };
