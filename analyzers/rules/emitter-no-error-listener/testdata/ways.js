// Emitters that emit 'error' and are listened to for other events alone.
const EventEmitter = require('events');
const { EventEmitter: Emitter } = require('node:events');
const util = require('util');

class Feed extends EventEmitter {
  push(line) {
    if (!line) this.emit('error', new Error('empty')); // want "Nobody listens"
    else this.emit('line', line);
  }
}
const feed = new Feed();
feed.on('line', console.log);
feed.push('');

function Counter() {
  EventEmitter.call(this);
}
util.inherits(Counter, EventEmitter);
Counter.prototype.count = function (n) {
  if (n < 0) this.emit('error', new Error('negative')); // want "Nobody listens"
  this.emit('count', n);
};
const counter = new Counter();
counter.once('count', console.log);
counter.count(1);

const bus = new Emitter();
bus.on('order', () => bus.emit('error', new Error('sold out'))); // want "Nobody listens"
bus.emit('order');

class Nested extends Feed {
  pull() {
    const self = this;
    setImmediate(() => self.emit('error', new Error('late'))); // want "Nobody listens"
  }
}
const nested = new Nested();
nested.addListener('line', console.log);
nested.pull();

function timer() {
  const ticks = new EventEmitter();
  setInterval(() => ticks.emit('tick'), 10);
  ticks.on('tick', () => {
    try {
      throw new Error('x');
    } catch (err) {
      ticks.emit('error', err); // want "Nobody listens"
    }
  });
}
timer();
