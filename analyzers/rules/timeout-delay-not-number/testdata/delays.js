// Delays that are no numbers, and those that are or may be.
const timers = require('node:timers');
const { setTimeout: later } = timers;

const unit = '10 seconds';
let nothing;
const { DELAY, PERIOD = 5 } = process.env;

setTimeout(run, '5s'); // want "The delay '5s' is text that is no number"
setTimeout(run, unit); // want "The delay '10 seconds'"
setInterval(run, '1m'); // want "a thousand times a second"
timers.setTimeout(run, '5s'); // want "timers.setTimeout"
later(run, '5s'); // want "The delay '5s'"
setTimeout(run, { delay: 5 }); // want "The delay is an object"
setTimeout(run, () => 5); // want "The delay is a function"
setTimeout(run, wait()); // want "The delay is a promise that nobody waits for"
setTimeout(run, none()); // want "The delay is undefined"
setTimeout(run, Number('ten')); // want "The delay is NaN"
setTimeout(run, process.env.WAIT); // want "while process.env.WAIT is not set"
setInterval(run, parseInt(process.env.TICK, 10)); // want "while process.env.TICK is not set"
setInterval(run, Number(process.env.SECONDS) * 1000); // want "process.env.SECONDS"
setTimeout(run, DELAY); // want "process.env.DELAY"

// trap: numeric strings work
setTimeout(run, '5000');
setTimeout(run, '0x10');
setTimeout(run, '');
setTimeout(run, PERIOD);
setTimeout(run, undefined);
setTimeout(run, null);
setTimeout(run);
setTimeout(run, new Date());
setTimeout(run, nothing);
setTimeout(run, 5);
setTimeout(run, process.env.OTHER || 500);
setTimeout(run, Number(process.env.OTHER ?? 500));
setTimeout(run, Number(process.env.THIRD) || 500);
setTimeout(run, require('ms')('5s'));
if (process.env.TESTED) setTimeout(run, Number(process.env.TESTED));
const checked = Number(process.env.CHECKED);
if (Number.isNaN(checked)) throw new Error('CHECKED is not set');
setTimeout(run, checked);

function run() {}
async function wait() {
  return 5;
}
function none() {}
