// trap: captureRejections
const { EventEmitter } = require('events');
const fs = require('fs/promises');

const bus = new EventEmitter({ captureRejections: true });
bus.on('error', console.error);
bus.on('a', async (name) => {
  await fs.readFile(name);
});
