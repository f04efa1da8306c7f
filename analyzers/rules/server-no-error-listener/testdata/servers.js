// Servers that listen on a port of their own, with and without somebody who hears that they cannot.
const http = require('node:http');
const net = require('node:net');
const { createServer } = http;

http.createServer((req, res) => res.end()).listen(8080); // want "EADDRINUSE"
const a = createServer((req, res) => res.end());
a.listen(process.env.PORT, (err) => { // want "The callback's `err` is never set"
  if (err) console.error(err);
});
const b = net.createServer((socket) => socket.on('error', () => {}).end());
b.listen({ port: 7000 }, () => console.log('ready')); // want "Nobody listens for 'error'"

// trap: once elsewhere
const c = http.createServer((req, res) => res.end());
c.once('error', (err) => console.error(err));
c.listen(8081);
http.createServer((req, res) => res.end()).on('error', console.error).listen(8082);
http.createServer((req, res) => res.end()).listen(8083).on('error', console.error);
function guard(server) {
  server.on('error', () => process.exit(1));
}
const d = http.createServer((req, res) => res.end());
guard(d);
d.listen(8084);
module.exports = http.createServer((req, res) => res.end());
module.exports.listen(8085);
// Any free port will do.
http.createServer((req, res) => res.end()).listen(0);
http.createServer((req, res) => res.end()).listen();
http.createServer((req, res) => res.end()).listen(() => console.log('ready'));
http.createServer((req, res) => res.end()).listen({ port: 0 });
