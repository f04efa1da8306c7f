// Emitters whose 'error' is heard, asked for, caught, or whose listeners are not all seen: nothing is found.
const { EventEmitter, once } = require('events');

class Feed extends EventEmitter {
  push() {
    this.emit('error', new Error('x'));
  }
}
const feed = new Feed();
feed.on('line', console.log);
attach(feed);
function attach(f) {
  f.on('error', console.error);
}
feed.push();

// asked first
class Asking extends EventEmitter {
  fail(err) {
    if (this.listenerCount('error') > 0) this.emit('error', err);
    if (this.listeners('error').length) this.emit('error', err);
  }
}
const asking = new Asking();
asking.on('line', console.log);
asking.fail(new Error('x'));

// caught
class Caught extends EventEmitter {
  fail(err) {
    try {
      this.emit('error', err);
    } catch (e) {
      console.error(e);
    }
  }
}
const caught = new Caught();
caught.on('line', console.log);
caught.fail(new Error('x'));

// listens to itself
class Own extends EventEmitter {
  constructor() {
    super();
    this.on('error', console.error);
  }

  fail() {
    this.emit('error', new Error('x'));
  }
}
const own = new Own();
own.on('line', console.log);
own.fail();

// waited for
class Waited extends EventEmitter {
  fail() {
    this.emit('error', new Error('x'));
  }
}
async function wait() {
  const waited = new Waited();
  waited.on('line', console.log);
  setImmediate(() => waited.fail());
  await once(waited, 'ready');
}
wait();

// nobody uses it, or it is given away
class Unused extends EventEmitter {
  fail() {
    this.emit('error', new Error('x'));
  }
}
new Unused().fail();
class Given extends EventEmitter {
  fail() {
    this.emit('error', new Error('x'));
  }
}
const given = new Given();
given.on('line', console.log);
require('./unknown')(given);

exports.make = () => {
  const made = new EventEmitter();
  made.on('line', console.log);
  setImmediate(() => made.emit('error', new Error('x')));
  return made; // trap: returned emitter
};

// any event
class Any extends EventEmitter {
  fail() {
    this.emit('error', new Error('x'));
  }
}
const any = new Any();
any.on('line', console.log);
for (const event of ['error', 'close']) any.on(event, console.log);
any.fail();

// no emitter of Node's, and another event
class Look {
  on() {}

  emit() {}

  fail() {
    this.emit('error', new Error('x'));
  }
}
const look = new Look();
look.on('line');
look.fail();
const plain = new EventEmitter();
plain.on('line', console.log);
plain.emit('errors', new Error('x'));
