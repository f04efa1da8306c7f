// Callbacks of fs.exists.
const fs = require('node:fs');
const { exists } = require('fs');

fs.exists('a', (err, found) => console.log(err, found)); // want "err is true when the file exists"
fs.exists('b', function (error) { // want "error is true when the file exists"
  if (error) throw error;
});
exists('c', (a, b) => console.log(a, b)); // want "a is true when the file exists"
const callback = (err) => console.log(err); // want "err is true when the file exists"
fs.exists('d', callback);

// trap: one parameter
fs.exists('a', (found) => console.log(found));
fs.exists('b', function (there) {
  console.log(there);
});
fs.exists('c', () => {});
exists('d', console.log);
fs.access('e', (err) => console.log(err));
const own = { exists(name, done) { done(null, name); } };
own.exists('f', (err, found) => console.log(err, found));
