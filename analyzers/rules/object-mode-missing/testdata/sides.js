// Values that streams of bytes are given.
const fs = require('fs');
const { Transform, Readable, Duplex } = require('stream');

class Rows extends Transform {
  constructor(options) {
    super({ writableObjectMode: true });
  }
  _transform(chunk, encoding, done) {
    this.push({ chunk }); // want "This stream is made for bytes, and an object is not"
    [1, 2].forEach(() => this.push([chunk])); // want "an array is not"
    done();
  }
  _flush(done) {
    done(null, 42); // want "a number is not: to give out it fails the stream with ERR_INVALID_ARG_TYPE"
  }
}

const counter = new Readable({ read() {}, objectMode: false });
counter.push(1); // want "a number is not: to push it fails the stream"

const out = fs.createWriteStream('out').on('error', () => {});
out.write({ a: 1 }); // want "`out` takes bytes and text, and this is an object: write() throws ERR_INVALID_ARG_TYPE"

// trap: Buffer/typed array
const bytes = new Readable({ read() {} });
bytes.push(Buffer.from([1]));
bytes.push(new Uint8Array(2));
bytes.push('text');
bytes.push(`${1}`);
bytes.push(null);
out.write(Buffer.alloc(1));

// object mode
const values = new Readable({ objectMode: true, read() {} });
values.push({});
const half = new Duplex({ readableObjectMode: true, read() { half.push([1]); }, write(c, e, done) { done(); } });
const known = (options) => new Transform({ ...options, transform(c, e, done) { done(null, { c }); } });
class Passed extends Transform {
  constructor(options) { super(options); }
  _transform(chunk, encoding, done) { done(null, { chunk }); }
}
class Given extends Transform {
  _transform(chunk, encoding, done) { done(null, { chunk }); }
}
new Given({ objectMode: true }).resume();
const list = [];
list.push({});
module.exports = { Rows, known, Passed, half };
