process.on('exit', (code) => console.log('exit', code));
setTimeout(() => console.log('never'), 0);
Promise.resolve().then(() => { console.log('leaving'); process.exit(4); }).then(() => console.log('never'));
process.nextTick(() => console.log('tick'));
