// Children whose failure to start is heard, or cannot happen: nothing is found.
const { spawn, exec, execFile, fork, spawnSync } = require('child_process');
const { once } = require('events');

const report = (err) => console.error(err);

exports.direct = () => {
  spawn('lp').on('error', report);
  const child = spawn('lp');
  child.once('error', report);
};
exports.promise = () =>
  new Promise((resolve, reject) => { // trap: promise wrapper
    const child = spawn('lp');
    child.on('error', reject);
    child.on('close', resolve);
  });
exports.settled = () =>
  new Promise((resolve, reject) => {
    spawn('lp').on('close', resolve).on('error', reject);
  });
exports.awaited = async () => {
  const child = spawn('lp');
  await once(child, 'close');
};
exports.returned = () => spawn('lp');
exports.options = (options, shell) => {
  spawn('lp | cat', { shell: true });
  spawn('lp | cat', [], { shell: '/bin/bash' });
  spawn('lp', [], { shell });
  spawn('lp', [], options);
  spawn('lp', [], { ...options, stdio: 'inherit' });
  const own = { stdio: 'inherit' };
  own.shell = process.platform === 'win32';
  spawn('lp', [], own);
  spawn('lp', [], { signal: options.signal });
};
exports.node = () => {
  spawn(process.execPath, ['worker.js']);
  spawn(process.argv[0], ['worker.js']);
  const node = process.execPath;
  spawn(node, ['worker.js']);
  fork('./worker.js');
};
exports.others = (cb) => {
  exec('lp', cb);
  execFile('lp', [], (err) => cb(err));
  exec('lp'); // a shell
  spawnSync('lp');
};
exports.last = () => {
  spawn('lp', [], { detached: true }).unref();
  process.exit(0);
};
// the program does nothing but wait for the child
exports.waits = () => {
  const child = spawn('service', ['shop', 'stop']);
  child.on('exit', (code) => {
    console.log(code);
    process.exit();
  });
};
exports.watched = (watch) => {
  watch(spawn('lp'));
  const all = [spawn('lp'), spawn('lpq')];
  all.forEach((child) => child.on('error', report));
};

const children = {};
exports.table = (id) => {
  children[id] = spawn('lp');
};
exports.listen = (id) => {
  children[id].on('error', report);
};

// look-alikes
const { spawn: other } = { spawn: (name) => name };
other('lp');
exports.shadowed = (spawn) => {
  spawn('lp');
};
