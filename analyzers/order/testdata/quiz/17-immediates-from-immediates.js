setImmediate(() => { console.log('first'); setImmediate(() => console.log('next turn')); process.nextTick(() => console.log('between')); });
setImmediate(() => console.log('second'));
