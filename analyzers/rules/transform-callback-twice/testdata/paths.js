// Paths of stream methods that call back again.
const { Transform, Writable } = require('stream');

class Parse extends Transform {
  constructor() {
    super({ readableObjectMode: true });
  }
  _transform(chunk, encoding, callback) {
    if (chunk.length === 0) {
      callback(new Error('empty'));
    }
    callback(null, { chunk }); // want "`callback` has been called on this path already: a second call for the same piece of work fails the stream"
  }
  _flush(callback) {
    callback(null, { last: true });
    callback(); // want "`callback` has been called on this path already"
  }
}

const sink = new Writable({
  write(chunk, encoding, done) {
    for (const byte of chunk) {
      if (byte === 0) done(new Error('zero'));
    }
    done(); // whether the loop has called it is not known
  },
});

// trap: exclusive branches
const fine = new Transform({
  transform(chunk, encoding, done) {
    if (chunk.length === 0) done(new Error('empty'));
    else done(null, chunk);
  },
  flush(done) {
    if (this.failed) {
      done(this.failed);
      return;
    }
    done();
  },
});
const once = new Writable({
  write(chunk, encoding, done) {
    try {
      JSON.parse(chunk);
    } catch (err) {
      return done(err);
    }
    return done();
  },
});
module.exports = { Parse, sink, fine, once };
