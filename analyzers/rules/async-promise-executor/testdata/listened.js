// The program listens for rejections: it does not end, and the promise is pending all the same.
const fs = require('node:fs/promises');

process.on('unhandledRejection', (err) => console.error(err));

new Promise(async (resolve) => { // want "so this one stays pending"
  resolve(await fs.readFile('x'));
}).then(console.log);
