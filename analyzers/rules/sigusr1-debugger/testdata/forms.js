// SIGUSR1 and other signals.
const { fork, spawn } = require('child_process');
process.on('SIGUSR1', () => console.log('reload')); // want "SIGUSR1 is the signal by which Node opens its debugger"
const child = fork('./job.js');
child.on('error', console.error);
child.kill('SIGUSR1'); // want "opens its debugger on a port"
child.kill('SIGUSR2');
child.kill();
process.on('SIGUSR2', () => console.log('reload'));
const other = spawn('nginx', { stdio: 'inherit' });
other.on('error', console.error);
other.kill('SIGUSR1');
exports.unknown = (emitter) => emitter.on('SIGUSR1', () => {});
