const { spawn } = require('child_process');
const { EventEmitter } = require('events');
const config = require('../config');
const log = require('./log');

// The printer takes one job at a time.
class LabelQueue extends EventEmitter {
  constructor() {
    super();
    this.waiting = [];
    this.busy = false;
  }

  add(order) {
    this.waiting.push(order);
    if (this.waiting.length > 20) log.warning(`${this.waiting.length} labels wait`);
    if (!this.busy) this.next();
  }

  next() {
    const order = this.waiting.shift();
    if (!order) return;
    this.busy = true;
    const child = spawn(config.labelCommand, ['-t', order.id], { stdio: 'ignore' });
    child.on('exit', (code, signal) => {
      this.busy = false;
      if (code === 0) this.emit('printed', order);
      else this.emit('error', new Error(`label ${order.id}: ${signal || code}`));
      this.next();
    });
  }
}

module.exports = new LabelQueue();
