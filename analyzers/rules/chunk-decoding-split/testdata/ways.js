// Text put together from chunks that are each decoded alone.
const fs = require('fs');
const http = require('http');
const net = require('net');
const { spawn } = require('child_process');

http.createServer((req, res) => {
  let body = '';
  req.on('data', (chunk) => {
    body += chunk; // want "added to body"
  });
  req.on('end', () => res.end(body));
});

function readBody(req, done) {
  let text = '';
  req.on('data', (chunk) => (text = text + chunk.toString('utf8'))); // want "added to text"
  req.on('end', () => done(text));
}
http.createServer((req, res) => readBody(req, (text) => res.end(text)));

exports.read = async (file) => {
  let text = '';
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 16 })) text += chunk; // want "added to text"
  return text;
};

exports.variants = (url, done) => {
  http.get(url, (res) => {
    let a = '';
    let b = '';
    let c = '';
    const parts = [];
    const raw = [];
    const decoder = new TextDecoder();
    res.on('data', (chunk) => {
      a += String(chunk); // want "added to a"
      b = `${b}${chunk}`; // want "added to b"
      c += decoder.decode(chunk); // want "added to c"
      const piece = chunk.toString();
      a += piece; // want "added to a"
      parts.push(piece); // want "added to parts"
      raw.push(chunk); // want "added to raw"
    });
    res.on('end', () => done(a, b, c, parts.join(''), raw.join('')));
  }).on('error', done);
};

exports.child = (done) => {
  const child = spawn('ls');
  child.on('error', done);
  let out = '';
  child.stdout.on('data', (data) => { out += data; }); // want "added to out"
  child.on('close', () => done(null, out));
};

exports.pulled = (file) => {
  const source = fs.createReadStream(file);
  source.on('error', console.error);
  let text = '';
  source.on('readable', () => {
    let chunk;
    while ((chunk = source.read()) !== null) text += chunk; // want "added to text"
  });
};

process.stdin.on('data', add);
let input = '';
function add(chunk) {
  input += chunk; // want "added to input"
}

class Line {
  constructor(port) {
    this.rest = '';
    this.socket = net.connect(port);
    this.socket.on('error', console.error);
    this.socket.on('data', (data) => {
      this.rest += data; // want "added to this.rest"
    });
  }
}
new Line(7000);

exports.bound = (port) => {
  const state = { text: '' };
  const socket = net.connect(port).on('error', console.error);
  socket.on('data', collect.bind(null, state));
};
function collect(state, chunk) {
  state.text += chunk; // want "added to state.text"
}
