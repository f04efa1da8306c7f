// Detached children that hold their parent, and those that do not.
const { spawn } = require('child_process');
const log = (err) => console.error(err);

exports.bad = () => {
  const a = spawn('server', [], { detached: true, stdio: 'ignore' }); // want "still waits for its end"
  a.on('error', log);
  const b = spawn('server', { detached: true }); // want "its stdio are pipes"
  b.on('error', log);
  b.unref();
  spawn('server', [], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] }).on('error', log).unref(); // want "its stdio are pipes"
};
exports.good = (out, options) => {
  spawn('server', [], { detached: true, stdio: 'ignore' }).on('error', log).unref();
  spawn('server', [], { detached: true, stdio: ['ignore', out, out] }).on('error', log).unref();
  spawn('server', [], { stdio: 'inherit' }).on('error', log);
  spawn('server', [], { detached: options.detached, stdio: 'ignore' }).on('error', log);
};
// trap: parent wants to wait
exports.waits = () => {
  const a = spawn('server', [], { detached: true, stdio: 'inherit' });
  a.on('error', log);
  a.on('exit', (code, signal) => console.log(code, signal));
  const b = spawn('server', [], { detached: true, stdio: 'inherit' });
  b.on('error', log);
  process.on('exit', () => process.kill(-b.pid));
  return spawn('server', [], { detached: true, stdio: 'ignore' }).on('error', log);
};
exports.last = () => {
  spawn('server', [], { detached: true, stdio: 'ignore' });
  process.exit();
};
