// The program handles rejections itself.
const { EventEmitter } = require('events');
const fs = require('fs/promises');

process.on('unhandledRejection', (err) => {
  console.error(err);
  process.exit(1);
});
new EventEmitter().on('a', async (name) => {
  await fs.readFile(name);
});
