// Requests whose errors are heard, or may be: nothing is found.
const http = require('http');
const { once, EventEmitter } = require('events');
const { pipeline, finished } = require('stream');
const { listenTo, wire } = require('./wire');
const fs = require('fs');

const on = (req) => req.on('error', () => {});
function onlyError(req) {
  req.once('error', onError); // trap: once()
}
function onError() {}

exports.direct = (url) => http.get(url).on('error', onError);
exports.statement = (url) => {
  http.get(url, (res) => res.resume()).on('error', onError);
};
exports.chained = (url) => {
  http.get(url).on('response', (res) => res.resume()).setTimeout(10).on('error', onError);
};
exports.variants = (url) => {
  http.get(url).addListener('error', onError);
  http.get(url).prependListener('error', onError);
  http.get(url).prependOnceListener('error', onError);
};
exports.promised = (url) =>
  new Promise((resolve, reject) => {
    const req = http.request(url, resolve);
    req.on('error', reject);
    req.end();
  });
exports.awaited = async (url) => {
  const req = http.get(url);
  const [res] = await once(req, 'response');
  return res; // trap: returned
};
exports.piped = (url) => {
  pipeline(fs.createReadStream(__filename), http.request(url), () => {});
  const req = http.request(url);
  finished(req, () => {});
};
exports.helper = (url) => {
  const req = http.get(url);
  on(req);
  const second = http.get(url);
  onlyError(second);
  onlyError.call(null, http.get(url));
};
exports.unknown = (url) => {
  wire(http.get(url));
  listenTo.all(http.get(url));
};
exports.computed = (url) => {
  const req = http.get(url);
  for (const event of ['error', 'abort']) req.on(event, onError);
  ['error'].forEach((event) => http.get(url).on(event, onError));
};
exports.byThis = (url) => {
  http.get(url).on('socket', function () {
    this.on('error', onError);
  });
};
exports.byMethod = (url, method) => {
  const req = http.get(url);
  req[method]('error', onError);
  const other = http.get(url);
  const add = other.on.bind(other);
  add('error', onError);
};
exports.signalled = (url, signal) => {
  http.get(url, { signal }, (res) => res.resume());
};
exports.handed = (url, callback) => {
  callback(http.get(url));
};
exports.told = (url) => {
  const bus = new EventEmitter();
  bus.on('request', (req) => req.on('error', onError));
  bus.emit('request', http.get(url));
};
exports.given = (url) => ({ req: http.get(url) });
exports.many = (urls) => {
  const requests = urls.map((url) => http.get(url));
  for (const req of requests) req.on('error', onError);
};
exports.kept = (urls) => {
  const requests = [];
  for (const url of urls) requests.push(http.get(url));
  for (const req of requests) req.on('error', onError);
};

class Client {
  open(url) {
    this.req = http.request(url);
    this.req.end();
    this.watch();
  }

  watch() {
    this.req.on('error', onError);
  }
}
new Client().open('http://supplier.test/');

class Passing {
  open(url) {
    this.sent = http.get(url);
    this.watch(this);
  }

  watch({ sent }) {
    sent.on('error', onError);
  }
}
new Passing().open('http://supplier.test/');

// look-alikes
const look = { get: (url) => ({ url }), http: { request: () => ({ end() {} }) } };
look.get('x');
look.http.request('x').end();
exports.shadowed = (http) => http.get('x');
