// Code that looks like the defect: another thread changes what the loop tests.
const { Worker, isMainThread, workerData } = require('node:worker_threads');

// trap: Atomics/worker
const shared = new Int32Array(isMainThread ? new SharedArrayBuffer(4) : workerData);
if (isMainThread) {
  const worker = new Worker(__filename, { workerData: shared.buffer });
  worker.on('error', console.error);
  while (Atomics.load(shared, 0) === 0) Atomics.wait(shared, 0, 0, 100);
} else {
  Atomics.store(shared, 0, 1);
}
