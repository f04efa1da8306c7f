// Listeners that let the process go on, written in all ways.
const proc = require('node:process');
const logger = { error: (err) => console.error(err) };

process.on('uncaughtException', (err) => console.error(err)); // want "lets the process go on"
process.once('uncaughtException', function (err) { logger.error(err); }); // want "lets the process go on"
process.addListener('uncaughtException', report); // want "lets the process go on"
proc.on('uncaughtException', () => {}); // want "lets the process go on"
process.on('uncaughtException', async (err) => { await null; console.log(err); }); // want "lets the process go on"
process
  .on('unhandledRejection', (reason) => { throw reason; })
  .on('uncaughtException', (err) => { process.exitCode = 1; console.error(err); }); // want "lets the process go on"
function report(err) { console.error(err.stack); }
