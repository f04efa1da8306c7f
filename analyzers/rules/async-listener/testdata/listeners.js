// Async listeners of Node's emitters, and what handles their rejections.
const { EventEmitter } = require('events');
const net = require('net');
const fs = require('fs/promises');

const bus = new EventEmitter();
bus.on('a', async (name) => { // want "async 'a' listener"
  await fs.readFile(name);
});
bus.once('b', async function load(name) { // want "drops the promise of this async 'b' listener"
  const text = await fs.readFile(name);
  if (!text.length) throw new Error('empty');
});

net.createServer().on('connection', async (socket) => { // want "not even an 'error' listener"
  socket.on('error', console.error);
  await fs.writeFile('log', 'x');
});

class Queue extends EventEmitter {
  constructor() {
    super();
    this.on('job', async () => { // want "async 'job' listener"
      await this.run();
    });
  }
  async run() {
    throw new Error('no');
  }
}
new Queue().emit('job');

async function shared(x) { // want "async 'c' listener"
  await fs.rm(x);
}
bus.on('c', shared);

// trap: whole body in try
bus.on('d', async (name) => {
  try {
    await fs.readFile(name);
  } catch (err) {
    console.error(err);
  }
});

// each promise has its own catch
bus.on('e', async (name) => {
  await fs.readFile(name).catch(console.error);
});

// cannot reject
bus.on('f', async () => {
  console.log('nothing to wait for');
});

// no async function
bus.on('g', () => {
  fs.readFile('x').catch(console.error);
});

// the process: what its listeners do stands at the end
process.on('SIGTERM', async () => {
  await fs.rm('pid');
  process.exit(0);
});

// what it is listened to on is not known
require('some-bus').on('h', async () => {
  await fs.rm('x');
});
