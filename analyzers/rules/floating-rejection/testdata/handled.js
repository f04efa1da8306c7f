// trap: process handler
const fsp = require('fs/promises');

process.on('unhandledRejection', (err) => {
  console.error(err);
  process.exit(1);
});
fsp.unlink('x');
