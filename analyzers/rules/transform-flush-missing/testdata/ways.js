// Remainders that are kept for the next chunk.
const { Transform, Writable } = require('stream');

class Lines extends Transform {
  constructor(options) {
    super(options);
    this.tail = '';
  }
  _transform(chunk, encoding, done) {
    this.tail += chunk;
    const lines = this.tail.split(/\r?\n/);
    this.tail = lines.pop() || ''; // want "`this.tail` keeps what is not complete yet for the next chunk"
    lines.forEach((line) => this.push(line));
    done();
  }
}

const frames = () => {
  let held = Buffer.alloc(0);
  return new Transform({
    transform(chunk, encoding, done) {
      held = Buffer.concat([held, chunk]);
      while (held.length > 4) {
        this.push(held.subarray(0, 4));
        held = held.subarray(4); // want "`held` keeps what is not complete yet"
      }
      done();
    },
  });
};

let text = '';
const log = new Writable({
  write(chunk, encoding, done) {
    text += chunk;
    const at = text.lastIndexOf('\n');
    console.log(text.slice(0, at));
    text = text.slice(at + 1); // want "without final, what it holds then is lost"
    done();
  },
});

// flushed
class Flushed extends Transform {
  _transform(chunk, encoding, done) {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop();
    done();
  }
  _flush(done) {
    done(null, this.rest);
  }
}
// trap: trailer known
let seen = '';
const trailer = new Transform({
  transform(chunk, encoding, done) {
    const lines = (seen + chunk).split('\n');
    seen = lines.pop();
    done();
  },
});
trailer.on('end', () => check(seen)); // who looks at it knows what it is
function check(rest) {
  if (rest !== '') throw new Error('no trailer');
}
// nothing is kept between chunks
const none = new Transform({
  transform(chunk, encoding, done) {
    let rest = '';
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    this.push(rest);
    done();
  },
});
let last = '';
const window = new Transform({
  transform(chunk, encoding, done) {
    last = String(chunk).slice(1);
    done(null, chunk);
  },
});
let part = '';
const open = new Transform({
  ...require('./options'),
  transform(chunk, encoding, done) {
    const lines = (part + chunk).split('\n');
    part = lines.pop();
    done();
  },
});
module.exports = { Lines, frames, log, Flushed, none, window, open };
