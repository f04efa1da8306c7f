const net = require('net');
const config = require('../config');
const cache = require('./cache');
const log = require('./log');

const counters = new Map();
const watchers = new Set();

function count(name, by = 1) {
  counters.set(name, (counters.get(name) || 0) + by);
}

function line() {
  return `${JSON.stringify({ ...Object.fromEntries(counters), cached: cache.size() })}\n`;
}

// One JSON line at once and one every five seconds, for `nc` and the dashboard.
const server = net.createServer((socket) => {
  watchers.add(socket);
  socket.on('close', () => watchers.delete(socket));
  socket.resume();
  socket.write(line());
});
server.on('error', (err) => log.error(`metrics are off: ${err.message}`));

function listen() {
  server.listen(config.metricsPort, config.host);
  setInterval(() => {
    const text = line();
    for (const socket of watchers) socket.write(text);
  }, 5000).unref();
}

exports.count = count;
exports.listen = listen;
