const { EventEmitter } = require('node:events');
class Early extends EventEmitter { constructor() { super(); this.emit('ready', 'now'); process.nextTick(() => this.emit('ready', 'later')); } }
new Early().on('ready', (when) => console.log('ready', when));
console.log('listening');
