// Buffers on one side and on both.
const fs = require('node:fs');
const crypto = require('node:crypto');

const command = fs.readFileSync('command');
const sum = crypto.createHash('md5').update(command).digest();
const other = crypto.createHash('md5').update('').digest();

console.log(command === 'quit'); // want "command is a Buffer and the other side a string"
console.log('quit' === command); // want "always false"
console.log(command !== 'quit'); // want "always true"
console.log(sum === other); // want "both sides are buffers that were made apart"
console.log(sum == other); // want "always false"
console.log(sum === Buffer.from('abc')); // want "both sides are buffers"
console.log(Buffer.from('a') === `${process.argv[2]}`); // want "the other side a string"
switch (command) {
  case 'stop': // want "This case is never taken, because command is a Buffer"
    break;
}
fs.readFile('x', (err, data) => {
  if (data === 'yes') console.log(err); // want "data is a Buffer"
});

// trap: same reference
const again = sum;
let last = null;
console.log(sum === again);
console.log(sum === last);
last = sum;
console.log(again !== last);

console.log(command == 'quit'); // decodes it
console.log(command.toString() === 'quit');
console.log(command.equals(sum));
console.log(fs.readFileSync('command', 'utf8') === 'quit');
console.log(sum.toString('hex') === other.toString('hex'));
console.log(command[0] === 5);
console.log(command.length === 5);
console.log(process.argv[2] === command);
function own(buffer, cache) {
  return buffer === cache;
}
own(sum, other);
