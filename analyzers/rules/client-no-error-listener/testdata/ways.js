// Requests that nobody listens to, by every way to name http.request and http.get.
const http = require('http');
const https = require('node:https');
const { get, request: ask } = require('http');
const plain = http.get;

exports.discarded = (url) => http.get(url, (res) => res.resume()); // returned: the caller may listen

exports.get = (url) => {
  http.get(url, (res) => res.resume()); // want "request that http.get makes"
};

exports.chained = (url) => {
  http.get(url, (res) => res.resume()).on('timeout', () => {}).setNoDelay(true); // want "http.get"
};

exports.kept = (url, body) => {
  const req = https.request(url, { method: 'POST' }, (res) => res.resume()); // want "https.request"
  req.on('timeout', () => req.destroy());
  req.setTimeout(1000);
  req.write(body);
  req.end();
};

exports.aliases = (url) => {
  get(url, (res) => res.resume()); // want "http.get"
  ask(url).end(); // want "http.request"
  plain(url); // want "http.get"
  require('https').get(url); // want "https.get"
  http['get'](url); // want "http.get"
  get.call(http, url); // want "http.get"
  new http.ClientRequest(url).end(); // want "http.ClientRequest"
};

exports.either = (url) => {
  const lib = url.startsWith('https:') ? https : http;
  const req = lib.request(url); // want "request"
  req.end();
};

exports.later = (url) => {
  let req;
  req = http.request(url); // want "http.request"
  req.once('response', function (res) {
    res.on('error', () => {}); // the response's, not the request's
    this.setTimeout(10);
  });
  req.end();
};

class Supplier {
  ask(url) {
    this.req = http.request(url); // want "http.request"
    this.req.on('response', (res) => res.resume());
    this.req.end();
  }

  stop() {
    this.req.destroy();
  }
}
new Supplier().ask('http://supplier.test/');

const open = new Set();
exports.counted = (url) => {
  const req = http.get(url); // want "http.get"
  open.add(req);
  req.on('close', () => open.delete(req));
};
