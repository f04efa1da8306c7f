// Calls of both functions named pipeline.
const fs = require('fs');
const stream = require('stream');
const { pipeline, PassThrough } = require('stream');
const { pipeline: promised } = require('stream/promises');
const zlib = require('zlib');
const { promisify } = require('util');

const source = () => fs.createReadStream('a');
pipeline(source(), new PassThrough()); // want "The last argument of this pipeline is no function"
stream.pipeline(source(), zlib.createGzip(), fs.createWriteStream('b')); // want "The last argument of this pipeline is no function"
async function pack() {
  await pipeline(source(), process.stdout); // want "throws ERR_INVALID_ARG_TYPE without one"
  await pipeline(source(), process.stdout, { end: false }); // want "no function"

  // trap: import from stream/promises
  await promised(source(), process.stdout);
  await stream.promises.pipeline(source(), process.stdout);
  await promisify(pipeline)(source(), process.stdout);
}
pack();

function done(err) {
  if (err) console.error(err);
}
pipeline(source(), process.stdout, done);
pipeline(source(), process.stdout, (err) => done(err));
pipeline(source(), async function* (rows) { yield* rows; }, done);
const hand = (to) => pipeline(source(), to);
const many = (list) => pipeline(...list);
module.exports = { hand, many };
