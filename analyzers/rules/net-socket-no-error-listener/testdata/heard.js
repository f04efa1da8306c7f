// Servers whose sockets are heard, or need not be: nothing is found.
const net = require('net');
const http = require('http');
const https = require('https');
const { pipeline } = require('stream');
const { WebSocketServer } = require('ws');

const quiet = (socket) => socket.on('error', () => {});

net.createServer((socket) => {
  socket.on('error', () => {});
});
net.createServer(quiet);
net.createServer((socket) => {
  quiet(socket);
  socket.end();
});
net.createServer((socket) => pipeline(socket, socket, () => {})); // trap: pipeline
net.createServer((socket) => pipeline(socket, process.stdout, socket, (err) => console.error(err)));
net.createServer(async (socket) => {
  for await (const bytes of socket) console.log(bytes);
});
net.createServer(() => {}); // a probe for a free port
net.createServer((socket) => socket.destroy());
net.createServer(function () {
  arguments[0].on('error', () => {});
});
net.createServer((...all) => all[0].on('error', () => {}));

// one of several handlers is enough
const server = net.createServer((socket) => socket.write('hello'));
server.on('connection', (socket) => socket.on('error', () => {}));

// handed over
const inner = http.createServer((req, res) => res.end());
net.createServer((socket) => inner.emit('connection', socket));
const wss = new WebSocketServer({ noServer: true });
inner.on('upgrade', (req, socket, head) => wss.handleUpgrade(req, socket, head, () => {}));
inner.on('upgrade', (req, socket) => socket.destroy());

// http listens to the sockets of requests
http.createServer().on('connection', (socket) => socket.setNoDelay());
https.createServer({}).on('secureConnection', (socket) => socket.setNoDelay());
http.createServer((req, res) => {
  req.socket.setTimeout(10);
  res.end();
});

class Relay {
  constructor() {
    net.createServer(this.onConnection.bind(this)).listen(7000);
  }

  onConnection(socket) {
    this.sockets.push(socket);
    this.watch(socket);
  }

  watch(socket) {
    socket.once('error', () => socket.destroy());
  }
}
new Relay();

const clients = new Set();
net.createServer((socket) => {
  clients.add(socket);
});
setInterval(() => {
  for (const client of clients) client.once('error', () => clients.delete(client));
}, 10);
