// Writes of what a stream gives, and of long loops, without a look at what write answers.
const fs = require('fs');
const net = require('net');
const http = require('http');
const readline = require('readline');
const { once } = require('events');
const { spawn } = require('child_process');

net.createServer((client) => {
  const upstream = net.connect(80, 'example.com');
  upstream.on('error', () => client.destroy());
  client.on('error', () => upstream.destroy());
  client.on('data', (chunk) => upstream.write(chunk)); // want "Nobody looks at what this write() answers, so `client` is read as fast as it can be while `upstream` is slow"
  upstream.on('data', function (chunk) {
    const text = chunk.toString('latin1');
    client.write(text.toUpperCase()); // want "`upstream` is read as fast as it can be while `client` is slow"
  });
});

http.createServer(async (req, res) => {
  for await (const chunk of req) {
    res.write(chunk); // want "`req` is read as fast as it can be while `res` is slow"
  }
  res.end();
});

http.createServer((req, res) => {
  const child = spawn('ls');
  child.on('error', () => {});
  child.stdout.on('data', (data) => {
    if (data.length > 0) res.write(`> ${data}`); // want "`child.stdout` is read"
  });
});

const out = fs.createWriteStream('out').on('error', () => {});
for (let i = 0; i < 1e6; i++) {
  out.write('some words to be read\n'); // want "This loop goes on writing when `out` answers false"
}

// trap: few small writes
net.createServer((client) => {
  client.on('error', () => {});
  client.write('220 ready\r\n');
  for (let i = 0; i < 10; i++) client.write('.');
  for (const name of ['a', 'b']) client.write(name);
  client.on('data', () => client.write('250 ok\r\n')); // an answer, not the data
  const log = fs.createWriteStream('first').on('error', () => {});
  client.once('data', (chunk) => log.write(chunk)); // one
});

// somebody waits
net.createServer((client) => {
  const paced = net.connect(80).on('error', () => {});
  client.on('error', () => {});
  client.on('data', (chunk) => {
    if (!paced.write(chunk)) client.pause();
  });
  paced.on('drain', () => client.resume());

  const drained = net.connect(80).on('error', () => {});
  drained.on('drain', () => client.resume());
  client.on('data', (chunk) => { drained.write(chunk); });

  const told = net.connect(80).on('error', () => {});
  client.on('data', (chunk) => { told.write(chunk, next); });
});
function next() {}

http.createServer(async (req, res) => {
  for await (const chunk of req) {
    res.write(chunk);
    await once(res, 'drain');
  }
  for await (const chunk of req) {
    if (!res.write(chunk)) await new Promise((r) => res.once('drain', r));
  }
});

const child = spawn('ls').on('error', () => {});
child.stdout.on('data', (data) => process.stdout.write(data)); // the output of the process is written at once
child.stderr.on('data', (data) => console.error(`${data}`));

const lines = readline.createInterface({ input: fs.createReadStream('in').on('error', () => {}) });
lines.on('line', (line) => console.log(line));

async function slowly() {
  const paced = fs.createWriteStream('paced').on('error', () => {});
  for (let i = 0; i < 1e6; i++) {
    if (!paced.write('x')) await once(paced, 'drain');
  }
}
slowly();
