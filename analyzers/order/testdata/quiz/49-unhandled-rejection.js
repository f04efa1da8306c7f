process.on('exit', (code) => console.log('exit', code));
Promise.reject(new Error('lost'));
Promise.resolve().then(() => console.log('micro'));
process.nextTick(() => console.log('tick'));
setTimeout(() => console.log('never'), 0);
