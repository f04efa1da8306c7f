// Exit codes that are tested as if there always were one.
const { spawn, fork, exec } = require('child_process');
const heard = (child) => {
  child.on('error', console.error);
};

exports.tests = (resolve, reject) => {
  const child = spawn('ls');
  child.on('exit', (code) => {
    if (code) return reject(new Error('failed')); // want "this test takes it for 0, which is success"
    resolve();
  });
  const other = fork('./x.js').on('close', function (status) {
    if (!status) resolve(); // want "status is null"
  });
  heard(other);
  spawn('ls').on('exit', (code) => {
    if (code > 0) reject(code); // want "code is null"
    else resolve();
  });
  exec('ls | wc').on('exit', done);
  function done(code) {
    if (1 <= code) reject(code); // want "code is null"
  }
};
exports.passedOn = () => {
  const child = spawn('ls', { stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code)); // want "ends this process with 0"
  child.on('close', (code) => {
    process.exit(code); // want "process.exit(null)"
  });
};

// trap: signal read
exports.good = (resolve, reject) => {
  const child = spawn('ls');
  child.on('exit', (code, signal) => {
    if (code) reject(signal);
  });
  child.on('exit', (code) => {
    if (code || child.signalCode) reject(code);
  });
  child.on('exit', (code) => {
    if (child.killed) return;
    if (code) reject(code);
  });
  child.on('exit', (code) => {
    if (code === 0) resolve();
  });
  child.on('exit', (code) => {
    if (code !== 0) reject(code);
  });
  child.on('exit', (code) => {
    if (code == null || code > 0) reject(code);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
  child.on('exit', (code) => process.exit(code === null ? 1 : code));
  child.on('exit', () => process.exit());
  child.on('exit', (...how) => process.exit(how[0]));
  child.on('exit', function () {
    if (arguments[0]) reject(arguments[1]);
  });
  child.on('message', (code) => {
    if (code) reject(code);
  });
};

// look-alikes
exports.other = (child, reject) => {
  child.on('exit', (code) => {
    if (code) reject(code);
  });
  process.on('exit', (code) => {
    if (code) console.log('bad end');
  });
};
