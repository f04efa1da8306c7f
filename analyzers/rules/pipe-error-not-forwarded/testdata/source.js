// A source that fails leaves its target open where all that hears its errors only tells of them.
const fs = require('fs');
const http = require('http');
const { createGunzip } = require('zlib');

http.createServer((req, res) => {
  const page = fs.createReadStream('page.html');
  page.on('error', (err) => console.error(err));
  page.on('open', () => page.pipe(res)); // want "When `page` fails, `res` is never ended, and the client waits: pipe ends its target when the source has ended"

  const quiet = fs.createReadStream('quiet').on('error', () => {});
  quiet.pipe(res); // want "When `quiet` fails, `res` is never ended"

  const logged = fs.createReadStream('logged');
  logged.once('error', console.error);
  logged.pipe(res); // want "When `logged` fails"

  // trap: both handled and destroyed
  const both = fs.createReadStream('both');
  both.on('error', () => both.destroy());
  res.on('close', () => both.destroy());
  res.on('error', () => {});
  both.pipe(res);

  const held = fs.createReadStream('held');
  held.on('error', (err) => fail(err));
  held.on('open', () => held.destroy());
  held.pipe(res);
}).listen(0);

function fail(err) {
  process.exitCode = 1;
  throw err;
}

const copy = (from, to) => new Promise((resolve, reject) => {
  const target = fs.createWriteStream(to);
  const packed = fs.createReadStream(from).on('error', reject);
  target.on('error', reject).on('finish', resolve);
  packed.pipe(target); // want "When `packed` fails, `target` stays open"
});

const careful = (from, to) => new Promise((resolve, reject) => {
  const target = fs.createWriteStream(to);
  const source = fs.createReadStream(from);
  source.on('error', (err) => {
    target.destroy(err);
    reject(err);
  });
  target.on('error', reject).on('finish', resolve);
  source.pipe(target);
});

const later = (from, to) => new Promise((resolve, reject) => {
  const target = fs.createWriteStream(to);
  const source = fs.createReadStream(from);
  source.on('error', reject);
  source.on('close', () => target.end());
  target.on('error', reject).on('finish', resolve);
  source.pipe(target, { end: false });
});

function append(from, target, next) {
  const source = fs.createReadStream(from);
  source.on('error', (err) => console.error(err));
  source.pipe(target); // not known what it is
  const handed = fs.createReadStream(from);
  handed.on('error', next);
  handed.pipe(fs.createWriteStream('copy').on('error', next)); // who gets the error may know the target
}

const unpacked = createGunzip();
unpacked.on('error', () => {});
unpacked.pipe(process.stdout);

module.exports = { copy, careful, later, append };
