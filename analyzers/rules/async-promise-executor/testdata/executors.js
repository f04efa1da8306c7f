// Async executors, and what keeps their failures.
const fs = require('fs/promises');

new Promise(async (resolve) => { // want "this async executor never throws"
  resolve(await fs.readFile('x'));
}).then(console.log);

new Promise(async function (resolve, reject) { // want "stays pending"
  try {
    resolve(await fs.readFile('x'));
  } catch (err) {
    await fs.rm('x');
    reject(err);
  }
}).then(console.log);

async function work(resolve) { // want "nobody holds"
  if (!process.env.X) throw new Error('no X');
  resolve(1);
}
new Promise(work).then(console.log);

// trap: whole body in try
new Promise(async (resolve, reject) => {
  try {
    resolve(await fs.readFile('x'));
  } catch (err) {
    reject(err);
  }
}).then(console.log);

// nothing in it can reject
new Promise(async (resolve) => {
  resolve(await fs.readFile('x').catch(() => null));
}).then(console.log);

// no async function
new Promise((resolve, reject) => {
  fs.readFile('x').then(resolve, reject);
}).then(console.log);

// an async function inside a plain executor
new Promise((resolve) => {
  process.once('beforeExit', async () => {
    await fs.rm('x');
    resolve();
  });
}).then(console.log);

// a class of that name
class Promise2 {
  constructor(run) {
    run();
  }
}
new Promise2(async () => {
  await fs.rm('x');
});
