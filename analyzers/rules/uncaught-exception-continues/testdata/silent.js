// Listeners that end the process at once, later, or out of sight; other events; other objects.
const { EventEmitter } = require('events');
const { exit } = require('process');
const server = require('http').createServer((req, res) => res.end());
const shutdown = require('graceful-shutdown-of-some-kind');

process.on('uncaughtException', (err) => { console.error(err); process.exit(1); });
process.on('uncaughtException', () => exit(1));
process.on('uncaughtException', () => process.abort());
process.on('uncaughtException', () => process.kill(process.pid, 'SIGTERM'));
process.on('uncaughtException', (err) => { throw err; });
process.on('uncaughtException', () => server.close(() => process.exit(1)));
process.on('uncaughtException', () => setTimeout(() => process.exit(1), 1000).unref()); // trap: exits later
process.on('uncaughtException', end);
process.on('uncaughtException', () => shutdown());
process.on('uncaughtException', (err) => { if (err.code !== 'EPIPE') process.exit(1); });
process.on('uncaughtException', () => setTimeout(process.exit, 100, 1));
process.on('uncaughtExceptionMonitor', (err) => console.error(err));
process.on('uncaughtException', require('some-crash-reporter'));
process.on('unhandledRejection', (err) => console.error(err));
new EventEmitter().on('uncaughtException', (err) => console.error(err));
function end(err) { console.error(err); finish(); }
function finish() { process.exit(1); }
