// Data after the end, on one path.
const { Readable, Duplex } = require('stream');

const tail = new Readable({ read() {} });
tail.push(null);
tail.push('late'); // want "push(null) has ended this stream before on the same path"

class Once extends Readable {
  _read() {
    this.push('all');
    this.push(null);
    if (this.more) this.push(this.more); // want "push(null) has ended this stream before"
  }
}

const twice = new Duplex({
  read() {
    if (done()) {
      twice.push(null);
      twice.push('rest'); // want "push(null) has ended this stream before"
    }
  },
});

// trap: branches
const apart = new Readable({
  read() {
    if (done()) apart.push(null);
    else apart.push('x');
  },
});
const left = new Readable({
  read() {
    if (done()) {
      left.push(null);
      return;
    }
    left.push('x');
    left.push(null);
  },
});
const ternary = new Readable({ read() { ternary.push(done() ? null : 'x'); } });
const other = new Readable({ read() {} });
left.push(null);
other.push('x');

// what is no stream has a push, too
const list = [];
list.push(null);
list.push('x');

function done() { return Math.random() < 0.5; }
module.exports = { Once, apart };
