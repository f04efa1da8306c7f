// Calls that give no function, and calls that do.
const fs = require('node:fs');
const timers = require('node:timers');

function save() {
  fs.writeFileSync('saved', '');
}
async function load() {
  return () => {};
}
const count = () => 1;
class Store {
  flush() {
    this.clean = true;
  }
  later() {
    setTimeout(this.flush(), 10); // want "this.flush() runs here and now"
    setTimeout(() => this.flush(), 10);
  }
}

setTimeout(save(), 100); // want "save() runs here and now, and setTimeout gets what it gives, undefined"
setTimeout(load(), 100); // want "gets what it gives, a promise"
setInterval(count(), 100); // want "gets what it gives, a number"
setImmediate(console.log('x')); // want "console.log() runs here and now"
process.nextTick(save()); // want "process.nextTick gets what it gives"
queueMicrotask(save()); // want "queueMicrotask"
timers.setTimeout(save(), 1); // want "timers.setTimeout"
globalThis.setTimeout(save(), 1); // want "save() runs here and now"

// trap: f returns a function
const delayed = (name) => () => console.log(name);
setTimeout(delayed('a'), 100);
function make(kind) {
  if (kind) return save;
  return undefined;
}
setTimeout(make(1), 100);
setTimeout(save.bind(null), 100);
setTimeout(delayed.call(null, 'a'), 100);
setTimeout(new Function('console.log(1)'), 100);
setTimeout(require('some-package')(), 100);
setTimeout(save, 100);
setTimeout(() => save(), 100);
(async () => setTimeout(await load(), 100))();
new Promise((resolve) => setTimeout(resolve, 100));
module.exports = Store;
