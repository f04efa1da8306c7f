// Chains of pipes whose last stream alone is heard.
const fs = require('fs');
const zlib = require('zlib');

exports.chain = (file) => {
  fs.createReadStream(file).pipe(zlib.createGzip()).pipe(fs.createWriteStream(`${file}.gz`)).on('error', console.error); // want "an error of the stream that fs.createReadStream makes"
};

exports.two = (file, out) => {
  fs.createReadStream(file)
    .pipe(zlib.createGunzip())
    .pipe(out)
    .on('finish', () => {})
    .once('error', console.error); // want "the 2 streams before it"
};

exports.parts = (file, out) => {
  const packed = fs.createReadStream(file).pipe(zlib.createGzip());
  packed.pipe(out).on('error', console.error); // want "an error of the stream"
};

exports.held = (file, out) => {
  const source = fs.createReadStream(file);
  const gunzip = zlib.createGunzip();
  gunzip.on('error', console.error);
  const last = source.pipe(gunzip).pipe(out);
  last.on('error', console.error); // want "an error of source"
};

exports.promised = (file, out) =>
  new Promise((resolve, reject) => {
    fs.createReadStream(file).pipe(zlib.createGzip()).pipe(out).on('error', reject).on('finish', resolve); // want "an error of the stream"
  });
