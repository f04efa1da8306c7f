// A chunk of bytes that is parsed alone.
const fs = require('fs');
const net = require('net');
const http = require('http');
const { Transform } = require('stream');
const { spawn, fork } = require('child_process');
const WebSocket = require('ws');

net.createServer((socket) => {
  socket.on('error', () => {});
  socket.setEncoding('utf8');
  socket.on('data', (data) => {
    const message = JSON.parse(data); // want "A chunk of `socket` is not a message"
    socket.write(message.answer);
  });
  socket.on('data', onData);
});

function onData(chunk) {
  try {
    handle(chunk.toString('utf8'));
  } catch {
    console.error('no message');
  }
}
function handle(text) {
  return JSON.parse(text.trim()); // want "A chunk of `socket` is not a message"
}

http.createServer(async (req, res) => {
  req.on('data', (chunk) => res.end(JSON.parse(`${chunk}`).name)); // want "A chunk of `req` is not a message"
  for await (const chunk of req) console.log(JSON.parse(chunk)); // want "A chunk of `req` is not a message"
  for await (const { name } of req) console.log(JSON.parse(name));
});

const child = spawn('tool').on('error', () => {});
child.stdout.on('data', (data) => {
  const text = String(data);
  console.log(JSON.parse(text)); // want "A chunk of `child.stdout` is not a message"
});

// trap: object mode
const values = new Transform({ objectMode: true, transform(value, encoding, done) { done(null, value); } });
values.on('data', (value) => console.log(JSON.parse(value)));

// trap: 'message' events
new WebSocket('ws://localhost').on('error', () => {}).on('message', (data) => console.log(JSON.parse(data)));
fork('worker.js').on('error', () => {}).on('message', (data) => console.log(JSON.parse(data)));

// collected, or cut into messages first
net.createServer((socket) => {
  socket.on('error', () => {});
  let rest = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    rest += chunk;
    const lines = rest.split('\n');
    rest = lines.pop();
    for (const line of lines) console.log(JSON.parse(line));
  });
  const parts = [];
  socket.on('data', (chunk) => parts.push(chunk));
  socket.on('end', () => console.log(JSON.parse(Buffer.concat(parts))));
});
fs.createReadStream('lines').on('error', () => {}).pipe(require('split2')()).on('data', (line) => console.log(JSON.parse(line)));
