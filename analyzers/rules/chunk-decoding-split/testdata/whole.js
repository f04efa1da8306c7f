// Chunks that are text already, or are decoded together, or are no text: nothing is found.
const fs = require('fs');
const http = require('http');
const net = require('net');
const zlib = require('zlib');
const { exec, execFile, spawn } = require('child_process');
const { Readable } = require('stream');
const { StringDecoder } = require('string_decoder');

http.createServer((req, res) => {
  req.setEncoding('utf8'); // trap: encoding set
  let body = '';
  req.on('data', (chunk) => (body += chunk));
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => res.end(Buffer.concat(chunks).toString() + body));
});

// told in another function
function text(stream, done) {
  let all = '';
  stream.on('data', (chunk) => { all += chunk; });
  stream.on('end', () => done(all));
}
http.createServer((req, res) => {
  req.setEncoding('utf8');
  text(req, (all) => res.end(all));
});
http.get('http://a.test/', (res) => {
  let page = '';
  res.setEncoding('latin1').on('data', (chunk) => { page += chunk; }); // trap: ASCII/latin1
}).on('error', console.error);

exports.encoded = (file, options) => {
  let all = '';
  const add = (chunk) => { all += chunk; };
  fs.createReadStream(file, 'utf8').on('error', add).on('data', add);
  fs.createReadStream(file, { encoding: 'utf8' }).on('error', add).on('data', add);
  fs.createReadStream(file, options).on('error', add).on('data', add);
  fs.createReadStream(file, { ...options }).on('error', add).on('data', add);
};

exports.decoder = (file) => {
  const decoder = new StringDecoder('utf8');
  const web = new TextDecoder();
  let all = '';
  const source = fs.createReadStream(file).on('error', console.error);
  source.on('data', (chunk) => {
    all += decoder.write(chunk);
    all += web.decode(chunk, { stream: true });
  });
};

exports.otherEncodings = (file) => {
  let hex = '';
  let latin = '';
  let size = 0;
  const source = fs.createReadStream(file).on('error', console.error);
  source.on('data', (chunk) => {
    hex += chunk.toString('hex');
    latin += chunk.toString('latin1');
    size += chunk.length;
  });
};

exports.numbers = (file) => {
  let sum = 0;
  const source = fs.createReadStream(file).on('error', console.error);
  source.on('data', (chunk) => { sum += chunk; });
};

// exec and execFile decode what the child writes with a StringDecoder
exports.exec = () => {
  let out = '';
  const child = exec('ls', () => {});
  child.stdout.on('data', (data) => { out += data; });
  execFile('ls', () => {}).stderr.on('data', (data) => { out += data; });
  const other = spawn('ls').on('error', console.error);
  other.stdout.setEncoding('utf8');
  other.stdout.on('data', (data) => { out += data; });
};

// text from the start
exports.texts = () => {
  let all = '';
  Readable.from(['a', 'b']).on('data', (part) => { all += part; });
};
exports.unknown = (stream) => {
  let all = '';
  stream.on('data', (chunk) => { all += chunk; });
};

// shown, not kept
exports.shown = (port) => {
  const socket = net.connect(port).on('error', console.error);
  socket.on('data', (chunk) => {
    const line = `got ${chunk}`;
    console.log(line, 'x' + chunk);
  });
  const lines = [];
  socket.on('data', (chunk) => lines.push(String(chunk)));
  socket.on('end', () => console.log(lines.join('\n')));
};
