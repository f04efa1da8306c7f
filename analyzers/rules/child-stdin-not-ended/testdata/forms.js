// Inputs that are never ended, and those that are, or that are conversations.
const { spawn, exec, execFile } = require('child_process');
const { pipeline } = require('stream');
const fs = require('fs');
const opts = { stdio: ['pipe', 'inherit', 'inherit'] };
const bye = (err) => err && console.error(err);

exports.bad = (text) => {
  const a = spawn('sort', opts);
  a.on('error', console.error);
  a.stdin.write(text); // want "This input is written and never ended"
  const { stdin } = spawn('sort', opts).on('error', console.error);
  stdin.write('one');
  stdin.write(text); // want "does not end"
  const c = exec('sort', bye);
  c.stdin.on('error', bye);
  if (!c.stdin.write(text)) console.log('full'); // want "never ended"
  execFile('sort', bye).stdin.write(text); // want "never ended"
};

exports.good = (text) => {
  const a = spawn('sort', opts);
  a.on('error', console.error);
  a.stdin.write(text);
  a.stdin.end();
  const b = spawn('sort', opts);
  b.on('error', console.error);
  b.stdin.write('head');
  b.stdin.write(text, () => b.stdin.end());
  const c = spawn('sort', opts);
  c.on('error', console.error);
  c.stdin.write(text);
  setTimeout(() => c.kill(), 1000);
  const d = spawn('sort', opts);
  d.on('error', console.error);
  d.on('spawn', () => d.stdin.write(text)); // a conversation
  const e = spawn('sort', opts);
  e.on('error', console.error);
  e.stdin.write(text);
  return e;
};
// trap: piped
exports.piped = (text) => {
  const a = spawn('sort', opts);
  a.on('error', console.error);
  a.stdin.write('head');
  pipeline(fs.createReadStream(text), a.stdin, bye);
  const b = spawn('sort', opts);
  b.on('error', console.error);
  b.stdin.write('head');
  process.stdin.pipe(b.stdin);
};
class Engine {
  constructor() {
    this.child = spawn('engine', opts);
    this.child.on('error', console.error);
    this.child.stdin.write('uci\n');
  }

  go() {
    this.child.stdin.write('go\n');
  }
}
new Engine().go();
exports.told = () => {
  const sh = execFile('/bin/sh', ['sh'], bye);
  sh.stdin.write('uname -m\nexit\n');
};
exports.untouched = () => spawn('sort', opts).on('error', console.error);
exports.other = (child) => child.stdin.write('x');
