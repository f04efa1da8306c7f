// Brings about the errors of errors.md that one process can bring about alone, and prints the code of each, a line each.
'use strict';
const { spawn, exec, fork } = require('node:child_process');
const { EventEmitter } = require('node:events');
const { Worker } = require('node:worker_threads');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const stream = require('node:stream');
const { pathToFileURL } = require('node:url');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'errors-'));
const at = (...names) => path.join(dir, ...names);
const file = (name, text) => {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true });
  fs.writeFileSync(at(name), text);
  return at(name);
};
const load = (name) => import(pathToFileURL(at(name)));
// The error that an emitter emits once something has been done to it.
const emitted = (emitter, act = () => {}) => new Promise((done, failed) => {
  emitter.on('error', failed);
  act(emitter);
});
const listening = (server) => new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));

const plain = file('plain.txt', 'text');
file('full/inside.txt', '');
file('esm/wait.mjs', 'await 0;');
file('esm/a.mjs', "import './b.cjs';");
file('esm/b.cjs', "try { require('./a.mjs'); } catch (e) { globalThis.caught = e; }"); // Node 20 lets it end the process
file('esm/style.css', 'a {}');
file('esm/data.json', '{}');
file('broken/package.json', '{');
file('broken/x.js', '');
file('node_modules/closed/package.json', '{"exports": {"./open": "./open.js"}}');
file('node_modules/closed/other.js', '');
file('silent.cjs', "process.disconnect();");
fs.symlinkSync(at('two'), at('one'));
fs.symlinkSync(at('one'), at('two'));

const answering = async (answer) => {
  const server = http.createServer((req, res) => {
    try { answer(req, res); } catch (e) { server.emit('caught', e); res.end(); }
  });
  const port = await listening(server);
  try {
    return await new Promise((done, failed) => {
      server.on('caught', failed);
      http.get({ port, host: '127.0.0.1', agent: false }, (res) => res.resume()).on('error', () => {});
    });
  } finally { server.close(); }
};

const ways = {
  ENOENT: () => fs.readFileSync(at('none')),
  EEXIST: () => fs.mkdirSync(at('full')),
  EISDIR: () => fs.readFileSync(dir),
  ENOTDIR: () => fs.readdirSync(plain),
  ENOTEMPTY: () => fs.rmdirSync(at('full')),
  EBADF: () => { const fd = fs.openSync(plain); fs.closeSync(fd); fs.readSync(fd, Buffer.alloc(1)); },
  ELOOP: () => fs.readFileSync(at('one')),
  ENAMETOOLONG: () => fs.readFileSync(at('x'.repeat(300))),
  EACCES: () => emitted(spawn(plain)),
  EADDRINUSE: async () => {
    const one = net.createServer();
    const port = await listening(one);
    try { await emitted(net.createServer(), (two) => two.listen(port, '127.0.0.1')); } finally { one.close(); }
  },
  EADDRNOTAVAIL: () => emitted(net.createServer(), (s) => s.listen(0, '192.0.2.1')),
  ECONNREFUSED: async () => {
    const server = net.createServer();
    const port = await listening(server);
    await new Promise((done) => server.close(done));
    await emitted(net.connect(port, '127.0.0.1'));
  },
  ECONNRESET: async () => {
    const server = net.createServer((s) => s.on('data', () => s.resetAndDestroy()).on('error', () => {}));
    const port = await listening(server);
    try { await emitted(net.connect(port, '127.0.0.1'), (s) => s.write('x')); } finally { server.close(); }
  },
  EPIPE: () => emitted(spawn(process.execPath, ['-e', '0']).stdin, (s) => s.write('x'.repeat(10_000_000))),
  MODULE_NOT_FOUND: () => require(at('none')),
  ERR_MODULE_NOT_FOUND: () => load('none.mjs'),
  ERR_UNSUPPORTED_DIR_IMPORT: () => load('full'),
  ERR_PACKAGE_PATH_NOT_EXPORTED: () => require('node:module').createRequire(plain)('closed/other.js'),
  ERR_REQUIRE_ASYNC_MODULE: () => require(at('esm/wait.mjs')),
  ERR_REQUIRE_CYCLE_MODULE: async () => { await load('esm/a.mjs'); throw globalThis.caught; },
  ERR_UNKNOWN_FILE_EXTENSION: () => load('esm/style.css'),
  ERR_IMPORT_ATTRIBUTE_MISSING: () => load('esm/data.json'),
  ERR_INVALID_PACKAGE_CONFIG: () => load('broken/x.js'),
  ERR_UNKNOWN_BUILTIN_MODULE: () => require('node:none'),
  ERR_INVALID_ARG_TYPE: () => fs.readFile(plain),
  ERR_INVALID_ARG_VALUE: () => fs.readFileSync('a\0b'),
  ERR_OUT_OF_RANGE: () => Buffer.alloc(4).readUInt8(9),
  ERR_SOCKET_BAD_PORT: () => net.createServer().listen(70000),
  ERR_INVALID_URL: () => new URL('/x'),
  ERR_INVALID_PROTOCOL: () => http.get('https://localhost'),
  ERR_UNESCAPED_CHARACTERS: () => http.get({ path: '/a b' }),
  ERR_HTTP_HEADERS_SENT: () => answering((req, res) => { res.end('x'); res.setHeader('a', 'b'); }),
  ERR_HTTP_INVALID_HEADER_VALUE: () => answering((req, res) => res.setHeader('a', undefined)),
  ERR_INVALID_CHAR: () => answering((req, res) => res.setHeader('a', 'b\nc')),
  ERR_HTTP_INVALID_STATUS_CODE: () => answering((req, res) => res.writeHead('ENOENT')),
  ERR_STREAM_WRITE_AFTER_END: () => emitted(new stream.PassThrough(), (s) => { s.end(); s.write('x'); }),
  ERR_STREAM_PREMATURE_CLOSE: () => stream.promises.finished(new stream.Readable({ read() { this.destroy(); } }).resume()),
  ERR_STREAM_DESTROYED: () => new Promise((done, failed) => new stream.Writable().destroy().write('x', failed)),
  ERR_STREAM_PUSH_AFTER_EOF: () => emitted(new stream.Readable({ read() {} }), (s) => { s.push(null); s.push('x'); }),
  ERR_STREAM_CANNOT_PIPE: () => emitted(new http.OutgoingMessage(), (m) => m.pipe()),
  ERR_METHOD_NOT_IMPLEMENTED: () => emitted(new stream.Readable(), (s) => s.resume()),
  ERR_MULTIPLE_CALLBACK: () => emitted(new stream.Writable({ write(c, e, done) { done(); done(); } }), (s) => s.write('x')),
  ERR_UNHANDLED_ERROR: () => new EventEmitter().emit('error', 'text'),
  ERR_UNHANDLED_REJECTION: () => new Promise((done, failed) => {
    process.once('uncaughtException', failed);
    Promise.reject('text');
  }),
  ABORT_ERR: () => require('node:timers/promises').setTimeout(1, 0, { signal: AbortSignal.abort() }),
  ERR_SERVER_ALREADY_LISTEN: async () => {
    const server = net.createServer();
    await listening(server);
    try { server.listen(0); } finally { server.close(); }
  },
  ERR_SERVER_NOT_RUNNING: () => new Promise((done, failed) => net.createServer().close(failed)),
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: () => new Promise((done, failed) => exec(`"${process.execPath}" -p "'x'.repeat(100)"`, { maxBuffer: 10 }, failed)),
  ERR_IPC_CHANNEL_CLOSED: () => new Promise((done, failed) => {
    const child = fork(at('silent.cjs'));
    child.on('disconnect', () => child.send('x', failed));
  }),
  ERR_WORKER_OUT_OF_MEMORY: () => emitted(new Worker('const a = []; for (;;) a.push(new Array(10000).fill(1.5));', { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } })),
  ERR_BUFFER_OUT_OF_BOUNDS: () => Buffer.alloc(1).readUInt32LE(0),
  ERR_ENCODING_INVALID_ENCODED_DATA: () => new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xff)),
  HPE_HEADER_OVERFLOW: async () => {
    const server = http.createServer();
    const port = await listening(server);
    try {
      await new Promise((done, failed) => {
        server.on('clientError', (e, socket) => { socket.destroy(); failed(e); });
        net.connect(port, '127.0.0.1').on('error', () => {}).write(`GET / HTTP/1.1\r\nA: ${'x'.repeat(20000)}\r\n\r\n`);
      });
    } finally { server.close(); }
  },
};

(async () => {
  for (const [code, way] of Object.entries(ways)) {
    let got = 'nothing';
    try { await Promise.race([way(), new Promise((done) => { setTimeout(done, 20_000); })]); } catch (e) { got = e?.code ?? String(e); }
    // Node 20 has another name for it, as the text says.
    if (got === 'ERR_IMPORT_ASSERTION_TYPE_MISSING' && process.version.startsWith('v20.')) got = 'ERR_IMPORT_ATTRIBUTE_MISSING';
    console.log(code + (got === code ? '' : `\t${got}`));
  }
  fs.rmSync(dir, { recursive: true });
  process.exit();
})();
