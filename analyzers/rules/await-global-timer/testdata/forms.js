// Timers that are awaited, and what looks like them.
const timers = require('node:timers');
const util = require('node:util');

async function main() {
  await setTimeout(() => {}, 200); // want "setTimeout gives a timer, no promise"
  await setTimeout(200); // want "with a number as its first argument it throws"
  await timers.setTimeout(() => console.log('x'), 5); // want "goes on at once"
  await setImmediate(() => {}); // want "setImmediate gives a timer"
  await setInterval(() => {}, 10); // want "setInterval gives a timer"
  const wait = util.promisify(setTimeout);
  await wait(200);
  await new Promise((resolve) => setTimeout(resolve, 200));
  setTimeout(() => {}, 10);
}
main();
