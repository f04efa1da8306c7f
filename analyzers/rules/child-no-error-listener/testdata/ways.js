// Children that nobody listens to, by every way to name spawn.
const { spawn } = require('child_process');
const cp = require('node:child_process');
const start = cp.spawn;

exports.plain = (text) => {
  spawn('lp', [text]); // want "'lp' cannot be started"
};

exports.kept = (file) => {
  const child = spawn('convert', [file], { stdio: 'pipe' }); // want "'convert'"
  child.stdout.on('data', () => {});
  child.stdout.on('error', () => {}); // the stream's, not the child's
  child.on('exit', (code) => console.log(code));
};

exports.aliases = (command) => {
  cp.spawn(command); // want "the command cannot be started"
  start('lp'); // want "'lp'"
  require('child_process')['spawn']('lp'); // want "'lp'"
  spawn.call(null, 'lp', []); // want "'lp'"
  spawn('lp', { detached: true }).unref(); // want "'lp'"
  spawn('lp', [], { shell: false }); // want "'lp'"
};

exports.promise = () =>
  new Promise((resolve) => {
    const child = spawn('lp'); // want "'lp'"
    child.on('close', resolve);
  });

exports.tried = () => {
  try {
    spawn('lp'); // want "'lp'"
  } catch (err) {
    console.error('not printed', err);
  }
};

class Printer {
  start() {
    this.child = spawn('lp'); // want "'lp'"
    this.child.on('exit', () => this.start());
  }

  stop() {
    this.child.kill();
  }
}
new Printer().start();

function Spooler() {
  this.child = spawn('lpd'); // want "'lpd'"
}
Spooler.prototype.stop = function () {
  this.child.kill();
};
new Spooler().stop();

exports.inBranch = (stop) => {
  if (stop) process.exit(1);
  spawn('lp'); // want "'lp'"
  if (!stop) process.exit(0);
};
