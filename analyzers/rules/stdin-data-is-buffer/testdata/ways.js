// Chunks that are used as text.
const net = require('net');
const { spawn } = require('child_process');

process.stdin.on('data', (line) => {
  console.log(line.trim()); // want "trim() is a method of strings, and this chunk is a Buffer"
});
net.createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', function (data) {
    const command = data;
    switch (command) { // want "no `case` with a text equals a Buffer"
      case 'quit':
        socket.end();
    }
  });
});
async function read() {
  for await (const chunk of process.stdin) console.log(chunk.split('\n')); // want "split() is a method of strings"
}
read();

// trap: encoding set
net.createServer((socket) => {
  socket.on('error', () => {});
  socket.setEncoding('utf8');
  socket.on('data', (data) => console.log(data.trim()));
});
const child = spawn('ls').on('error', () => {});
child.stdout.setEncoding('utf8').on('data', (data) => console.log(data.split('\n')));

// made text of, or asked
child.stderr.on('data', (data) => {
  data = data.toString();
  console.log(data.trim());
});
child.stderr.on('data', (data) => console.log(String(data).trim(), data.slice(1), data.includes('x'), data.toString().split('\n')));
child.stderr.on('data', (data) => {
  if (typeof data === 'string') console.log(data.trim());
});
