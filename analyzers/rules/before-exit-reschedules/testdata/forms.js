// Listeners that start something each time, and those that come to an end.
const fs = require('fs');
const { setTimeout: wait } = require('timers/promises');
const log = (err) => err && console.error(err);

process.on('beforeExit', () => setTimeout(() => console.log('late'), 100)); // want "this listener starts setTimeout each time"
process.addListener('beforeExit', () => { // want "fs.writeFile"
  fs.writeFile('state', 'x', log);
});
process.on('beforeExit', async () => { // want "never ends"
  await wait(100);
});
process.prependListener('beforeExit', () => setImmediate(log)); // want "setImmediate"

// trap: guard flag
let saved = false;
process.on('beforeExit', () => {
  if (saved) return;
  saved = true;
  fs.writeFile('state', 'x', log);
});
const queue = [];
process.on('beforeExit', () => {
  if (queue.length > 0) setImmediate(log);
});
process.once('beforeExit', () => setTimeout(log, 100));
process.on('beforeExit', () => setTimeout(log, 100).unref());
process.on('beforeExit', () => fs.writeFileSync('state', 'x'));
process.on('beforeExit', () => fs.writeFile('state', 'x', () => process.exit(0)));
process.on('beforeExit', (code) => console.log(code));
process.on('exit', () => console.log('end'));
