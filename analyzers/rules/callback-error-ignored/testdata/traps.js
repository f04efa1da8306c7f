// Code that looks like the defect: callbacks without an error.
const fs = require('node:fs/promises');

// trap: promise APIs
fs.readFile('a').then((data) => console.log(data.length), console.error);
fs.stat('a').then((err) => console.log(err.size)).catch(console.error);

const files = require('node:fs');
const zlib = require('node:zlib');

// A compressor takes any bytes.
zlib.gzip(Buffer.from('a'), (err, packed) => console.log(packed.length));

// fs.read gives 0 when it fails.
files.read(3, Buffer.alloc(8), 0, 8, 0, (err, n) => console.log(n.toFixed()));

// All of it stands in a try.
files.readFile('a', (err, data) => {
  try {
    console.log(data.length);
  } catch {}
});

// The result is only put somewhere: undefined is as good.
files.readFile('a', 'utf8', (err, text) => {
  process.send({ kind: 'text', text });
});
