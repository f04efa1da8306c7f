// Timers, callbacks and promises of Node in an 'exit' listener, itself and through functions of the program.
const fs = require('fs');
const { writeFile } = require('fs/promises');
const http = require('http');
const timers = require('timers/promises');
const util = require('util');
const rm = util.promisify(fs.rm);
const proc = require('process');

process.on('exit', () => {
  setTimeout(() => console.log('never'), 10); // want "setTimeout is started while the process exits"
  setImmediate(() => console.log('never')); // want "setImmediate"
  process.nextTick(() => console.log('never')); // want "process.nextTick"
  fs.writeFile('state', '', () => {}); // want "fs.writeFile"
  http.get('http://127.0.0.1/bye', () => {}); // want "http.get"
});
process.once('exit', async () => {
  await fs.promises.writeFile('state', ''); // want "fs.promises.writeFile"
});
process.on('exit', async function () {
  await writeFile('state', ''); // want "fs.promises.writeFile"
  await timers.setTimeout(10); // want "timers/promises.setTimeout"
});
process.addListener('exit', save);
proc.on('exit', () => { rm('pid'); }); // want "fs.rm"
function save() { store(); }
const store = () => fs.unlink('pid', () => {}); // want "fs.unlink"
