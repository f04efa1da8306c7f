const { EventEmitter } = require('node:events');
const bell = new EventEmitter();
bell.on('ring', () => console.log('second'));
bell.prependListener('ring', () => console.log('first'));
bell.once('ring', () => { console.log('only once'); process.nextTick(() => console.log('tick')); });
bell.emit('ring'); bell.emit('ring');
console.log('sync');
