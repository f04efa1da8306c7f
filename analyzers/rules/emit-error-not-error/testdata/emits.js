// What an 'error' event carries.
const { EventEmitter } = require('events');
const net = require('net');

class Job extends EventEmitter {
  run(name, cause) {
    this.emit('error', 'failed'); // want "carries a string and no Error"
    this.emit('error', `failed: ${name}`); // want "ERR_UNHANDLED_ERROR"
    this.emit('error', 'failed: ' + name); // want "carries a string"
    this.emit('error', { code: 'EFAILED' }); // want "carries a plain object"
    this.emit('error'); // want "carries nothing"
    this.emit('error', 404); // want "carries a number"
    this.emit('failed', 'failed');
    this.emit('error', new TypeError(name, { cause }));
    this.emit('error', ...[cause]);
  }
}
const job = new Job();
job.on('error', console.error);
job.run('x', new Error('y'));

// trap: rethrown Error objects
net.connect(1).on('error', (err) => job.emit('error', err));
try {
  job.run();
} catch (err) {
  job.emit('error', err);
}

// what it is emitted on is not known, or is no emitter of Node's
require('some-bus').emit('error', 'text');
function send(socket) {
  socket.emit('error', 'text');
}
send(require('some-bus'));
