// Callbacks for functions that return promises.
const fs = require('fs');
const fsp = require('fs/promises');
const { writeFile } = require('node:fs').promises;
const timers = require('timers/promises');

fs.promises.readFile('x', 'utf8', (err, text) => console.log(err, text)); // want "returns a promise and takes no callback"
fsp.mkdir('x', () => console.log('made')); // want "returns a promise and takes no callback"
writeFile('x', 'y', done); // want "never called"
timers.setTimeout(10, () => console.log('late')); // want "takes no callback"

function done(err) {
  if (err) console.error(err);
}

// trap: signature takes a function
fsp.cp('a', 'b', { recursive: true, filter: (name) => name !== 'x' });
require('stream/promises').pipeline(fs.createReadStream('a'), async function* (source) {
  yield* source;
}, fs.createWriteStream('b'));

// the promise form, as it is meant
fsp.readFile('x').then((text) => console.log(text), done);

// the callback form
fs.readFile('x', 'utf8', (err, text) => console.log(err, text));

// what the last argument is is not known
function save(name, more) {
  return fsp.writeFile(name, 'y', more);
}
save('x', { flag: 'a' });
