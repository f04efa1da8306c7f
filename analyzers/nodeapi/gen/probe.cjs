'use strict';
// What this Node binary has, as one JSON object on stdout. Nothing of the API is called but what makes an instance of a class
// that no module exports (see hidden). Arguments: names of prefix-only built-ins of other lines, to try here as well.
//
//   builtins: {name: prefixOnly}
//   modules:  {name: {path: "kind arity"}}   path is dotted, at most two deep; kind as in kindOf
//   classes:  {name: {super, methods: {name: arity}, accessors: [name]}}
//   sameAs:   {"fs.promises": "fs/promises"}
//   deprecated: {"module.path": "DEP0040"}
//   globals:  {path: "kind arity"}

const fs = require('fs');
const { builtinModules, isBuiltin } = require('module');
const { Session } = require('inspector');

const session = new Session();
session.connect();
const post = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => { answer = error ? undefined : result; }); // answers during the call
  return answer;
};

// The code of a util.deprecate() wrapper, '' for other functions. The wrapper keeps it in a closure, which the inspector can read
// (lib/internal/util.js, deprecate and getDeprecationWarningEmitter); calling the wrapper would emit the warning and run the function.
function deprecation(fn) {
  if (typeof fn !== 'function' || !/^function deprecated\b|^class deprecated/.test(Function.prototype.toString.call(fn))) return '';
  globalThis.__asked = fn;
  const { result } = post('Runtime.evaluate', { expression: '__asked' });
  delete globalThis.__asked;
  return codeInScopes(result.objectId, 2) || 'deprecated';
}

function codeInScopes(objectId, depth) {
  const own = post('Runtime.getProperties', { objectId, ownProperties: true });
  const scopes = (own.internalProperties || []).find((p) => p.name === '[[Scopes]]');
  if (!scopes) return '';
  const list = post('Runtime.getProperties', { objectId: scopes.value.objectId, ownProperties: true });
  const emitters = [];
  for (const scope of list.result) {
    if (!/\((deprecate|getDeprecationWarningEmitter)\)/.test(scope.value.description)) continue;
    const vars = post('Runtime.getProperties', { objectId: scope.value.objectId, ownProperties: true });
    for (const v of vars.result) {
      if (v.name === 'code' && v.value && /^DEP/.test(v.value.value)) return v.value.value;
      if (v.name === 'emitDeprecationWarning' && v.value && v.value.objectId) emitters.push(v.value.objectId);
    }
  }
  if (depth === 0) return '';
  for (const e of emitters) {
    const code = codeInScopes(e, depth - 1);
    if (code) return code;
  }
  return '';
}

const out = { version: process.version, builtins: {}, modules: {}, classes: {}, sameAs: {}, deprecated: {}, globals: {} };
const skip = new Set(['length', 'name', 'prototype', 'arguments', 'caller', 'constructor']);
const ownNames = (object) => Object.getOwnPropertyNames(object).filter((n) => !(typeof object === 'function' && skip.has(n)) && /^[A-Za-z_$][\w$]*$/.test(n));

function isClass(value) {
  if (typeof value !== 'function' || /Generator/.test(Object.prototype.toString.call(value))) return false;
  const d = Object.getOwnPropertyDescriptor(value, 'prototype');
  if (!d || !d.value || typeof d.value !== 'object') return false;
  return /^class\b/.test(Function.prototype.toString.call(value)) || d.writable === false ||
    Object.getOwnPropertyNames(d.value).some((n) => n !== 'constructor') ||
    ![null, Object.prototype].includes(Object.getPrototypeOf(d.value));
}

const classNames = new Map(); // constructor -> name

// The names in a value: its own, and the methods of its class when that is one without a name (timers/promises.scheduler).
function innerNames(value) {
  const above = Object.getPrototypeOf(value);
  const methods = typeof value === 'function' || !above || above === Object.prototype || classNames.has(above.constructor) || above.constructor.name === 'Object' ? []
    : ownNames(above).filter((n) => n !== 'constructor' && typeof (Object.getOwnPropertyDescriptor(above, n).value) === 'function');
  return [...ownNames(value), ...methods];
}

// f: function, c: class, o: object with functions in it, v: another value
function kindOf(value) {
  if (isClass(value)) return 'c';
  if (typeof value === 'function') return 'f';
  if (value !== null && typeof value === 'object' && innerNames(value).some((n) => {
    const d = Object.getOwnPropertyDescriptor(value, n);
    return d ? typeof d.value === 'function' : true;
  })) return 'o';
  return 'v';
}

// The value under a name without running a deprecated getter.
function read(holder, name, path) {
  const d = Object.getOwnPropertyDescriptor(holder, name);
  const code = deprecation(d.get || d.value);
  if (code) out.deprecated[path] = code;
  if (d.get && code) return undefined;
  try {
    return d.get ? holder[name] : d.value;
  } catch {
    return undefined; // a getter that refuses (localStorage without its flag)
  }
}

const describe = (value) => {
  if (deprecation(value)) value = Object.getPrototypeOf(value); // the function within
  const kind = kindOf(value);
  return kind === 'f' || kind === 'c' ? kind + value.length : kind;
};

function nameClass(value, name) {
  if (isClass(value) && !classNames.has(value)) classNames.set(value, name);
}

function list(root, rootName, into, whole) {
  for (const name of ownNames(root)) {
    const path = rootName + '.' + name;
    const value = read(root, name, path);
    into[name] = describe(value);
    nameClass(value, path);
    const same = whole.get(value);
    if (same && (into[name] === 'o' || (same !== rootName && same.includes('/')))) { out.sameAs[path] = same; continue; }
    if (value === root || value === globalThis || value === process) continue;
    if (into[name] !== 'v') {
      for (const inner of innerNames(value)) {
        const v = inner in value && !Object.hasOwn(value, inner) ? value[inner] : read(value, inner, path + '.' + inner);
        const kind = describe(v);
        nameClass(v, path + '.' + inner);
        if (into[name][0] === 'o' || kind[0] === 'f' || kind[0] === 'c') into[name + '.' + inner] = kind;
      }
    }
  }
}

function recordClass(constructor, name) {
  const own = { methods: {}, accessors: [] };
  // What classes without a name of their own stand between (LazyTransform, JSStreamSocket) counts as the class's own.
  for (let proto = constructor.prototype; proto && proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    if (proto !== constructor.prototype && classNames.has(proto.constructor)) {
      own.super = classNames.get(proto.constructor);
      break;
    }
    for (const n of ownNames(proto)) {
      if (n === 'constructor' || Object.hasOwn(own.methods, n)) continue;
      const d = Object.getOwnPropertyDescriptor(proto, n);
      const code = deprecation(d.get || d.value);
      if (code) out.deprecated[name + '#' + n] = code;
      if (typeof d.value === 'function') own.methods[n] = d.value.length;
      else if (d.get && !own.accessors.includes(n)) own.accessors.push(n);
    }
  }
  out.classes[name] = own;
}

// Classes that no module exports: a harmless instance each. Nothing is started but a watcher of the program's own file and one HTTP/2
// stream over loopback.
async function hidden() {
  const add = (name, value) => nameClass(value.constructor, name);
  const timeout = setTimeout(() => {}, 1);
  add('timers.Timeout', timeout);
  clearTimeout(timeout);
  const immediate = setImmediate(() => {});
  add('timers.Immediate', immediate);
  clearImmediate(immediate);
  const watcher = fs.watch(__dirname);
  add('fs.FSWatcher', watcher);
  watcher.close();
  const stat = fs.watchFile(__filename, () => {});
  add('fs.StatWatcher', stat);
  fs.unwatchFile(__filename);
  const handle = await fs.promises.open(__filename);
  add('fs.FileHandle', handle);
  await handle.close();
  const http2 = require('http2');
  add('http2.Http2SecureServer', http2.createSecureServer());
  const server = http2.createServer();
  add('http2.Http2Server', server);
  server.on('stream', (stream) => {
    add('http2.ServerHttp2Stream', stream);
    nameClass(Object.getPrototypeOf(stream.constructor), 'http2.Http2Stream');
    add('http2.ServerHttp2Session', stream.session);
    stream.respond();
    stream.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = http2.connect('http://127.0.0.1:' + server.address().port);
  add('http2.ClientHttp2Session', client);
  nameClass(Object.getPrototypeOf(client.constructor), 'http2.Http2Session');
  const request = client.request();
  add('http2.ClientHttp2Stream', request);
  request.resume();
  await new Promise((resolve, reject) => request.on('close', resolve).on('error', reject));
  client.close();
  server.close();
}

async function main() {
  for (const name of builtinModules) out.builtins[name.replace(/^node:/, '')] = !isBuiltin(name.replace(/^node:/, ''));
  for (const name of ['sea', 'sqlite', 'test', 'test/reporters', ...process.argv.slice(2)]) {
    if (isBuiltin('node:' + name)) out.builtins[name] = !isBuiltin(name);
  }
  const names = Object.keys(out.builtins).sort();
  const whole = new Map(); // exports of a module -> its name; the first name in order, so that sys is util's second name
  const loaded = new Map();
  // Public modules before those that Node keeps for old programs (_http_agent), and the module that a class is known by before others.
  const rank = (n) => (n.startsWith('_') ? 2 : n === 'sys' || n === 'constants' ? 1 : 0);
  for (const name of [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    let value;
    try {
      value = require('node:' + name);
    } catch (error) {
      process.stderr.write(`${name}: ${error.message}\n`);
      continue;
    }
    loaded.set(name, value);
    if (whole.has(value)) out.sameAs[name] = whole.get(value);
    else if (typeof value === 'object' || typeof value === 'function') whole.set(value, name);
  }
  // A class is known by the module whose page describes it, not by the first that passes it on.
  for (const [module, name] of [['events', 'EventEmitter'], ['stream', 'Stream'], ['stream', 'Readable'], ['stream', 'Writable'], ['stream', 'Duplex'], ['stream', 'Transform'], ['net', 'Socket'], ['net', 'Server'], ['worker_threads', 'MessagePort']]) {
    nameClass(require(module)[name], module + '.' + name);
  }
  for (const n of ownNames(globalThis)) {
    const value = read(globalThis, n, 'global.' + n);
    if (typeof value === 'function') nameClass(value, n);
  }
  await hidden();
  for (const [name, value] of loaded) {
    out.modules[name] = {};
    if (out.sameAs[name]) continue;
    if (typeof value === 'function') nameClass(value, name);
    list(value, name, out.modules[name], whole);
  }
  for (const n of ownNames(globalThis)) {
    if (n === '__asked') continue;
    const value = read(globalThis, n, 'global.' + n);
    out.globals[n] = describe(value);
    if (value === globalThis || value === process || !/^[oc]/.test(out.globals[n])) continue;
    for (const inner of ownNames(value)) {
      const kind = describe(read(value, inner, 'global.' + n + '.' + inner));
      if (/^[fc]/.test(kind)) out.globals[n + '.' + inner] = kind;
    }
  }
  for (const [constructor, name] of classNames) recordClass(constructor, name);
  process.stdout.write(JSON.stringify(out), () => process.exit(0));
}

main();
