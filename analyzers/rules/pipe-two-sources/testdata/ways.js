// Several sources and one target.
const fs = require('fs');
const http = require('http');
const { PassThrough } = require('stream');
const { spawn } = require('child_process');

http.createServer((req, res) => {
  const child = spawn('ls').on('error', () => {});
  child.stdout.pipe(res); // want "When this source ends, pipe ends `res`, and what the other source gives after that fails"
  child.stderr.pipe(res);
});

const all = fs.createWriteStream('all').on('error', () => {});
for (const name of ['a', 'b']) {
  fs.createReadStream(name).on('error', () => {}).pipe(all); // want "When this source ends, pipe ends `all`"
}

// trap: sequential by design
const joined = new PassThrough();
const first = fs.createReadStream('1').on('error', () => {});
first.pipe(joined, { end: false });
first.on('end', () => fs.createReadStream('2').on('error', () => {}).pipe(joined));

// targets that pipe does not end, or another one
const tool = spawn('ls').on('error', () => {});
tool.stdout.pipe(process.stdout);
tool.stderr.pipe(process.stdout);
const copy = new PassThrough();
tool.stdout.pipe(copy);
tool.stderr.pipe(new PassThrough());
for (const name of ['a', 'b']) {
  const out = fs.createWriteStream(name + '.copy').on('error', () => {});
  fs.createReadStream(name).on('error', () => {}).pipe(out);
}
function either(flag, source, other) {
  const target = new PassThrough();
  if (flag) source.pipe(target);
  else other.pipe(target);
  return target;
}
http.createServer((req, res) => {
  const page = fs.createReadStream('page').on('error', () => res.destroy());
  page.pipe(res);
  page.unpipe(res);
  fs.createReadStream('other').on('error', () => {}).pipe(res);
});
module.exports = { either };
