// Paths of stream methods without a call of the callback.
const { Transform, Writable, Duplex, PassThrough } = require('stream');
const fs = require('fs');

class Upper extends Transform {
  _transform(chunk, encoding, callback) {
    try { // want "This path (something in the `try` block throws) never calls `callback`: Node gives a stream its next chunk only after that"
      this.push(JSON.parse(chunk));
      callback();
    } catch (err) {
      console.error(err);
    }
  }
  _flush(callback) {
    if (this.rest) { // want "never calls `callback`: Node ends the output only after that, so nobody gets 'end'"
      this.push(this.rest);
      callback();
    }
  }
}

const none = new Transform({
  transform(chunk) { // want "transform never calls its callback"
    this.push(chunk);
  },
});

const sink = new Writable({
  write(chunk, encoding, done) {
    fs.appendFile('log', chunk, (err) => {
      if (err) return done(err);
      done();
    });
  },
  final(done) {
    console.log('end');
  }, // want "This path never calls `done`: Node finishes the stream only after that, so nobody gets 'finish'"
});

const switched = new Writable({
  objectMode: true,
  write(row, encoding, done) {
    switch (row.kind) { // want "never calls `done`"
      case 'a':
        return done();
      case 'b':
        save(row, done);
        break;
    }
  },
});

// trap: callback passed on
let go;
const held = new Transform({ transform(chunk, encoding, done) { go = done; } });
held.on('resume', () => go());
const passed = new Transform({
  transform(chunk, encoding, done) { fs.appendFile('log', chunk, done); },
  flush(done) { setTimeout(done, 10); },
});
const kept = new Writable({
  write(chunk, encoding, done) { this.waiting = done; },
  writev(chunks, done) { Promise.resolve(chunks).then(() => done(), done); },
});
class Sub extends Transform {
  _transform(chunk, encoding, done) { super._transform(chunk, encoding, done); }
  _destroy(err, done) { done(err); }
}
const args = new Transform({ transform() { arguments[2](null, arguments[0]); } });
const rest = new Transform({ transform(chunk, ...more) { more[1](null, chunk); } });
class Base extends Transform {
  _transform() { throw new Error('not implemented'); }
}
const foreign = new Duplex({
  write(chunk, flush) {
    flush();
  },
});
const stub = new Writable({ write() {} });
const both = new Duplex({
  read() {},
  write(chunk, encoding, done) {
    if (chunk.length > 0) done();
    else process.nextTick(done);
  },
});
const through = new PassThrough();
const looks = { transform(chunk, encoding, done) { return chunk; } };
function save(row, done) { done(null, row); }
module.exports = { foreign, Upper, none, sink, switched, passed, kept, Sub, args, rest, Base, stub, both, through, looks };
