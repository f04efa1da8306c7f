// Other moments than requests: connections, messages, jobs, streams of requests, upgrades.
const http = require('http');
const net = require('net');
const dgram = require('dgram');
const { Transform, Writable } = require('stream');
const fs = require('fs');

net.createServer((socket) => {
  fs.readFileSync('motd'); // want "for every connection"
  socket.on('data', () => fs.appendFileSync('log', '')); // want "fs.appendFileSync"
});
dgram.createSocket('udp4').on('message', () => fs.appendFileSync('log', '')); // want "fs.appendFileSync"
const server = http.createServer();
server.on('request', (req, res) => { fs.readFileSync('r'); res.end(); }); // want "for every request"
server.on('upgrade', (req, socket) => { fs.readFileSync('u'); socket.destroy(); }); // want "fs.readFileSync"
server.on('listening', () => fs.writeFileSync('pid', ''));
server.on('error', () => fs.writeFileSync('error', ''));
server.listen(0);
setInterval(() => fs.writeFileSync('heartbeat', ''), 1000);
process.stdin.on('data', (line) => fs.appendFileSync('log', line));
fs.createReadStream('in').on('error', () => {}).on('data', (line) => fs.appendFileSync('log', line));
