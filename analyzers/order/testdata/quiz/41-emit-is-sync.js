const EventEmitter = require('node:events');
const door = new EventEmitter();
door.on('open', () => console.log('heard'));
console.log('before'); door.emit('open'); console.log('after');
