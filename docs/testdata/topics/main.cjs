// Holds what docs/topics*.go say of Node against the Node that runs this: a check for each topic that claims more than the programs of the
// chapters show. Prints the names of the topics that held, and of what differs between versions the state that this version has.
const assert = require('node:assert/strict')
const { once, EventEmitter, on } = require('node:events')
const { spawnSync, spawn, exec } = require('node:child_process')
const fs = require('node:fs')
const fsp = require('node:fs/promises')
const net = require('node:net')
const http = require('node:http')
const os = require('node:os')
const path = require('node:path')
const stream = require('node:stream')
const util = require('node:util')
const { AsyncLocalStorage } = require('node:async_hooks')

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'topics-'))
const checks = []
const topic = (name, check) => checks.push({ name, check })
// node runs a text in another process and gives what it wrote.
function node(text, ...flags) {
  const r = spawnSync(process.execPath, [...flags, '-e', text], { encoding: 'utf8' })
  return { out: r.stdout.trim(), err: r.stderr, code: r.status }
}
const wait = () => new Promise((done) => setImmediate(done))

topic('globalThis / global', () => {
  assert.equal(global, globalThis)
  assert.equal(globalThis.dir, undefined)
})
topic('require', () => assert.equal(Object.hasOwn(globalThis, 'require'), false))
topic('module', () => {
  for (const key of ['id', 'filename', 'loaded', 'children', 'paths', 'exports']) assert.ok(key in module, key)
})
topic('exports', () => assert.equal(require('./exports.cjs'), 'what module.exports holds'))
topic('__filename / __dirname', () => {
  fs.writeFileSync(path.join(dir, 'real.cjs'), 'module.exports = __filename')
  fs.symlinkSync(path.join(dir, 'real.cjs'), path.join(dir, 'link.cjs'))
  assert.equal(require(path.join(dir, 'link.cjs')), fs.realpathSync(path.join(dir, 'real.cjs')))
})
topic('node:*', () => {
  require.cache.fs = { exports: 'mine', loaded: true, children: [] }
  assert.notEqual(require('node:fs'), 'mine')
  delete require.cache.fs
})
topic('process.versions', () => {
  for (const key of ['v8', 'uv', 'openssl', 'zlib', 'ares', 'llhttp']) assert.equal(typeof process.versions[key], 'string', key)
})
topic('require()', () => assert.equal(require('./exports.cjs'), require('./exports.cjs')))
topic('require.resolve()', () => {
  assert.equal(require.resolve('./throws.cjs'), path.join(__dirname, 'throws.cjs'))
  assert.throws(() => require.resolve('./none'), { code: 'MODULE_NOT_FOUND' })
})
topic('require.cache', async () => {
  await import('./module.mjs')
  assert.ok(require.cache[__filename])
  assert.equal(require.cache[path.join(__dirname, 'module.mjs')], undefined)
})
topic('require.main', async () => {
  assert.equal(require.main, module)
  assert.equal(spawnSync(process.execPath, [path.join(__dirname, 'main.mjs')], { encoding: 'utf8' }).stdout.trim(), 'undefined')
})
topic('arguments', () => assert.equal(require('./arguments.cjs'), 'exports require module __filename __dirname'))
topic('import.meta.url', async () => {
  const m = await import('./a b.mjs')
  assert.ok(m.url.startsWith('file:') && m.pathname.includes('a%20b') && m.path.includes('a b'))
})
topic('import.meta.dirname / filename', async () => {
  const m = await import('./module.mjs')
  assert.equal(m.dirname, __dirname)
  return 'there'
})
topic('module.createRequire()', () => {
  const { createRequire } = require('node:module')
  assert.equal(createRequire(require('node:url').pathToFileURL(__filename))('./exports.cjs'), createRequire(__filename)('./exports.cjs'))
})
topic('import', async () => {
  const m = await import('./importer.mjs')
  assert.deepEqual(m.seen, [0, 1])
  assert.equal(m.readonly, 'TypeError')
})
topic('import()', () => assert.ok(util.types.isPromise(import('./module.mjs'))))
topic('setTimeout', () => {
  const t = setTimeout(() => {}, 0)
  assert.equal(typeof t, 'object')
  assert.equal(t._idleTimeout, 1)
  clearTimeout(t)
})
topic('timers/promises', async () => {
  const timers = require('node:timers/promises')
  assert.ok(Symbol.asyncIterator in timers.setInterval(1))
  await assert.rejects(timers.setTimeout(1, null, { signal: AbortSignal.abort() }), { code: 'ABORT_ERR' })
  await assert.rejects(timers.setImmediate(null, { signal: AbortSignal.abort() }), { code: 'ABORT_ERR' })
})
topic('timer.unref / ref', () => assert.equal(node("setTimeout(() => console.log('no'), 1e6).unref()").out, ''))
topic('util.promisify', async () => {
  const f = () => {}
  f[util.promisify.custom] = () => 'own'
  assert.equal(util.promisify(f)(), 'own')
  return node("require('util').promisify(async () => {})()").err.includes('DEP0174') ? 'warns' : 'no warning'
})
topic("process 'unhandledRejection'", () => assert.equal(node("Promise.reject(new Error('x'))").code, 1))
topic('AbortController', () => {
  let n = 0
  const c = new AbortController()
  c.signal.addEventListener('abort', () => n++)
  c.abort()
  c.abort()
  assert.equal(n, 1)
})
topic('AbortSignal.timeout', () => assert.equal(node("AbortSignal.timeout(1e6).onabort = () => console.log('no')").out, ''))
topic('AsyncLocalStorage.run', async () => {
  const als = new AsyncLocalStorage()
  const seen = []
  als.run(1, () => {
    seen.push(als.getStore())
    process.nextTick(() => seen.push(als.getStore()))
    Promise.resolve().then(() => seen.push(als.getStore()))
    setImmediate(() => seen.push(als.getStore()))
  })
  assert.deepEqual(seen, [1])
  await wait()
  await wait()
  assert.deepEqual(seen, [1, 1, 1, 1])
})
topic('AsyncLocalStorage.enterWith', () => {
  const als = new AsyncLocalStorage()
  const called = () => als.enterWith(2)
  called()
  assert.equal(als.getStore(), 2)
})
topic('emitter.emit', () => {
  const e = new EventEmitter()
  assert.equal(e.emit('x'), false)
  const seen = []
  e.on('x', () => seen.push(1)).on('x', () => seen.push(2))
  assert.equal(e.emit('x'), true)
  assert.deepEqual(seen, [1, 2])
})
topic('emitter.off', () => {
  const e = new EventEmitter()
  const f = () => {}
  e.on('x', f).on('x', f)
  e.off('x', f)
  e.off('x', () => {})
  assert.equal(e.listenerCount('x'), 1)
})
topic('emitter.once', () => {
  const e = new EventEmitter()
  e.once('x', () => assert.equal(e.listenerCount('x'), 0))
  e.emit('x')
})
topic('events.once', async () => {
  const e = new EventEmitter()
  process.nextTick(() => e.emit('error', new Error('first')))
  await assert.rejects(once(e, 'x'), /first/)
  process.nextTick(() => e.emit('x', 1, 2))
  assert.deepEqual(await once(e, 'x'), [1, 2])
})
topic('events.on', async () => {
  const e = new EventEmitter()
  const all = on(e, 'x', { close: ['end'] })
  e.emit('x', 1)
  e.emit('x', 2)
  e.emit('end')
  const seen = []
  for await (const [x] of all) seen.push(x)
  assert.deepEqual(seen, [1, 2])
})
topic('captureRejections', async () => {
  const e = new EventEmitter({ captureRejections: true })
  e.on('x', async () => { throw new Error('late') })
  e.emit('x')
  assert.match((await once(e, 'error'))[0].message, /late/)
})
topic('process.exit', () => {
  assert.equal(node("setTimeout(() => console.log('no'), 1); process.on('exit', () => console.log('last')); process.exit()").out, 'last')
  return node("process.exit('text')").err.includes('ERR_INVALID_ARG_TYPE') ? 'throws' : 'is converted'
})
topic('process.exitCode', () => {
  const r = node("process.exitCode = 3; setTimeout(() => console.log('done'), 1)")
  assert.deepEqual([r.out, r.code], ['done', 3])
})
topic("process 'beforeExit'", () => {
  assert.equal(node("let n = 0; process.on('beforeExit', () => { if (n++ < 2) setImmediate(() => console.log(n)) })").out, '1\n2')
  assert.equal(node("process.on('beforeExit', () => console.log('no')); process.exit()").out, '')
})
topic('process.env', () => {
  process.env.TOPIC = undefined
  assert.equal(process.env.TOPIC, 'undefined')
})
topic('process.argv', () => {
  const r = spawnSync(process.execPath, ['--no-warnings', path.join(__dirname, 'argv.cjs'), 'a'], { encoding: 'utf8' })
  assert.deepEqual(JSON.parse(r.stdout), [process.execPath, path.join(__dirname, 'argv.cjs'), 'a', '--no-warnings'])
})
topic('process.stdin', () => {
  const run = (text) => new Promise((done) => {
    const child = spawn(process.execPath, ['-e', text], { stdio: ['pipe', 'ignore', 'inherit'] })
    child.on('exit', done)
  })
  return Promise.all([run("process.stdin.resume(); setImmediate(() => process.stdin.unref())"), run("process.stdin.resume(); setImmediate(() => process.stdin.pause())")]).then(() => {})
})
topic('console.log', () => {
  const r = node("console.log('%s', 1); console.info(2); console.debug(3); console.error(4); console.warn(5)")
  assert.deepEqual([r.out, r.err], ['1\n2\n3', '4\n5\n'])
})
topic('util.inspect', () => {
  const deep = { a: { b: { c: { d: 1 } } } }
  assert.match(util.inspect(deep), /c: \[Object\]/)
  assert.match(util.inspect(deep, { depth: 0 }), /a: \[Object\]/)
  assert.match(util.inspect(deep, { depth: null }), /d: 1/)
})
topic('util.debuglog', () => assert.equal(node("require('util').debuglog('shop')('x')").err, ''))
topic('Readable', async () => {
  let reads = 0
  const r = new stream.Readable({ read() { reads++ } })
  await wait()
  assert.equal(reads, 0)
  assert.ok(r.readableFlowing !== true)
})
topic("readable 'end' / 'close'", async () => {
  const seen = []
  const r = new stream.Readable({ read() {} }).on('end', () => seen.push('end')).on('close', () => seen.push('close'))
  r.destroy()
  await wait()
  assert.deepEqual(seen, ['close'])
})
topic("writable 'finish' / 'close'", async () => {
  const seen = []
  const w = new stream.Writable({ write(c, e, done) { done() } }).on('finish', () => seen.push('finish')).on('close', () => seen.push('close'))
  w.destroy()
  await wait()
  assert.deepEqual(seen, ['close'])
})
topic("readable 'data'", async () => {
  const r = stream.Readable.from(['a', 'b'])
  const seen = []
  const f = (c) => seen.push(c)
  r.on('data', f)
  assert.deepEqual(seen, [])
  r.off('data', f)
  assert.equal(r.readableFlowing, true)
})
topic('for await (readable)', async () => {
  const r = new stream.Readable({ objectMode: true, read() { this.push('x') } })
  for await (const x of r) break
  assert.ok(r.destroyed)
  await assert.rejects(async () => { for await (const x of fs.createReadStream(path.join(dir, 'none'))); }, { code: 'ENOENT' })
})
topic('highWaterMark', () => {
  assert.equal(new stream.Readable({ objectMode: true }).readableHighWaterMark, 16)
  const file = fs.createReadStream(__filename)
  assert.equal(file.readableHighWaterMark, 65536)
  file.destroy()
  return new stream.Readable().readableHighWaterMark === 65536 ? '64 KiB' : '16 KiB'
})
topic('stream.pipeline', async () => {
  const a = new stream.Readable({ read() {} })
  const b = new stream.PassThrough()
  const done = stream.promises.pipeline(a, b)
  a.destroy(new Error('broken'))
  await assert.rejects(done, /broken/)
  assert.ok(b.destroyed)
})
topic('Readable.from', async () => {
  assert.equal((await stream.Readable.from('abc').toArray()).length, 1)
  assert.equal((await stream.Readable.from(Buffer.from('abc')).toArray()).length, 1)
  assert.ok(stream.Readable.from([1]).readableObjectMode)
})
topic('path.join / resolve', () => {
  assert.equal(path.posix.join('/a', '/b'), '/a/b')
  assert.equal(path.posix.resolve('/a', '/b'), '/b')
  assert.equal(path.resolve('x'), path.join(process.cwd(), 'x'))
})
topic('fileURLToPath / pathToFileURL', () => {
  const { pathToFileURL, fileURLToPath } = require('node:url')
  assert.equal(fileURLToPath(pathToFileURL('/a b#c?d%')), '/a b#c?d%')
})
topic('fs.createReadStream', async () => {
  const r = fs.createReadStream(path.join(dir, 'none'))
  assert.equal((await once(r, 'error').catch((e) => [e]))[0].code, 'ENOENT')
})
topic('fs.createWriteStream', async () => {
  const file = path.join(dir, 'w')
  fs.writeFileSync(file, 'old')
  await once(fs.createWriteStream(file, { flags: 'a' }).end('new'), 'close')
  assert.equal(fs.readFileSync(file, 'utf8'), 'oldnew')
  await once(fs.createWriteStream(file).end('new'), 'close')
  assert.equal(fs.readFileSync(file, 'utf8'), 'new')
})
topic('fs.rm / rmdir', () => {
  const sub = path.join(dir, 'sub')
  fs.mkdirSync(path.join(sub, 'deep'), { recursive: true })
  assert.throws(() => fs.rmdirSync(sub))
  fs.rmSync(sub, { recursive: true })
  fs.mkdirSync(path.join(sub, 'deep'), { recursive: true })
  const r = node(`require('fs').rmdirSync(${JSON.stringify(sub)}, { recursive: true })`)
  return r.err.includes('DEP0147') && r.code === 0 ? 'deprecated' : 'gone'
})
topic('fs.open / FileHandle', async () => {
  const r = node(`(async () => { await require('fs/promises').open(${JSON.stringify(__filename)}); await null; for (let i = 0; i < 5; i++) { gc(); await new Promise(setImmediate) } })()`, '--expose-gc')
  return r.code === 0 ? 'a warning' : 'an error'
})
topic('Buffer.from', () => {
  const bytes = new Uint8Array([1])
  const view = Buffer.from(bytes.buffer)
  bytes[0] = 2
  assert.equal(view[0], 2)
  const copy = Buffer.from([bytes[0]])
  bytes[0] = 3
  assert.equal(copy[0], 2)
})
topic('Buffer.alloc / allocUnsafe', () => {
  assert.equal(Buffer.allocUnsafe(4).buffer, Buffer.allocUnsafe(4).buffer)
  assert.notEqual(Buffer.alloc(4).buffer, Buffer.alloc(4).buffer)
  return Buffer.poolSize === 65536 ? '64 KiB' : '8 KiB'
})
topic('Buffer.byteLength', () => assert.deepEqual([Buffer.byteLength('é'), 'é'.length], [2, 1]))
topic('buf.subarray', () => {
  const b = Buffer.from('abc')
  b.slice(0)[0] = 120
  b.subarray(1)[0] = 121
  assert.equal(b.toString(), 'xyc')
  const u = new Uint8Array([1])
  u.slice()[0] = 9
  assert.equal(u[0], 1)
})
topic('buf.toString', () => assert.equal(Buffer.from([0xff]).toString(), '\ufffd'))
topic('socket.setTimeout', async () => {
  const server = net.createServer((s) => s.resume()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const s = net.connect(server.address().port, '127.0.0.1')
  s.setTimeout(1)
  await once(s, 'timeout')
  assert.equal(s.destroyed, false)
  s.destroy()
  server.close()
})
topic('socket.end / destroy', async () => {
  const server = net.createServer({ allowHalfOpen: true }, (s) => s.on('end', () => s.end('still')).resume()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const s = net.connect(server.address().port, '127.0.0.1')
  s.end('x')
  let got = ''
  for await (const c of s) got += c
  assert.equal(got, 'still')
  server.close()
})
topic('server.listen', async () => {
  const a = net.createServer().listen(0, '127.0.0.1')
  await once(a, 'listening')
  let called = false
  const b = net.createServer().listen(a.address().port, '127.0.0.1', () => { called = true })
  assert.equal((await once(b, 'error').catch((e) => [e]))[0].code, 'EADDRINUSE')
  assert.equal(called, false)
  a.close()
})
topic('res.writeHead / setHeader', async () => {
  let error
  const server = http.createServer((req, res) => {
    res.write('x')
    try { res.setHeader('a', 'b') } catch (e) { error = e }
    res.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await new Promise((done) => http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (r) => r.resume().on('close', done)))
  assert.equal(error.code, 'ERR_HTTP_HEADERS_SENT')
  server.close()
})
topic('req (IncomingMessage)', async () => {
  const seen = []
  const server = http.createServer((req, res) => {
    assert.ok(req instanceof stream.Readable && req.headers.host)
    req.on('close', () => seen.push('close'))
    req.resume()
    res.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await new Promise((done) => http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (r) => r.resume().on('close', done)))
  server.close()
  await once(server, 'close')
  assert.deepEqual(seen, ['close'])
})
topic('http.Agent', () => {
  assert.equal(http.globalAgent.keepAlive, true)
  assert.equal(new http.Agent().keepAlive, false)
})
topic('fetch', async () => {
  const server = http.createServer((req, res) => res.writeHead(500).end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  assert.equal((await fetch(`http://127.0.0.1:${port}`)).ok, false)
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  await assert.rejects(fetch(`http://127.0.0.1:${port}`))
})
topic('server.requestTimeout / headersTimeout', () => {
  const s = http.createServer()
  assert.deepEqual([s.requestTimeout, s.headersTimeout, s.keepAliveTimeout], [300000, 60000, 5000])
})
topic('URL / URLSearchParams', () => {
  assert.throws(() => new URL('/a'), { code: 'ERR_INVALID_URL' })
  assert.equal(new URL('/a', 'http://x').href, 'http://x/a')
  assert.equal(require('node:url').parse('/a').pathname, '/a')
  return node("require('url').parse('http://x')").err.includes('DEP0169') ? 'warns (DEP0169)' : 'no warning'
})
topic('exec', async () => {
  const e = await new Promise((done) => exec(`"${process.execPath}" -e "process.stdout.write('x'.repeat(2 ** 21))"`, done))
  assert.equal(e.code, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
})
topic('child.kill', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
  await once(child, 'spawn')
  child.kill()
  assert.equal(child.killed, true)
  assert.equal(child.signalCode, null)
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGTERM'])
})
topic('process.send', () => assert.equal(node('console.log(typeof process.send)').out, 'undefined'))
topic('cluster.isPrimary', () => {
  const cluster = require('node:cluster')
  assert.equal(cluster.isMaster, cluster.isPrimary)
})
topic('cluster.schedulingPolicy', () => {
  const cluster = require('node:cluster')
  assert.equal(cluster.schedulingPolicy, process.platform === 'win32' ? cluster.SCHED_NONE : cluster.SCHED_RR)
})
topic('workerData / postMessage', () => {
  assert.throws(() => structuredClone(() => {}), { name: 'DataCloneError' })
  assert.equal(structuredClone(new (class { m() {} })()).m, undefined)
  const moved = new ArrayBuffer(1)
  structuredClone(moved, { transfer: [moved] })
  assert.equal(moved.byteLength, 0)
})
topic("parentPort 'message'", async () => {
  const { Worker } = require('node:worker_threads')
  const w = new Worker("require('worker_threads').parentPort.on('message', function () { this.close() })", { eval: true })
  w.postMessage('close')
  await once(w, 'exit')
  await once(new Worker("require('worker_threads').parentPort.once('x', () => {})", { eval: true }), 'exit')
})

async function main() {
  for (const { name, check } of checks) {
    try {
      const state = await check()
      console.log(state ? `${name}\t${state}` : name)
    } catch (e) {
      console.log(`FAILED ${name}: ${e.stack}`)
      process.exitCode = 1
    }
  }
  fs.rmSync(dir, { recursive: true, force: true })
}
main()
