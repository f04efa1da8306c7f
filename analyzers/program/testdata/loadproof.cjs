'use strict';
// Loads the projects of a folder, one after the other, in one process: no two share a file, so none finds a module of another in a cache.
// For each it writes one line of JSON: what the instrumented modules logged. Some programs end Node itself (a check of V8 fails), so that the
// line is written at once, and the test starts again after the project that has none. Arguments: the file that lists the projects, the first.
const { readFileSync, writeSync } = require('node:fs');
const { pathToFileURL } = require('node:url');
const Module = require('node:module');

let log;
let pending;

const code = (e) => (e && (e.code || e.name)) || '';
const kind = (v) => (v === undefined ? 'u' : 'v');

// A read: its thunk is run once, and what it gives or throws is passed on.
globalThis.__r = (id, thunk) => {
  let v;
  try {
    v = thunk();
  } catch (e) {
    if (e instanceof ReferenceError && !e.__seen) {
      e.__seen = true;
      log.push(['R', id, 'd']);
    }
    throw e;
  }
  log.push(['R', id, kind(v)]);
  return v;
};
// A destructured name: ids and names in order. What is given is read once and handed on as a plain object.
globalThis.__d = (ids, names, object) => {
  if (object === undefined || object === null) return object;
  const out = {};
  names.forEach((name, i) => {
    out[name] = __r(ids[i], () => object[name]);
  });
  return out;
};
// A method call: the receiver, the read, the call.
globalThis.__m = (id, object, name) => {
  const v = __r(id, () => object[name]);
  return v.call(object);
};
globalThis.__s = (file) => log.push(['S', file]);
globalThis.__e = (file) => log.push(['E', file]);
globalThis.__c = (id, e) => log.push(['C', id, code(e)]);
globalThis.__p = (promise) => pending.push(promise.catch(() => {}));
process.on('unhandledRejection', () => {});

const turn = () => new Promise((done) => setImmediate(done));

(async () => {
  for (const { entry, esm } of JSON.parse(readFileSync(process.argv[2], 'utf8')).slice(Number(process.argv[3]))) {
    log = [];
    pending = [];
    let failed = false;
    try {
      if (esm) await import(pathToFileURL(entry));
      else Module._load(entry, null, true);
    } catch (e) {
      log.push(['X', code(e)]);
      failed = true;
    }
    const told = log;
    if (failed) log = []; // a process would have ended
    while (pending.length > 0) await pending.shift();
    await turn();
    writeSync(1, JSON.stringify(told) + '\n');
  }
})();
