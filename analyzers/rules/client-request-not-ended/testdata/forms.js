// Requests that nobody ends, by several names; and those that are ended, given up, piped into, returned or stored.
const http = require('node:http');
const https = require('https');
const { request } = http;

const a = http.request('http://x/'); // want "Nothing ends the request that http.request makes"
a.on('error', () => {});
request({ host: 'x' }, (res) => res.resume()).on('error', () => {}); // want "Nothing ends the request"
let b;
b = https.request('https://x/'); // want "https.request makes"
b.on('error', () => {});
b.setHeader('a', 'b');

const w = http.request('http://x/');
w.on('error', () => {});
w.write('sent, and never complete: not judged');

http.request('http://x/').on('error', () => {}).end();
const c = http.request('http://x/');
c.on('error', () => c.destroy());
c.end('body');
const d = http.request('http://x/', { method: 'POST' });
d.on('error', () => {});
process.stdin.pipe(d); // trap: piped into
function make() {
  return http.request('http://x/');
}
make().on('error', () => {}).end();
const kept = { e: http.request('http://x/') };
kept.e.on('error', () => {}).end();
const g = http.request('http://x/').on('error', () => {});
setTimeout(g.end.bind(g), 10);
http.get('http://x/').on('error', () => {});
const mine = { request: () => ({}) };
mine.request('http://x/');
