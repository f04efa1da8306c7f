// Instances and plain data.
const { Worker, parentPort } = require('worker_threads');
class User {
  constructor(name) {
    this.name = name;
  }

  hi() {
    return this.name;
  }
}
class Row {
  constructor(n) {
    this.n = n;
  }

  static of(n) {
    return new Row(n);
  }
}
const worker = new Worker('./job.js');
worker.on('error', console.error);
worker.postMessage(new User('a')); // want "what is sent is a User here, and a plain object without hi()"
worker.postMessage({ user: new User('a') }); // want "user is a User"
const ana = new User('Ana');
parentPort.postMessage([ana]); // want "without hi()"

// trap: plain objects
worker.postMessage({ name: 'a', list: [1] });
worker.postMessage({ name: ana.name });
worker.postMessage({ ...ana });
worker.postMessage(new Row(1));
worker.postMessage(Row.of(1));
worker.postMessage(new Map());
exports.pass = (value) => worker.postMessage(value);
