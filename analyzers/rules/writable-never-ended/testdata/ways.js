// Streams that are written to.
const fs = require('fs');
const { createGzip, createDeflate } = require('zlib');

exports.pack = (res, rows) => {
  const gzip = createGzip(); // want "Nothing ends the stream that zlib.createGzip makes: the output lacks its last part"
  gzip.pipe(res);
  for (const row of rows) gzip.write(row);
};
exports.save = (rows, done) => {
  const out = fs.createWriteStream('rows'); // want "Nothing ends the stream that fs.createWriteStream makes: 'finish' never comes"
  out.on('error', done).on('finish', done);
  out.write(rows.join());
};

// trap: process streams
exports.print = (text) => process.stdout.write(text);

// trap: piped into
exports.both = (source, res) => {
  const gzip = createGzip();
  gzip.write('first');
  source.pipe(gzip).pipe(res);
};

// ended, handed on, or a log
exports.ended = (rows) => {
  const gzip = createDeflate();
  gzip.write(rows);
  gzip.end();
  const given = createGzip();
  given.write(rows);
  finish(given);
  const flushed = createGzip();
  flushed.write(rows);
  flushed.flush(() => {});
  return createGzip();
};
const log = fs.createWriteStream('log', { flags: 'a' }).on('error', () => {});
exports.log = (line) => log.write(line);
function finish(stream) { stream.end(); }
