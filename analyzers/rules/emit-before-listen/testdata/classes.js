// Events of constructors.
const { EventEmitter } = require('events');

class Lost extends EventEmitter {
  constructor(name) {
    super();
    this.name = name;
    this.emit('ready', name); // want "The constructor of Lost emits 'ready' before it returns"
    if (!name) this.emit('empty'); // want "too late to listen"
  }
}
new Lost('x').on('ready', console.log);

class Later extends EventEmitter {
  constructor() {
    super();
    process.nextTick(() => this.emit('ready'));
    setImmediate(() => {
      this.emit('steady');
    });
  }
  start() {
    this.emit('start');
  }
}
new Later().on('ready', console.log).start();

class Own extends EventEmitter {
  constructor() {
    super();
    this.on('own', () => console.log('own'));
    this.emit('own');
  }
}
new Own();

// trap: prototype listeners
class Base extends EventEmitter {
  listen() {
    this.on('made', () => console.log('made'));
  }
}
class Derived extends Base {
  constructor() {
    super();
    this.listen();
    this.emit('made');
  }
}
new Derived();

// an error throws where nobody listens
class Broken extends EventEmitter {
  constructor() {
    super();
    this.emit('error', new Error('broken'));
  }
}
try {
  new Broken();
} catch (err) {
  console.error(err);
}
