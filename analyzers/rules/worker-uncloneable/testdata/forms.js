// What cannot be cloned, and what can.
const { Worker, parentPort, MessageChannel } = require('worker_threads');
const net = require('net');
const http = require('http');

const worker = new Worker('./job.js');
worker.on('error', console.error);
worker.postMessage({ run() {} }); // want "run is a function, which cannot be: postMessage throws a DataCloneError"
worker.postMessage(() => 1); // want "the value is a function"
const step = (n) => n + 1;
worker.postMessage({ task: { step } }); // want "task.step is a function"
worker.postMessage({ log: net.connect }); // want "log is a function"
worker.postMessage({ at: new Promise(() => {}) }); // want "at is a Promise"
worker.postMessage([Symbol('x')]); // want "[] is a symbol"
new Worker('./job.js', { workerData: { cache: new WeakMap() } }).on('error', console.error); // want "new Worker throws"
parentPort.postMessage({ done: step }); // want "done is a function"
const { port1 } = new MessageChannel();
port1.postMessage(class {}); // want "the value is a function"
const server = http.createServer((req, res) => {
  worker.postMessage({ req }); // want "req is a http.IncomingMessage"
  res.end();
});
server.on('error', console.error);
server.on('connection', (socket) => worker.postMessage(socket)); // want "the value is a net.Socket"

worker.postMessage({ a: new Map(), d: new Date(), e: new Error('x'), b: Buffer.from('x'), r: /x/, n: NaN, u: undefined });
exports.pass = (value) => worker.postMessage({ value });
worker.postMessage({ url: step(1), list: [1, 'x'] });
// trap: transferables
const { port1: a, port2: b } = new MessageChannel();
worker.postMessage({ port: a }, [a]);
const bytes = new Uint8Array(8);
worker.postMessage(bytes, [bytes.buffer]);

exports.asks = () => {
  try {
    worker.postMessage(() => 1);
  } catch {
    return false;
  }
  return true;
};

// look-alikes
exports.frame = (frame) => frame.postMessage({ run() {} });
