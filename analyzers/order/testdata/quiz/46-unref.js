setTimeout(() => console.log('never'), 500).unref();
setTimeout(() => console.log('kept'), 10);
process.on('exit', () => console.log('exit'));
