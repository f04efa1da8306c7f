// Synchronous work at the end, other moments, and listeners of other objects. trap: sync calls.
const fs = require('fs');
const http = require('http');
const { fork } = require('child_process');
const { EventEmitter } = require('events');

process.on('exit', () => {
  fs.writeFileSync('state', '');
  clearInterval(timer);
  ['a', 'b'].forEach((name) => fs.rmSync(name, { force: true }));
  console.log('bye');
});
const timer = setInterval(() => {}, 1000);
process.on('beforeExit', () => setTimeout(() => {}, 10));
process.on('SIGTERM', () => fs.writeFile('state', '', () => process.exit()));
const child = fork('./worker.js');
child.on('error', () => {});
child.on('exit', () => setTimeout(() => fork('./worker.js').on('error', () => {}), 1000));
class Game extends EventEmitter {}
new Game().on('exit', () => setTimeout(() => {}, 10));
process.on('exit', function () {
  const later = () => setTimeout(() => {}, 10);
  return later.name;
});
function guarded() { inner(); }
function inner() { const t = setTimeout(() => {}, 1000); clearTimeout(t); }
process.on('exit', () => guarded());
http.createServer((req, res) => res.end()).listen(0);
// nothing is lost: a timer that only ends the process, and one that only goes on with the function that sets it
function flush() {
  setTimeout(flush, 1000);
}
function stop() {
  setTimeout(() => process.exit(1), 300);
}
process.on('exit', flush);
process.on('exit', stop);
