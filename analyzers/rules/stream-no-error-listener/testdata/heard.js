// Streams whose errors are heard, or may be: nothing is found.
const fs = require('fs');
const zlib = require('zlib');
const stream = require('stream');
const { pipeline, finished, Transform } = require('stream');
const promises = require('stream/promises');
const readline = require('readline');
const request = require('request');
const util = require('util');

const fail = (err) => console.error(err);

exports.direct = (file, res) => {
  fs.createReadStream(file).on('error', fail).pipe(res);
  const out = fs.createWriteStream(file);
  out.once('error', fail);
};
exports.inPipe = (file) => {
  const out = fs.createWriteStream(file);
  fs.createReadStream(file).on('error', fail).pipe(out).on('error', fail);
};
exports.pipelines = async (file, res) => {
  pipeline(fs.createReadStream(file), zlib.createGunzip(), res, fail); // trap: pipeline/finished used
  stream.pipeline(fs.createReadStream(file), res, fail);
  await promises.pipeline(fs.createReadStream(file), res);
  await util.promisify(pipeline)(fs.createReadStream(file), res);
  await promises.pipeline([fs.createReadStream(file), res]);
  const source = fs.createReadStream(file);
  finished(source, fail);
  source.pipe(res);
};
exports.read = async (file) => {
  for await (const bytes of fs.createReadStream(file)) console.log(bytes);
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) console.log(line);
};
exports.returned = (file) => fs.createReadStream(file);
exports.body = (ctx, file) => {
  ctx.body = fs.createReadStream(file);
};
exports.sent = (reply, file) => {
  reply.send(fs.createReadStream(file));
};
exports.signalled = (file, res, signal) => {
  fs.createReadStream(file, { signal }).pipe(res);
};
// A compressor takes any input.
exports.packed = (source, res) => {
  source.pipe(zlib.createGzip()).pipe(res);
};
// The callback gets the errors.
exports.asked = (url, next) => {
  request(url, (err, res) => next(err, res));
  request.head(url, next);
};
exports.captured = (file) => {
  let out;
  const open = () => {
    out = fs.createWriteStream(file);
    watch();
  };
  function watch() {
    out.on('error', fail);
  }
  open();
};
exports.destructured = (file) => {
  const source = fs.createReadStream(file);
  const { on } = source;
  on.call(source, 'error', fail);
};
exports.own = () => new Transform({ transform: (bytes, enc, done) => done(null, bytes) }).pipe(process.stdout);

class Rolling {
  open(file) {
    this.stream = fs.createWriteStream(file);
    this.bind();
  }

  bind() {
    const { stream: current } = this;
    current.on('error', fail);
  }
}
new Rolling().open('x');

// A class that listens to itself.
class Safe extends fs.WriteStream {
  constructor(file) {
    super(file);
    this.on('error', fail);
  }
}
new Safe('x').end();

// look-alikes
const mock = { createReadStream: () => ({ pipe() {} }) };
mock.createReadStream('x').pipe(process.stdout);
exports.shadowed = (fs, res) => fs.createReadStream('x').pipe(res);
