// Output used in 'exit', and all that waits long enough or does not use it.
const { spawn, execFile } = require('child_process');
const { once } = require('events');

exports.text = () => {
  const child = spawn('ls');
  let out = '';
  child.stdout.on('data', (d) => (out += d));
  child.on('exit', () => console.log(out)); // want "the last of what out has to get from stdout"
};
exports.list = () =>
  new Promise((resolve) => {
    const ls = spawn('ls');
    const chunks = [];
    ls.stderr.on('data', (d) => chunks.push(d));
    ls.once('exit', (code) => { // want "chunks has to get from stderr"
      const all = Buffer.concat(chunks);
      resolve({ code, all });
    });
  });
exports.named = () => {
  const child = spawn('ls');
  const { stdout } = child;
  let lines = [];
  stdout.on('data', take);
  child.addListener('exit', done); // want "lines"
  function take(d) {
    lines = lines.concat(d);
  }
  function done() {
    setTimeout(() => console.log(lines.length), 1);
  }
};

// trap: output unused
exports.unused = () => {
  const child = spawn('ls');
  let out = '';
  child.stdout.on('data', (d) => (out += d));
  child.on('exit', (code) => console.log(code));
  return () => out;
};
exports.close = () => {
  const child = spawn('ls');
  let out = '';
  child.stdout.on('data', (d) => (out += d));
  child.on('close', () => console.log(out));
};
exports.both = () => {
  const child = spawn('ls');
  let out = '';
  let code;
  child.stdout.on('data', (d) => (out += d));
  child.on('exit', (c) => { code = c; console.log(out.length); });
  child.on('close', () => console.log(out, code));
};
exports.ended = () => {
  const child = spawn('ls');
  let out = '';
  let over = false;
  child.stdout.on('data', (d) => (out += d));
  child.stdout.on('end', () => { over = true; });
  child.on('exit', () => over && console.log(out));
};
exports.waited = async () => {
  const child = spawn('ls');
  let out = '';
  child.stdout.on('data', (d) => (out += d));
  await once(child, 'close');
  return out;
};
exports.printed = () => {
  const child = spawn('ls');
  child.stdout.on('data', (d) => console.log(d));
  child.on('exit', () => console.log('done'));
};
exports.callback = () => execFile('ls', (err, out) => console.log(err, out));

exports.flag = () => {
  const child = spawn('ls');
  let waiting = () => console.log('first');
  child.stdout.on('data', () => {
    if (waiting) waiting();
    waiting = null;
  });
  child.on('exit', () => waiting && waiting());
};

// look-alikes
exports.other = (child) => {
  let out = '';
  child.stdout.on('data', (d) => (out += d));
  child.on('exit', () => console.log(out));
};
