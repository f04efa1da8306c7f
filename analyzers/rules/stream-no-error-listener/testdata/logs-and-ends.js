// A listener that ends the process changes nothing.
const fs = require('node:fs');

process.on('uncaughtException', (err) => {
  console.error(err);
  process.exit(1);
});

fs.createReadStream('a.txt').pipe(process.stdout); // want "Nobody listens for 'error'"
