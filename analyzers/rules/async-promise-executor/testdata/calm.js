// What is awaited in these executors cannot be rejected.
const { setTimeout: rest } = require('node:timers/promises');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function tidy(name) {
  try { await fetch(name); } catch { return null; }
}
new Promise(async (resolve) => { await sleep(10); resolve(1); });
new Promise(async (resolve) => { await new Promise((next) => setImmediate(next)); resolve(1); });
new Promise(async (resolve) => { await rest(10); await tidy('x'); resolve(1); });
const failing = () => new Promise((resolve, reject) => reject(new Error('no')));
new Promise(async (resolve) => { await failing(); resolve(1); }); // want "this async executor never throws"
