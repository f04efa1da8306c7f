// Requests of handlers without a limit, and limits that abort nothing; and those that are limited or made at start-up.
const http = require('node:http');
const https = require('node:https');

http.createServer((req, res) => {
  http.get('http://stock.example/', (answer) => answer.pipe(res)).on('error', () => res.destroy()); // want "waits for ever"
}).listen(1);
http.createServer((req, res) => {
  forward({ path: req.url }, res);
}).listen(1);
function forward(target, res) {
  const request = https.request({ host: 'stock.example', path: target.path }, (answer) => answer.pipe(res)); // want "https.request waits for ever"
  request.on('error', () => res.destroy());
  request.end();
}
const slow = http.get('http://stock.example/', { timeout: 1000 }, (answer) => answer.resume()); // want "The `timeout` of this http.get ends nothing"
slow.on('error', () => {});

http.createServer((req, res) => {
  // trap: signal given
  http.get('http://stock.example/', { signal: AbortSignal.timeout(100) }, (answer) => answer.pipe(res)).on('error', () => res.destroy());
  const a = http.get('http://stock.example/', { timeout: 100 }, (answer) => answer.resume());
  a.on('error', () => {});
  a.on('timeout', () => a.destroy());
  const b = http.get('http://stock.example/', (answer) => answer.resume());
  b.setTimeout(100, () => b.destroy());
  b.on('error', () => {});
  const c = http.get('http://stock.example/', (answer) => answer.resume());
  c.on('error', () => {});
  setTimeout(() => c.destroy(), 100);
  http.get(optionsOf(req), (answer) => answer.resume()).on('error', () => {});
  http.get('http://stock.example/', { agent: limited }, (answer) => answer.resume()).on('error', () => {});
}).listen(1);
const limited = new http.Agent({ timeout: 1000 });
function optionsOf(req) {
  return { host: 'stock.example', path: req.url, signal: AbortSignal.timeout(100) };
}
// Nobody waits for it.
http.get('http://stock.example/', (answer) => answer.resume()).on('error', () => {});
