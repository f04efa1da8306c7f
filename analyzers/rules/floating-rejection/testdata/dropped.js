// Promises of Node that are dropped, and those that somebody looks at.
const fs = require('fs');
const { pipeline } = require('stream/promises');
const fsp = require('fs/promises');

fs.promises.unlink('x'); // want "Nobody awaits the promise of fs.promises.unlink"
fsp.readFile('x').then((text) => console.log(text)); // want "nothing catches its rejection"
fsp.readFile('x').then(console.log).finally(() => console.log('over')); // want "an unhandled rejection ends the process"
fetch('http://localhost/'); // want "the promise of fetch"
pipeline(fs.createReadStream('a'), fs.createWriteStream('b')); // want "Nobody awaits"

async function main() {
  const handle = await fsp.open('x');
  handle.close(); // want "nothing catches"
  await fsp.readFile('x');
  return fsp.readFile('x');
}
main().catch(console.error);

fsp.readFile('x').catch(console.error);
fsp.readFile('x').then(console.log, console.error);
fsp.readFile('x').then(console.log).catch(console.error);
const kept = fsp.readFile('x');
kept.catch(console.error);
Promise.all([fsp.readFile('x')]).catch(console.error);
[1].map(() => fsp.readFile('x'));

// trap: void operator
void fsp.unlink('x');

// the callback form
fs.unlink('x', () => {});
