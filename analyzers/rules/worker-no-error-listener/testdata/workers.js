// Workers that are heard and workers that are not.
const { Worker } = require('worker_threads');
const threads = require('node:worker_threads');
const { once } = require('events');

exports.bad = () => {
  const worker = new Worker('./a.js'); // want "Nobody listens for 'error' on this worker"
  worker.on('message', console.log);
  worker.on('exit', (code) => console.log(code));
  new threads.Worker('./a.js').postMessage(1); // want "ends the whole process"
  new Worker('throw 1', { eval: true }); // want "Nobody"
};
class Pool {
  constructor() {
    this.worker = new Worker('./a.js'); // want "Nobody"
    this.worker.on('message', () => {});
  }
}
new Pool();
exports.tried = () => {
  try {
    new Worker('./a.js'); // want "Nobody"
  } catch (err) {
    console.log('not reached');
  }
};

exports.good = () => {
  new Worker('./a.js').on('error', console.error);
  const worker = new Worker('./a.js');
  worker.once('error', console.error);
  return new Worker('./a.js');
};
exports.waited = async () => {
  const worker = new Worker('./a.js');
  await once(worker, 'exit');
};
exports.promised = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker('./a.js');
    worker.on('message', resolve);
    worker.on('error', reject);
  });

// trap: pool lib
const Piscina = require('piscina');
const pool = new Piscina({ filename: './a.js' });
exports.pooled = (task) => pool.run(task);
exports.handed = (watch) => watch(new Worker('./a.js'));

// look-alikes
class Own {}
exports.own = () => new Own('./a.js');
exports.browser = (Worker) => new Worker('./a.js');
