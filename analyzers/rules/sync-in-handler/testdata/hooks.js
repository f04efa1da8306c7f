// Methods that a library class calls: those of a stream made in a handler run for its request; those of a log stream made at start-up do not.
const http = require('http');
const fs = require('fs');
const { Transform, Writable } = require('stream');

class Upper extends Transform {
  _transform(chunk, encoding, done) {
    fs.appendFileSync('log', chunk); // want "fs.appendFileSync"
    done(null, chunk);
  }
  _helper() { fs.readFileSync('unused'); }
}
class Log extends Writable {
  _write(chunk, encoding, done) {
    fs.appendFileSync('log', chunk);
    done();
  }
}
const log = new Log();
log.on('error', () => {});

http.createServer((req, res) => {
  const lower = new Transform({
    transform(chunk, encoding, done) {
      fs.statSync('a'); // want "fs.statSync"
      done(null, chunk);
    },
  });
  req.on('error', () => {}).pipe(new Upper()).on('error', () => {}).pipe(lower).on('error', () => {}).pipe(res).on('error', () => {});
});
