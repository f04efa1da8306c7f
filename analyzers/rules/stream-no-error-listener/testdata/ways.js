// Streams that nobody listens to, by every way to make one.
const fs = require('fs');
const zlib = require('zlib');
const { createReadStream, createWriteStream: open } = require('node:fs');
const fse = require('fs-extra');
const make = fs.createReadStream;

exports.log = (file) => {
  const log = fs.createWriteStream(file, { flags: 'a' }); // want "stream that fs.createWriteStream makes"
  log.on('finish', () => {});
  log.write('x');
  log.end();
};

exports.send = (file, res) => {
  fs.createReadStream(file).pipe(res); // want "fs.createReadStream"
};

exports.copy = (from, to) => {
  const source = createReadStream(from); // want "fs.createReadStream"
  const target = open(to); // want "fs.createWriteStream"
  source.pipe(target);
  target.on('close', () => {});
};

exports.aliases = (file, res) => {
  make(file).pipe(res); // want "fs.createReadStream"
  fse.createReadStream(file).pipe(res); // want "createReadStream"
  fs['createReadStream'](file).pipe(res); // want "fs.createReadStream"
  new fs.ReadStream(file).pipe(res); // want "fs.ReadStream"
  fs.createReadStream.call(fs, file).pipe(res); // want "fs.createReadStream"
};

exports.unpack = (res, target) => {
  const gunzip = zlib.createGunzip(); // want "zlib.createGunzip"
  gunzip.on('data', (bytes) => target.write(bytes));
  res.pipe(gunzip);
};

exports.tried = (file, res) => {
  try {
    fs.createReadStream(file).pipe(res); // want "fs.createReadStream"
  } catch (err) {
    res.end('no such file');
  }
};

exports.single = (file, res) => {
  fs.createReadStream(file).pipe(res).on('error', () => {}); // want "fs.createReadStream"
};

exports.promised = (file, res) =>
  new Promise((resolve) =>
    fs.createReadStream(file).pipe(res).on('finish', resolve)); // want "fs.createReadStream"

exports.unknown = (file, archive) => {
  archive.pipe(fs.createWriteStream(file)); // want "fs.createWriteStream"
};

class Journal {
  #out;

  constructor(file) {
    this.#out = fs.createWriteStream(file); // want "fs.createWriteStream"
    this.file = file;
  }

  add(line) {
    this.#out.write(line);
  }
}
new Journal('x').add('y');
