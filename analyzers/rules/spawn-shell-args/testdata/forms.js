// Lists for a shell, with and without something that is not constant.
const { spawn, execFileSync, spawnSync } = require('child_process');
const heard = (child) => child.on('error', console.error);

exports.bad = (file, options) => {
  heard(spawn('convert', [file, 'out.png'], { shell: true })); // want "Node joins the arguments by blanks and quotes none of them"
  execFileSync('cat', [`dir/${file}`], { shell: '/bin/bash' }); // want "quotes none of them"
  const args = ['-r', file];
  spawnSync('grep', args, { shell: true, stdio: 'inherit' }); // want "read by the shell"
};
// trap: constant args
exports.good = (file, args, shell) => {
  heard(spawn('npm', ['run', 'build'], { shell: true }));
  heard(spawn('convert', [file], {}));
  heard(spawn('convert', [file], { shell: false }));
  heard(spawn('convert', [file], { shell }));
  heard(spawn('npm', ['install', file], { shell: process.platform === 'win32' }));
  heard(spawn('convert', args, { shell: true }));
  heard(spawn('convert', [], { shell: true }));
  heard(spawn('ls | wc', { shell: true }));
};
// the author quotes
exports.quoted = (file) => {
  spawnSync('sign', ['"' + file + '"'], { shell: true });
  spawnSync('sign', [`'${file}'`, '-v'], { shell: true });
};
