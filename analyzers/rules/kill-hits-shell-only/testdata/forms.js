// Signals to shells, and to programs.
const { exec, spawn, execFile } = require('child_process');
const { promisify } = require('util');
const run = promisify(exec);
const log = (err, out) => console.log(err, out);
const opts = { shell: true, stdio: 'inherit' };

exports.bad = (file) => {
  const a = exec('tail -f x | grep error', log);
  setTimeout(() => a.kill(), 1000); // want "reaches the shell that exec has started"
  const b = spawn(`convert ${file} && mail ${file}`, opts);
  b.on('error', console.error);
  b.kill('SIGKILL'); // want "the shell that spawn has started"
  exec('cat ' + file + '; sleep 100', { timeout: 1000 }, log); // want "When the timeout is over"
  run('cat x | sort | uniq', { timeout: 50 }).catch(console.error); // want "Node kills the shell"
};
class Tail {
  start() {
    this.child = exec('server & wait', log);
  }
}
new Tail().start();

// trap: simple command
exports.simple = (file) => {
  const a = exec('sleep 100', log);
  a.kill();
  const b = exec(`convert ${file} "a;b"`, log);
  b.kill();
  const c = exec('sleep 100 2>&1', { timeout: 5 }, log);
  c.kill();
  const d = exec('cd x && exec server', log);
  d.kill();
  const e = exec('exec server > log', log);
  e.kill();
};
exports.good = (line) => {
  const a = exec('sleep 1 && echo done', log);
  a.on('exit', log);
  const b = spawn('sleep', ['100; 2']);
  b.on('error', console.error);
  b.kill();
  const c = spawn('a; b', { detached: true, shell: true });
  c.on('error', console.error);
  process.kill(-c.pid);
  const d = exec(line, log);
  d.kill();
  const e = execFile('sleep', ['100'], { timeout: 100 }, log);
  e.kill();
};
exports.other = (child) => child.kill();
