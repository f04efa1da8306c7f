// Intervals whose callback waits, and those that cannot overlap.
const { setTimeout: sleep } = require('node:timers/promises');

setInterval(async () => { await sleep(50); }, 10); // want "setInterval calls its callback again at each interval"
async function poll() {
  console.log('poll');
  await sleep(50);
}
setInterval(poll, 10); // want "overlap"

setInterval(async () => { console.log('no await'); }, 10);
setInterval(() => { console.log('plain'); }, 10);

// trap: guard flag inside
let busy = false;
setInterval(async () => {
  if (busy) return;
  busy = true;
  try { await sleep(50); } finally { busy = false; }
}, 10);
setInterval(async () => {
  if (!busy) {
    busy = true;
    await sleep(50);
    busy = false;
  }
}, 10);
const once = setInterval(async () => {
  clearInterval(once);
  await sleep(50);
}, 10);
setInterval(poll, 3600 * 1000);
setInterval(poll, Number(process.env.EVERY));
