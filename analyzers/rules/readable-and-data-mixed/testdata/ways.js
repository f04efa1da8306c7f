// Two ways to read one stream.
const fs = require('fs');
const net = require('net');

const file = fs.createReadStream('a').on('error', () => {});
file.on('readable', () => console.log('some')); // want "A 'readable' listener stops the flow of `file`"
file.on('data', (chunk) => console.log(chunk));

net.createServer((socket) => {
  socket.on('error', () => {});
  socket.pipe(process.stdout);
  socket.on('readable', function () { // want "stops the flow of `socket`"
    this.seen = true;
  });
});

// trap: read() called
const read = fs.createReadStream('b').on('error', () => {});
read.on('data', (chunk) => console.log(chunk));
read.on('readable', () => {
  while (read.read() !== null);
});
const self = fs.createReadStream('c').on('error', () => {});
self.on('data', (chunk) => console.log(chunk));
self.on('readable', function () { this.read(); });

// one way at a time
const one = fs.createReadStream('d').on('error', () => {});
one.on('readable', () => {});
const two = fs.createReadStream('e').on('error', () => {});
two.on('data', () => {});
two.on('end', () => {});
const gone = fs.createReadStream('f').on('error', () => {});
const look = () => gone.removeListener('readable', look);
gone.on('readable', look);
gone.pipe(process.stdout);
const known = fs.createReadStream('g').on('error', () => {});
known.on('readable', require('./reader'));
known.pipe(process.stdout);
