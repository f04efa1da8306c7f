// Environments that replace the parent's, and those that do not.
const { spawn, exec, execFileSync, fork } = require('child_process');
const { env } = require('process');
const heard = (child) => child.on('error', console.error);

heard(spawn('make', [], { env: { DEBUG: '1' } })); // want "it has DEBUG, and lacks PATH"
heard(spawn('make', { cwd: '/', env: { A: '1', B: '2', C: '3', D: '4' } })); // want "A, B, C and 1 more"
exec('make', { env: { DEBUG: '1' } }, console.log); // want "DEBUG"
execFileSync('make', { env: { DEBUG: '1' } }); // want "DEBUG"
fork(__filename, { env: { ROLE: 'x' } }); // want "ROLE"
const options = {
  env: { DEBUG: '1' }, // want "DEBUG"
};
heard(spawn('make', [], options));

// trap: intended clean env
heard(spawn('make', [], { env: {} }));
heard(spawn('make', [], { env: { PATH: '/usr/bin' } }));
heard(spawn('make', [], { env: { Path: 'C:\\bin' } }));
heard(spawn('make', [], { env: { LANG: process.env.LANG } }));
heard(spawn('make', [], { env: { LANG: env.LANG } }));

heard(spawn('make', [], { env: { ...process.env, DEBUG: '1' } }));
heard(spawn('make', [], { env: Object.assign({}, process.env, { DEBUG: '1' }) }));
heard(spawn('make', [], { env: process.env }));
heard(spawn('make', [], {}));
exports.others = (given, name) => {
  heard(spawn('make', [], { env: given }));
  heard(spawn('make', [], { env: { ...given, DEBUG: '1' } }));
  heard(spawn('make', [], { env: { [name]: '1' } }));
  heard(spawn('make', [], given));
};

// look-alikes
const other = { spawn: (name, list, more) => more };
other.spawn('make', [], { env: { DEBUG: '1' } });
