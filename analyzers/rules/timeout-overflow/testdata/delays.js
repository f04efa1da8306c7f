// Delays that do not fit, and the greatest one that does.
// trap: none known
const timers = require('node:timers');
const { setTimeout: sleep } = require('node:timers/promises');

const DAY = 24 * 60 * 60 * 1000;
const MONTH = 30 * DAY;

setTimeout(run, 2147483648); // want "24.9 days"
setTimeout(run, MONTH); // want "2592000000 ms, 30.0 days"
setInterval(run, 30 * 24 * 60 * 60 * 1000); // want "a thousand times a second"
timers.setTimeout(run, 1e10); // want "does not fit"
setTimeout(run, Infinity); // want "without an end"
sleep(MONTH).then(run, run); // want "timers/promises.setTimeout"
globalThis.setTimeout(run, 365 * DAY); // want "365.0 days"

setTimeout(run, 2147483647);
setTimeout(run, 2 ** 31 - 1);
setTimeout(run, 20 * DAY);
setTimeout(run, Math.min(MONTH, 2147483647));
setTimeout(run);
setTimeout(run, Number(process.argv[2]));
let delay = MONTH;
delay = 5;
setTimeout(run, delay);
function run() {}
function own(setTimeout) {
  setTimeout(run, MONTH);
}
own(() => {});
