// Command lines where no shell reads them, and all that is right.
const cp = require('child_process');
const { spawn, execFile, spawnSync, execFileSync: run } = require('node:child_process');
const { promisify } = require('util');
const heard = (child) => child.on('error', console.error);

heard(spawn('ls -l')); // want "looks for a program whose name is all of 'ls -l'"
heard(spawn('git status', ['--short'])); // want "'git status'"
heard(spawn('git log', [], { stdio: 'inherit' })); // want "'git log'"
heard(cp.spawn('npm run build', { stdio: 'inherit' })); // want "'npm run build'"
execFile('git diff', (err) => console.error(err)); // want "the callback gets ENOENT"
if (spawnSync('ls -l', { shell: false }).error) console.log('no'); // want "the result's error is ENOENT"
run('cat *.txt', []); // want "it throws ENOENT"
const command = 'tar -xzf';
heard(spawn(command, ['a.tgz'])); // want "'tar -xzf'"
promisify(execFile)('uname -a').catch(console.error); // want "'uname -a'"
heard(spawn.call(null, 'ls -l')); // want "'ls -l'"

// trap: shell:true
heard(spawn('ls -l', { shell: true }));
heard(spawn('ls -l', [], { shell: '/bin/bash' }));
exports.open = (options, shell) => {
  heard(spawn('ls -l', options));
  heard(spawn('ls -l', [], { shell }));
  heard(spawn('ls -l', [], { ...options }));
  heard(spawn(...options));
};
cp.exec('ls -l', console.log);

// trap: path with spaces
heard(spawn('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', ['--headless']));
heard(spawn('C:\\Program Files\\nodejs\\node.exe', ['--version']));
heard(spawn('./run it', []));

heard(spawn('ls', ['-l', 'two words']));
heard(spawn(`ls`, ['-l']));

// look-alikes
const other = { spawn: (line) => line };
other.spawn('ls -l');
exports.shadowed = (spawn) => spawn('ls -l');
