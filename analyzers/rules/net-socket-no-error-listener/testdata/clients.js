// Sockets to servers, heard and not.
const net = require('net');
const tls = require('tls');
const { connect, createConnection } = require('net');
const { pipeline } = require('stream');

exports.bad = (port) => {
  const socket = net.connect(port); // want "net.connect"
  socket.on('data', () => {});
  connect(port).end('x'); // want "net.connect"
  createConnection({ port }, () => {}); // want "net.createConnection"
  tls.connect(port).write('x'); // want "tls.connect"
  const own = new net.Socket(); // want "net.Socket"
  own.connect(port);
};

exports.good = (port) => {
  net.connect(port).on('error', () => {});
  const socket = new net.Socket();
  socket.connect(port).on('error', () => {});
  pipeline(net.connect(port), process.stdout, () => {});
  return net.connect(port);
};

exports.iterated = async (port) => {
  for await (const line of net.connect(port)) console.log(line);
};

class Link {
  constructor(port) {
    this.socket = net.connect(port); // want "net.connect"
    this.socket.setNoDelay();
  }

  close() {
    this.socket.end();
  }
}
new Link(1).close();

class Loud {
  constructor(port) {
    this.wire = net.connect(port);
    this.wire.on('close', () => {});
    for (const event of ['error', 'end']) this.wire.on(event, () => {});
  }
}
new Loud(1);

// A class of sockets that listens to itself.
class Line extends net.Socket {
  constructor(options) {
    super(options);
    this.on('error', () => {});
  }
}
new Line({}).connect(7000);
