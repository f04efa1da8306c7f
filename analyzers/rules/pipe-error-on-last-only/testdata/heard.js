// Chains that are heard from end to end, or are no business of this rule: nothing is found. trap: others handled.
const fs = require('fs');
const zlib = require('zlib');
const { pipeline } = require('stream');
const { map, filter } = require('rxjs/operators');

const fail = (err) => console.error(err);
const watch = (stream) => stream.on('error', fail);

exports.each = (file, out) => {
  fs.createReadStream(file).on('error', fail).pipe(zlib.createGunzip()).on('error', fail).pipe(out).on('error', fail);
};
exports.helper = (file, out) => {
  watch(fs.createReadStream(file)).pipe(zlib.createGzip()).pipe(out).on('error', fail);
  const source = fs.createReadStream(file);
  watch(source);
  source.pipe(zlib.createGzip()).pipe(out).on('error', fail);
};
exports.single = (file, out) => {
  fs.createReadStream(file).pipe(out).on('error', fail);
};
exports.other = (file, out) => {
  fs.createReadStream(file).on('error', fail).pipe(zlib.createGzip()).pipe(out).on('finish', fail);
};
exports.pipeline = (file, out) => {
  pipeline(fs.createReadStream(file), zlib.createGunzip(), out, fail);
};
exports.given = (source, through, out) => {
  source.pipe(through).pipe(out).on('error', fail);
};
exports.compressors = (source, out) => {
  source.pipe(zlib.createDeflate()).pipe(out).on('error', fail);
};
exports.rx = (events) => events.pipe(map(String)).pipe(filter(Boolean)).on('error', fail);
