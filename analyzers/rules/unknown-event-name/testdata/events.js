// Events that objects of Node never emit, and those that they do.
const fs = require('fs');
const http = require('http');
const net = require('net');
const { spawn } = require('child_process');
const { Readable, Transform } = require('stream');
const { EventEmitter } = require('events');

const out = fs.createWriteStream('x');
out.on('end', () => console.log('written')); // want "fs.WriteStream never emits 'end'"
out.once('finsh', () => console.log('written')); // want "the event is 'finish'"
fs.createReadStream('x').on('finish', () => console.log('read')); // want "fs.ReadStream never emits 'finish', so this listener never runs: the event is 'end'"
spawn('ls').on('end', () => console.log('over')); // want "the event is 'close'"
spawn('ls').stdout.on('finish', () => console.log('read')); // want "the event is 'end'"

const server = http.createServer((req, res) => {
  res.on('end', () => console.log('answered')); // want "http.ServerResponse never emits 'end'"
  req.on('finish', () => console.log('asked')); // want "http.IncomingMessage never emits 'finish'"
  req.on('end', () => res.end());
  req.on('close', () => console.log('gone'));
  res.on('finish', () => console.log('answered'));
  res.on('close', () => console.log('gone'));
});
server.on('listen', () => console.log('up')); // want "the event is 'listening'"
server.on('Error', console.error); // want "the event is 'error'"
server.on('listening', () => console.log('up'));
server.on('upgrade', () => console.log('up'));

const socket = net.connect(1);
socket.on('connected', () => console.log('there')); // want "the event is 'connect'"
socket.on('end', () => console.log('read'));
socket.on('finish', () => console.log('written'));

// both sides
new Transform().on('end', console.log).on('finish', console.log);

// the program emits it
const own = fs.createWriteStream('y');
own.on('end', () => console.log('told'));
own.emit('end');

// trap: custom subclasses
class Lines extends Readable {
  _read() {
    this.emit('finish');
  }
}
new Lines().on('finish', () => console.log('told'));

// emitters of the program, and what is not known
new EventEmitter().on('listen', () => console.log('x'));
require('some-server').on('listen', () => console.log('x'));
