// Commands with long output, collected with Node's limit or not.
const cp = require('child_process');
const { exec, execFile, execSync, spawnSync, spawn } = cp;
const { promisify } = require('util');
const run = promisify(execFile);
const log = (err, out) => console.log(err, out);

exec('git log', log); // want "exec collects at most 1 MiB, and `git log` prints as much as there is"
exec('find . -name "*.js"', { cwd: '/' }, log); // want "`find`"
execFile('git', ['diff', 'HEAD'], log); // want "the callback gets ERR_CHILD_PROCESS_STDIO_MAXBUFFER"
run('git', ['ls-files']).catch(console.error); // want "the promise rejects"
exports.sync = (name) => {
  execSync(`grep -r ${name} src`); // want "ENOBUFS is thrown"
  spawnSync('mysqldump', [name]); // want "the result's error is ENOBUFS"
  exec('cd x && git diff ' + name, log); // want "`git diff`"
};

// trap: small output
exec('git log -1', log);
exec('git log -n 5 --oneline', log);
exec('git diff --stat', log);
exec('find . -type f | wc -l', log);
exec('mysqldump shop > shop.sql', log);
exec('git rev-parse HEAD', log);
exec('ls', log);
execFile('git', ['--version'], log);
spawnSync('git', ['log'], { stdio: 'inherit' });
exec('git log', { maxBuffer: 1e9 }, log);
exports.unseen = (command, options) => {
  exec(command, log);
  exec('git log', options, log);
};
spawn('git', ['log'], { stdio: 'inherit' }).on('error', log);
