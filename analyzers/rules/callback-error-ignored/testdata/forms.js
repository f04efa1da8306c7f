// Callbacks that use the result without looking at the error, in the forms people write; and those that look, or say that they do not care.
const fs = require('node:fs');
const { readdir: list } = require('fs');
const dns = require('dns');

fs.readFile('a', (err, data) => { // want "err is never read: when fs.readFile fails, data is undefined"
  console.log(data.length);
});
list('.', function (error, files) { // want "error is never read"
  files.forEach((f) => console.log(f));
});
function found(e, address) { // want "e is never read: when dns.lookup fails"
  console.log(address.length);
}
dns.lookup('localhost', found);

fs.readFile('a', (err, data) => {
  if (err) return console.error(err);
  console.log(data.length);
});
fs.readFile('a', (_, data) => console.log(data.length));
fs.readFile('a', (_err, data) => console.log(data.length)); // trap: err named _
fs.readFile('a', (err, data) => {
  if (!data) return;
  console.log(data.length);
});
fs.readFile('a', 'utf8', (err, text) => console.log((text || '').trim()));
fs.readFile('a', function (err, data) {
  console.log(arguments[0], data.length);
});
fs.unlink('a', (err) => {});
fs.stat('a', (err, info) => console.log('done'));
require('crypto').randomBytes(8, (err, bytes) => console.log(bytes.toString('hex')));
load((err, data) => console.log(data.length));
function load(cb) {
  cb(null, 'x');
}
