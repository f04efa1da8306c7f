// Pipes that nobody reads, and those that are read, or not made.
const { spawn, exec, execFile, fork } = require('child_process');
const { once } = require('events');
const heard = (child) => child.on('error', console.error);
const end = (code, signal) => console.log(code, signal);

exports.bad = () => {
  heard(spawn('make')); // handed on
  const a = spawn('make'); // want "Nobody reads stdout or stderr of this child"
  a.on('error', console.error);
  a.on('exit', end);
  spawn('make', ['all'], { cwd: '/' }).on('error', console.error).on('close', end); // want "'close' never comes"
  const b = spawn('make', [], { stdio: ['ignore', 'pipe', 'inherit'] }); // want "Nobody reads stdout of"
  b.on('error', console.error).once('exit', end);
  const c = spawn('make', { stdio: 'pipe' }); // stderr alone
  c.stdout.on('data', () => {});
  c.on('error', console.error).on('exit', end);
};

exports.good = () => {
  const a = spawn('make');
  a.stdout.resume();
  a.stderr.pipe(process.stderr);
  a.on('error', console.error).on('exit', end);
  const { stdout, stderr } = a;
  stdout.on('data', console.log);
  stderr.on('data', console.log);
  spawn('make', [], { stdio: 'ignore' }).on('error', console.error).on('exit', end);
  spawn('make', [], { stdio: ['pipe', 'inherit', 2] }).on('error', console.error).on('exit', end);
  spawn('make', [], { stdio: [0, 1, 2] }).on('error', console.error).on('exit', end);
  exec('make').on('exit', end);
  execFile('make').on('exit', end);
  fork(__filename).on('exit', end);
  const b = spawn('make');
  b.on('error', console.error).on('exit', end);
  b.stdio.forEach((s) => s && s.resume && s.resume());
  return spawn('make').on('error', console.error).on('exit', end);
};
// trap: little output
exports.little = () => {
  spawn('xdg-open', ['http://localhost']).on('error', console.error).on('exit', end);
  spawn('/bin/mkdir', ['-p', 'x']).on('error', console.error).on('exit', end);
  const started = spawn('make');
  started.on('error', console.error); // nobody waits for its end
};
exports.unseen = (options, watch) => {
  spawn('make', [], options).on('error', console.error).on('exit', end);
  spawn('make', [], { stdio: options.stdio }).on('error', console.error).on('exit', end);
  const a = spawn('make');
  watch(a);
  a.on('error', console.error).on('exit', end);
};
exports.later = async () => {
  const a = spawn('make'); // want "Nobody reads"
  await once(a, 'exit');
};
