// Listeners that were never added, and those that were.
const { EventEmitter } = require('events');
const bus = new EventEmitter();

function handle() {
  console.log('x');
}
bus.on('x', handle.bind(null));
bus.off('x', handle.bind(null)); // want "What bind gives is a new function"
bus.on('y', () => console.log('y'));
bus.off('y', () => console.log('y')); // want "equal to no listener"
bus.removeListener('z', function () { // want "removeListener takes nothing away"
  console.log('z');
});
AbortSignal.timeout(5).removeEventListener('abort', () => handle()); // want "the 'abort' listener stays"

class View {
  constructor(model) {
    this.model = model;
    this.draw = this.draw.bind(this);
    model.on('change', this.draw);
  }
  draw() {
    console.log(this.model);
  }
  close() {
    this.model.off('change', this.draw); // bound once, in the constructor
    this.model.off('other', this.draw.bind(this)); // want "What bind gives"
  }
}
new View(bus).close();

// trap: same variable
const arrow = () => console.log('arrow');
bus.on('a', arrow);
bus.off('a', arrow);
bus.on('b', handle);
bus.off('b', handle);
const bound = handle.bind(null);
bus.on('c', bound);
bus.off('c', bound);

// no listener at all
bus.removeAllListeners('x');
const toggles = { off: (name, done) => done(name) };
toggles.off(process.argv[2], () => console.log('off'));

// an empty function stands for nothing that does anything
bus.off('d', () => {});
