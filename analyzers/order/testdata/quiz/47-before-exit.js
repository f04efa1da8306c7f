process.once('beforeExit', () => { console.log('beforeExit'); setTimeout(() => console.log('one more'), 0); });
process.on('exit', () => { console.log('exit'); setTimeout(() => console.log('never'), 0); Promise.resolve().then(() => console.log('a microtask after exit')); });
console.log('main');
