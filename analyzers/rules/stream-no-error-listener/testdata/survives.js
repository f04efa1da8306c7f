// The program goes on after what nobody catches; that it does is the finding of another rule.
const fs = require('node:fs');

process.on('uncaughtException', (err) => console.error(err));

fs.createReadStream('a.txt').pipe(process.stdout);
