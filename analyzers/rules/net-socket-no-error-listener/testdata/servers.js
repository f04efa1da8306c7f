// Connection handlers, by every way to register one.
const net = require('net');
const tls = require('node:tls');
const http = require('http');

net.createServer((socket) => { // want "on socket"
  socket.write('ready\n');
  socket.on('close', () => {});
});

net.createServer({ allowHalfOpen: true }, function (client) { // want "on client"
  client.pipe(client);
});

tls.createServer({ key: '', cert: '' }, (secure) => { // want "on secure"
  secure.end('hello');
});

const server = net.createServer();
server.on('error', () => {});
server.on('connection', (socket) => { // want "on socket"
  socket.setTimeout(1000);
  socket.on('data', (bytes) => socket.write(bytes));
});

function greet(peer) { // want "on peer"
  peer.end('hello\n');
}
new net.Server(greet);

net.createServer(answer.bind(null, { word: 'hello' }));
function answer(options, conn) { // want "on conn"
  conn.end(options.word);
}

net.createServer(() => { // want "does not take its socket"
  console.log('somebody came');
}).listen(7000);

const web = http.createServer();
web.on('upgrade', (req, socket) => { // want "on socket"
  socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
});
web.on('connect', (req, tunnel, head) => { // want "on tunnel"
  const target = net.connect(443, req.url); // want "socket that net.connect makes"
  target.write(head);
  tunnel.pipe(target).pipe(tunnel);
});

class Metrics {
  constructor() {
    this.watchers = new Set();
    this.server = net.createServer((socket) => this.add(socket)); // want "on socket"
  }

  add(socket) {
    this.watchers.add(socket);
    socket.on('close', () => this.watchers.delete(socket));
  }

  tell(text) {
    for (const socket of this.watchers) socket.write(text);
  }
}
new Metrics().tell('up');
