'use strict';
// When real Node runs callbacks: one line "name when" each. Every callback is set going within an I/O callback, after markers in the queues; when
// it runs, the markers that have run tell its queue: sync, tick, micro, or later (a phase of the loop).
const fs = require('fs');
const net = require('net');
const stream = require('stream');
const child = require('child_process');
const crypto = require('crypto');
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');

const source = () => new stream.Readable({ read() { this.push('a'); this.push(null); } });
const sink = (more) => new stream.Writable({ write(chunk, encoding, done) { done(); }, ...more });
let server;
let datagrams;
const started = {
  'setTimeout': (f) => setTimeout(f, 0),
  'setImmediate': (f) => setImmediate(f),
  'queueMicrotask': (f) => queueMicrotask(f),
  'process.nextTick': (f) => process.nextTick(f),
  'Promise': (f) => new Promise(f),
  'Promise#then': (f) => Promise.resolve().then(f),
  'Promise#catch': (f) => Promise.reject(new Error('x')).catch(f),
  'Promise#finally': (f) => Promise.resolve().finally(f),
  'Array#forEach': (f) => [1].forEach(f),
  'Array#map': (f) => [1].map(f),
  'Array#sort': (f) => [1, 2].sort(f),
  'Array#reduce': (f) => [1, 2].reduce(f),
  'Array#flatMap': (f) => [1].flatMap(f),
  'Array.from': (f) => Array.from([1], f),
  'Map#forEach': (f) => new Map([[1, 1]]).forEach(f),
  'Set#forEach': (f) => new Set([1]).forEach(f),
  'String#replace': (f) => 'a'.replace('a', f),
  'JSON.parse': (f) => JSON.parse('1', f),
  'Reflect.apply': (f) => Reflect.apply(f, null, []),
  'URLSearchParams#forEach': (f) => new URLSearchParams('a=1').forEach(f),
  'async_hooks.AsyncLocalStorage#run': (f) => new AsyncLocalStorage().run(1, f),
  'async_hooks.AsyncResource#runInAsyncScope': (f) => new AsyncResource('x').runInAsyncScope(f),
  'assert.throws': (f) => { try { require('assert').throws(f); } catch { /* f did not throw */ } },
  'fs.stat': (f) => fs.stat(__filename, f),
  'fs.readFile': (f) => fs.readFile(__filename, f),
  'fs.exists': (f) => fs.exists(__filename, f),
  'crypto.randomBytes': (f) => crypto.randomBytes(4, f),
  'crypto.pbkdf2': (f) => crypto.pbkdf2('a', 'b', 1, 8, 'sha1', f),
  'zlib.gzip': (f) => require('zlib').gzip('a', f),
  'net.Server#listen': (f) => { server = net.createServer().listen(0, '127.0.0.1', f); },
  'net.Server#getConnections': (f) => server.getConnections(f),
  'net.Server#close': (f) => server.close(f),
  'net.Socket#setTimeout': (f) => new net.Socket().setTimeout(1, f),
  'dgram.Socket#bind': (f) => { datagrams = require('dgram').createSocket('udp4'); datagrams.bind(0, f); },
  'dgram.Socket#close': (f) => datagrams.close(f),
  'child_process.exec': (f) => child.exec('exit 0', f),
  'stream.Writable#end': (f) => sink().end(f),
  'stream.finished': (f) => { const s = new stream.PassThrough(); stream.finished(s, f); s.resume().end(); },
  'stream.pipeline': (f) => stream.pipeline(source(), sink(), f),
  'stream.Readable#forEach': (f) => stream.Readable.from([1]).forEach(f),
  // hooks
  'stream.Readable#_read': (f) => new stream.Readable({ read() { f(); this.push(null); } }).resume(),
  'stream.Writable#_write': (f) => sink({ write(chunk, encoding, done) { f(); done(); } }).write('a'),
  'stream.Writable#_final': (f) => sink({ final(done) { f(); done(); } }).end(),
  'stream.Writable#_construct': (f) => sink({ construct(done) { f(); done(); } }),
  'stream.Writable#_destroy': (f) => sink({ destroy(error, done) { f(); done(); } }).destroy(),
  'stream.Transform#_transform': (f) => new stream.Transform({ transform(chunk, encoding, done) { f(); done(); } }).write('a'),
  // events: class, then event
  'stream.Readable end': (f) => source().on('end', f).resume(),
  'stream.Readable close': (f) => source().on('close', f).resume(),
  'stream.Writable finish': (f) => sink().on('finish', f).end(),
  'stream.Writable pipe': (f) => source().pipe(sink().on('pipe', f)),
  'AbortSignal abort': (f) => { const c = new AbortController(); c.signal.addEventListener('abort', f); c.abort(); },
  'net.Server listening': (f) => { const s = net.createServer().on('listening', () => { s.close(); f(); }).listen(0, '127.0.0.1'); },
  'child_process.ChildProcess spawn': (f) => child.spawn(process.execPath, ['-v']).on('spawn', f),
  'child_process.ChildProcess exit': (f) => child.spawn(process.execPath, ['-v']).on('exit', f),
  'process warning': (f) => { process.once('warning', f); process.emitWarning('x'); },
  'worker_threads.MessagePort close': (f) => { const { port1 } = new MessageChannel(); port1.on('close', f); port1.close(); },
};

function when(start) {
  return new Promise((resolve) => {
    fs.stat(__filename, () => {
      let seen = 'sync';
      queueMicrotask(() => { seen = 'micro'; }); // after the tick queue, before what is queued from here on
      setImmediate(() => { seen = 'later'; });
      start(() => resolve(seen)); // the first call counts
      seen = 'tick';
    });
  });
}

setInterval(() => {}, 1000); // an unref'd timer alone would not keep the process up
(async () => {
  for (const [name, start] of Object.entries(started)) process.stdout.write(`${await when(start)} ${name}\n`);
  process.exit();
})();
