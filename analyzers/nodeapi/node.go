package nodeapi

// Node's own modules, curated from Node's documentation (the page of each module). Order of init matters only in that link.go comes
// last by name.

func blocking(kind Block, instead string) Func {
	return Func{Blocks: kind, Instead: instead, Callback: NoCallback}
}

func cheap(instead string) Func {
	return Func{Blocks: BlocksIO, Instead: instead, Callback: NoCallback, Cheap: true}
}

func returns(class string) Func { return Func{Returns: class, Callback: NoCallback} }

func io(params ...string) Func {
	return Func{Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: params}
}

func promise() Func { return Func{Callback: NoCallback, ReturnsPromise: true} }

func effect(e Effect) *Func { return &Func{Effect: e, Callback: NoCallback} }

func init() {
	initGlobals()
	initFS()
	initEvents()
	initStream()
	initNet()
	initHTTP()
	initChild()
	initCrypto()
	initOther()
}

func initGlobals() {
	g := func(name string, f Func) { m := member("global", name); m.Func = &f; globals[name] = m }
	timer := func(phase Phase) Func { return Func{Callback: 0, Phase: phase, Returns: "Timeout"} }
	g("setTimeout", timer(PhaseTimers))
	g("setInterval", timer(PhaseTimers))
	g("setImmediate", timer(PhaseCheck))
	g("queueMicrotask", Func{Callback: 0, Phase: PhaseMicro})
	g("clearTimeout", Func{Callback: NoCallback})
	g("fetch", promise())
	aliases["process"] = "process"
	fn("process", map[string]Func{
		"nextTick":         {Callback: 0, Phase: PhaseTick},
		"exit":             {Callback: NoCallback, Effect: EffectExits},
		"abort":            {Callback: NoCallback, Effect: EffectExits},
		"reallyExit":       {Callback: NoCallback, Effect: EffectExits},
		"kill":             {Callback: NoCallback},
		"cwd":              {Callback: NoCallback},
		"getBuiltinModule": {Callback: NoCallback},
	})
	globals["process"] = module("process")
	for _, m := range []string{"on", "once", "addListener", "prependListener"} {
		f := Func{Effect: EffectListens, Callback: 1, Returns: "this"}
		member("process", m).Func = &f
	}
	class(Class{Name: "process", Extends: "events.EventEmitter", Events: map[string]*Event{
		"exit": {When: Exit}, "beforeExit": {When: OnEvent},
		"uncaughtException": {When: OnEvent, Params: []string{"Error"}}, "unhandledRejection": {When: OnEvent},
		"SIGTERM": {When: Signal}, "SIGINT": {When: Signal}, "SIGHUP": {When: Signal}, "SIGUSR2": {When: Signal},
		"message": {When: Message}, "warning": {When: OnEvent}, "disconnect": {When: OnEvent},
	}})
	member("process", "stdin").Class = nil
	class(Class{Name: "Timeout"})
	class(Class{Name: "Error"})
	fn("timers", map[string]Func{
		"setTimeout": timer(PhaseTimers), "setInterval": timer(PhaseTimers), "setImmediate": timer(PhaseCheck),
	})
	fn("timers/promises", map[string]Func{"setTimeout": promise(), "setImmediate": promise(), "setInterval": {Callback: NoCallback}})
	// Reflect.apply and Function.prototype methods are handled by the linker.
	gm := func(obj string, table map[string]Func) { fn(obj, table); globals[obj] = module(obj) }
	gm("JSON", map[string]Func{"parse": {Callback: NoCallback}, "stringify": {Callback: NoCallback}})
	gm("Atomics", map[string]Func{"wait": {Blocks: BlocksSleep, Instead: "Atomics.waitAsync", Callback: NoCallback}})
	gm("Promise", map[string]Func{"resolve": {Callback: NoCallback, ReturnsPromise: true}, "reject": {Callback: NoCallback, ReturnsPromise: true}, "all": {Callback: NoCallback, ReturnsPromise: true}, "allSettled": {Callback: NoCallback, ReturnsPromise: true}, "race": {Callback: NoCallback, ReturnsPromise: true}, "any": {Callback: NoCallback, ReturnsPromise: true}})
	class(Class{Name: "Promise", Methods: map[string]*Func{
		"then": {Callback: 0, Phase: PhaseMicro, Returns: "Promise"}, "catch": {Callback: 0, Phase: PhaseMicro, Returns: "Promise"}, "finally": {Callback: 0, Phase: PhaseMicro, Returns: "Promise"},
	}}, "Promise|")
	gm("Object", map[string]Func{"assign": {Callback: NoCallback}, "defineProperty": {Callback: NoCallback}, "freeze": {Callback: NoCallback}, "create": {Callback: NoCallback}, "keys": {Callback: NoCallback}, "setPrototypeOf": {Callback: NoCallback}})
	gm("Reflect", map[string]Func{"apply": {Callback: NoCallback}})
	gm("Buffer", map[string]Func{"from": returns("Buffer"), "alloc": returns("Buffer"), "allocUnsafe": returns("Buffer"), "concat": returns("Buffer"), "byteLength": {Callback: NoCallback}})
	class(Class{Name: "Buffer", Methods: map[string]*Func{"toString": {Callback: NoCallback}}}, "buffer|Buffer")
}

// The synchronous functions of fs (Node docs, "File system", Synchronous API) and their callback and promise twins.
func initFS() {
	heavy := []string{"readFile", "writeFile", "appendFile", "copyFile", "cp", "readdir", "rm", "rmdir", "mkdir", "mkdtemp", "rename", "unlink", "truncate", "ftruncate", "fsync", "fdatasync", "read", "readv", "write", "writev", "open", "close", "opendir", "symlink", "link", "glob"}
	light := []string{"stat", "lstat", "fstat", "access", "realpath", "readlink", "chmod", "fchmod", "chown", "fchown", "lchown", "utimes", "futimes", "lutimes", "statfs"}
	table := map[string]Func{}
	for _, n := range heavy {
		table[n+"Sync"] = blocking(BlocksIO, "fs.promises."+n)
		table[n] = io()
	}
	for _, n := range light {
		table[n+"Sync"] = cheap("fs.promises." + n)
		table[n] = io()
	}
	table["existsSync"] = cheap("fs.promises.access")
	table["exists"] = Func{Callback: Last, Phase: PhasePoll}
	for _, n := range []string{"closeSync", "openSync", "readSync", "writeSync"} {
		f := table[n]
		f.Instead = "fs.promises.open and the FileHandle's methods"
		table[n] = f
	}
	table["watch"] = Func{Callback: Last, Phase: PhasePoll, Returns: "fs.FSWatcher"}
	table["watchFile"] = Func{Callback: Last, Phase: PhasePoll, Returns: "fs.StatWatcher"}
	table["createReadStream"] = returns("fs.ReadStream")
	table["createWriteStream"] = returns("fs.WriteStream")
	fn("fs", table)
	for _, n := range append(append([]string{}, heavy...), light...) {
		f := promise()
		member("fs", "promises."+n).Func = &f
	}
	aliases["fs/promises"] = "fs|promises"
	for _, p := range []string{"graceful-fs", "fs-extra"} {
		aliases[p] = "fs"
	}
	extra := map[string]Func{}
	for _, n := range []string{"copySync", "emptyDirSync", "ensureDirSync", "ensureFileSync", "mkdirsSync", "mkdirpSync", "moveSync", "outputFileSync", "outputJsonSync", "outputJSONSync", "readJsonSync", "readJSONSync", "removeSync", "writeJsonSync", "writeJSONSync", "pathExistsSync"} {
		extra[n] = blocking(BlocksIO, "fs-extra's "+n[:len(n)-4])
	}
	fn("fs", extra)
	class(Class{Name: "fs.ReadStream", Extends: "stream.Readable", ErrorFatal: true, ErrorWhy: "ENOENT, EACCES, EISDIR or EMFILE when the file cannot be opened"})
	class(Class{Name: "fs.WriteStream", Extends: "stream.Writable", ErrorFatal: true, ErrorWhy: "ENOENT, EACCES, ENOSPC or EMFILE when the file cannot be opened or written"})
	class(Class{Name: "fs.FSWatcher", Extends: "events.EventEmitter", Events: map[string]*Event{"change": {When: OnEvent}}})
	class(Class{Name: "fs.StatWatcher", Extends: "events.EventEmitter"})
}

func listens(e Effect) *Func { return &Func{Effect: e, Callback: 1, Returns: "this", Phase: PhaseNone} }

func initEvents() {
	class(Class{Name: "events.EventEmitter", Emits: true, Methods: map[string]*Func{
		"on": listens(EffectListens), "once": listens(EffectListens), "addListener": listens(EffectListens), "prependListener": listens(EffectListens), "prependOnceListener": listens(EffectListens),
		"off": listens(EffectUnlisten), "removeListener": listens(EffectUnlisten), "removeAllListeners": {Effect: EffectUnlisten, Callback: NoCallback, Returns: "this"},
		"emit": {Effect: EffectEmits, Callback: NoCallback}, "setMaxListeners": {Callback: NoCallback, Returns: "this"},
		"listenerCount": {Callback: NoCallback}, "listeners": {Callback: NoCallback},
	}, Events: map[string]*Event{"error": {Params: []string{"Error"}, When: OnEvent}}},
		"events|", "events|EventEmitter")
	// the module is the class: require('events').EventEmitter === require('events')
	fn("events", map[string]Func{"once": promise(), "on": {Callback: NoCallback}})
	for _, p := range []string{"eventemitter3", "eventemitter2"} {
		module(p).Class = classes["events.EventEmitter"]
	}
}

func initStream() {
	class(Class{Name: "stream.Stream", Extends: "events.EventEmitter", Methods: map[string]*Func{
		"pipe":    {Effect: EffectPipes, Callback: NoCallback},
		"destroy": {Effect: EffectDestroys, Callback: NoCallback, Returns: "this"},
	}}, "stream|Stream", "stream|")
	class(Class{Name: "stream.Readable", Extends: "stream.Stream", Readable: true, Methods: map[string]*Func{
		"setEncoding": {Effect: EffectEncoding, Callback: NoCallback, Returns: "this"}, "pause": {Callback: NoCallback, Returns: "this"}, "resume": {Callback: NoCallback, Returns: "this"},
		"read": {Callback: NoCallback}, "push": {Callback: NoCallback}, "unshift": {Callback: NoCallback},
	}, Events: map[string]*Event{"data": {When: Message, Params: []string{"Chunk"}, Phase: PhasePoll}, "end": {When: OnEvent, Phase: PhaseTick}, "close": {When: OnEvent, Phase: PhaseTick}, "readable": {When: Message}}}, "stream|Readable")
	class(Class{Name: "stream.Writable", Extends: "stream.Stream", Writable: true, Methods: map[string]*Func{
		"write": {Effect: EffectWrites, Callback: Last, Phase: PhasePoll}, "end": {Effect: EffectEnds, Callback: Last, Phase: PhaseTick, Returns: "this"}, "cork": {Callback: NoCallback}, "uncork": {Callback: NoCallback},
	}, Events: map[string]*Event{"drain": {When: OnEvent}, "finish": {When: OnEvent}, "close": {When: OnEvent}, "pipe": {When: OnEvent}}}, "stream|Writable")
	class(Class{Name: "stream.Duplex", Extends: "stream.Readable", Writable: true, Methods: classes["stream.Writable"].Methods, Events: classes["stream.Writable"].Events}, "stream|Duplex")
	class(Class{Name: "stream.Transform", Extends: "stream.Duplex"}, "stream|Transform")
	class(Class{Name: "stream.PassThrough", Extends: "stream.Transform"}, "stream|PassThrough")
	class(Class{Name: "Chunk"})
	fn("stream", map[string]Func{
		"pipeline":      {Effect: EffectConsumes, Callback: Last, ErrFirst: true, Phase: PhaseTick},
		"finished":      {Effect: EffectConsumes, Callback: Last, ErrFirst: true, Phase: PhaseTick},
		"Readable.from": returns("stream.Readable"),
	})
	fn("stream/promises", map[string]Func{
		"pipeline": {Effect: EffectConsumes, ReturnsPromise: true, Callback: NoCallback}, "finished": {Effect: EffectConsumes, ReturnsPromise: true, Callback: NoCallback},
	})
	for _, n := range []string{"pipeline", "finished"} {
		f := *member("stream/promises", n).Func
		member("stream", "promises."+n).Func = &f
	}
	z := map[string]Func{}
	for _, n := range []string{"gzip", "gunzip", "deflate", "inflate", "deflateRaw", "inflateRaw", "brotliCompress", "brotliDecompress", "unzip", "zstdCompress", "zstdDecompress"} {
		z[n+"Sync"] = blocking(BlocksCPU, "zlib."+n)
		z[n] = io()
	}
	for _, n := range []string{"createGzip", "createGunzip", "createDeflate", "createInflate", "createDeflateRaw", "createInflateRaw", "createUnzip", "createBrotliCompress", "createBrotliDecompress"} {
		z[n] = returns("zlib.Zlib")
	}
	fn("zlib", z)
	class(Class{Name: "zlib.Zlib", Extends: "stream.Transform", ErrorFatal: true, ErrorWhy: "Z_DATA_ERROR or Z_BUF_ERROR on damaged or truncated input"})
}

func initNet() {
	class(Class{Name: "net.Socket", Extends: "stream.Duplex", ErrorFatal: true, ErrorWhy: "ECONNRESET, EPIPE or ETIMEDOUT when the peer goes away", Methods: map[string]*Func{
		"connect": {Callback: Last, Phase: PhasePoll, Returns: "this"}, "setTimeout": {Callback: Last, Phase: PhaseTimers, Returns: "this"}, "setNoDelay": {Callback: NoCallback, Returns: "this"}, "setKeepAlive": {Callback: NoCallback, Returns: "this"},
		"unref": {Callback: NoCallback, Returns: "this"},
	}, Events: map[string]*Event{"connect": {When: Connection}, "timeout": {When: OnEvent}, "lookup": {When: OnEvent}, "secureConnect": {When: Connection}}}, "net|Socket", "net|Stream")
	class(Class{Name: "net.Server", Extends: "events.EventEmitter", Methods: map[string]*Func{
		"listen": {Callback: Last, Phase: PhasePoll, Returns: "this"}, "close": {Callback: Last, Phase: PhaseClose, Returns: "this"},
		"address": {Callback: NoCallback}, "unref": {Callback: NoCallback, Returns: "this"},
	}, Events: map[string]*Event{"connection": {When: Connection, Params: []string{"net.Socket"}, Phase: PhasePoll}, "listening": {When: OnEvent}, "close": {When: OnEvent}}}, "net|Server")
	conn := func(socket, what string) *Handler {
		return &Handler{When: Connection, Only: -1, Params: []string{socket}, Ends: -1, What: what}
	}
	fn("net", map[string]Func{
		"createServer":     {Returns: "net.Server", Callback: NoCallback, Handler: conn("net.Socket", "connection listener")},
		"connect":          {Returns: "net.Socket", Callback: Last, Phase: PhasePoll},
		"createConnection": {Returns: "net.Socket", Callback: Last, Phase: PhasePoll},
	})
	class(Class{Name: "tls.TLSSocket", Extends: "net.Socket"}, "tls|TLSSocket")
	class(Class{Name: "tls.Server", Extends: "net.Server", Events: map[string]*Event{"secureConnection": {When: Connection, Params: []string{"tls.TLSSocket"}}, "tlsClientError": {When: OnEvent}}})
	fn("tls", map[string]Func{
		"createServer": {Returns: "tls.Server", Callback: NoCallback, Handler: conn("tls.TLSSocket", "TLS connection listener")},
		"connect":      {Returns: "tls.TLSSocket", Callback: Last, Phase: PhasePoll},
	})
	class(Class{Name: "dgram.Socket", Extends: "events.EventEmitter", ErrorFatal: false, Events: map[string]*Event{"message": {When: Message, Params: []string{"Buffer"}}}}, "dgram|Socket")
	fn("dgram", map[string]Func{"createSocket": {Returns: "dgram.Socket", Callback: NoCallback, Handler: &Handler{When: Message, Only: -1, Params: []string{"Buffer"}, Ends: -1, What: "datagram listener"}}})
	fn("dns", map[string]Func{"lookup": io(), "resolve": io(), "resolve4": io(), "resolve6": io(), "reverse": io()})
}

func initHTTP() {
	class(Class{Name: "http.IncomingMessage", Extends: "stream.Readable", Props: map[string]string{"socket": "net.Socket", "connection": "net.Socket"}, Events: map[string]*Event{"aborted": {When: OnEvent}}}, "http|IncomingMessage")
	class(Class{Name: "http.OutgoingMessage", Extends: "stream.Writable", Methods: map[string]*Func{
		"setHeader": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"}, "appendHeader": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"}, "removeHeader": {Effect: EffectHeaders, Callback: NoCallback}, "getHeader": {Callback: NoCallback}, "hasHeader": {Callback: NoCallback},
		"flushHeaders": {Effect: EffectHeaders, Callback: NoCallback}, "setTimeout": {Callback: Last, Phase: PhaseTimers, Returns: "this"},
	}, Props: map[string]string{"socket": "net.Socket", "connection": "net.Socket"}}, "http|OutgoingMessage")
	class(Class{Name: "http.ServerResponse", Extends: "http.OutgoingMessage", Methods: map[string]*Func{
		"writeHead": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"}, "writeContinue": {Callback: NoCallback},
	}}, "http|ServerResponse")
	class(Class{Name: "http.ClientRequest", Extends: "http.OutgoingMessage", ErrorFatal: true, ErrorWhy: "ECONNREFUSED, ENOTFOUND, ECONNRESET or ETIMEDOUT", Methods: map[string]*Func{
		"abort": {Effect: EffectDestroys, Callback: NoCallback},
	}, Events: map[string]*Event{"response": {When: OnEvent, Params: []string{"http.IncomingMessage"}, Phase: PhasePoll}, "socket": {When: OnEvent, Params: []string{"net.Socket"}}, "timeout": {When: OnEvent}, "abort": {When: OnEvent}, "upgrade": {When: OnEvent, Params: []string{"http.IncomingMessage", "net.Socket"}}, "connect": {When: OnEvent, Params: []string{"http.IncomingMessage", "net.Socket"}}}}, "http|ClientRequest")
	class(Class{Name: "http.Server", Extends: "net.Server", Events: map[string]*Event{
		"request":       {When: Request, Params: []string{"http.IncomingMessage", "http.ServerResponse"}, Phase: PhasePoll},
		"upgrade":       {When: Connection, Params: []string{"http.IncomingMessage", "net.Socket"}, Phase: PhasePoll},
		"connect":       {When: Connection, Params: []string{"http.IncomingMessage", "net.Socket"}},
		"checkContinue": {When: Request, Params: []string{"http.IncomingMessage", "http.ServerResponse"}},
		"clientError":   {When: OnEvent, Params: []string{"Error", "net.Socket"}},
	}}, "http|Server", "https|Server")
	class(Class{Name: "http2.Server", Extends: "http.Server", Events: map[string]*Event{"stream": {When: Request, Params: []string{"http2.ServerStream"}}, "session": {When: Connection}}})
	class(Class{Name: "http2.ServerStream", Extends: "stream.Duplex", Methods: map[string]*Func{"respond": {Effect: EffectHeaders, Callback: NoCallback}, "respondWithFile": {Effect: EffectEnds, Callback: NoCallback}}})
	req := func() *Handler {
		return &Handler{When: Request, Only: -1, Params: []string{"http.IncomingMessage", "http.ServerResponse"}, Ends: 1, What: "request handler"}
	}
	for _, m := range []string{"http", "https"} {
		fn(m, map[string]Func{
			"createServer": {Returns: "http.Server", Callback: NoCallback, Handler: req()},
			"request":      {Returns: "http.ClientRequest", Callback: Last, Phase: PhasePoll, Params: []string{"http.IncomingMessage"}},
			"get":          {Returns: "http.ClientRequest", Callback: Last, Phase: PhasePoll, Params: []string{"http.IncomingMessage"}},
		})
	}
	fn("http2", map[string]Func{
		"createServer":       {Returns: "http2.Server", Callback: NoCallback, Handler: req()},
		"createSecureServer": {Returns: "http2.Server", Callback: NoCallback, Handler: req()},
	})
}

func initChild() {
	class(Class{Name: "child_process.ChildProcess", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "ENOENT when the command is not found, EACCES when it may not run", Methods: map[string]*Func{
		"kill": {Callback: NoCallback}, "send": {Callback: Last, Phase: PhaseTick}, "unref": {Callback: NoCallback}, "ref": {Callback: NoCallback}, "disconnect": {Callback: NoCallback},
	}, Props: map[string]string{"stdout": "stream.Readable", "stderr": "stream.Readable", "stdin": "stream.Writable"},
		Events: map[string]*Event{"exit": {When: OnEvent}, "close": {When: OnEvent}, "message": {When: Message}, "spawn": {When: OnEvent}, "disconnect": {When: OnEvent}}}, "child_process|ChildProcess")
	fn("child_process", map[string]Func{
		"execSync": blocking(BlocksChild, "child_process.exec"), "spawnSync": blocking(BlocksChild, "child_process.spawn"), "execFileSync": blocking(BlocksChild, "child_process.execFile"),
		"spawn": returns("child_process.ChildProcess"), "fork": returns("child_process.ChildProcess"),
		"exec":     {Returns: "child_process.ChildProcess", Callback: Last, ErrFirst: true, Phase: PhasePoll},
		"execFile": {Returns: "child_process.ChildProcess", Callback: Last, ErrFirst: true, Phase: PhasePoll},
	})
	for _, p := range []string{"cross-spawn"} {
		f := returns("child_process.ChildProcess")
		module(p).Func = &f
		fn(p, map[string]Func{"spawn": returns("child_process.ChildProcess"), "sync": blocking(BlocksChild, "cross-spawn")})
	}
	class(Class{Name: "worker_threads.Worker", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "an uncaught exception in the worker", Events: map[string]*Event{"message": {When: Message}, "exit": {When: OnEvent}, "online": {When: OnEvent}}, Methods: map[string]*Func{"postMessage": {Callback: NoCallback}, "terminate": {Callback: NoCallback, ReturnsPromise: true}}}, "worker_threads|Worker")
	class(Class{Name: "worker_threads.MessagePort", Extends: "events.EventEmitter", Events: map[string]*Event{"message": {When: Worker}}})
	member("worker_threads", "parentPort").Class = nil
	class(Class{Name: "cluster", Extends: "events.EventEmitter", Events: map[string]*Event{"exit": {When: OnEvent}, "fork": {When: OnEvent}, "message": {When: Message}}})
}

func initCrypto() {
	fn("crypto", map[string]Func{
		"pbkdf2Sync": blocking(BlocksCPU, "crypto.pbkdf2"), "scryptSync": blocking(BlocksCPU, "crypto.scrypt"), "generateKeyPairSync": blocking(BlocksCPU, "crypto.generateKeyPair"),
		"generateKeySync": blocking(BlocksCPU, "crypto.generateKey"), "generatePrimeSync": blocking(BlocksCPU, "crypto.generatePrime"), "checkPrimeSync": blocking(BlocksCPU, "crypto.checkPrime"), "hkdfSync": {Blocks: BlocksCPU, Instead: "crypto.hkdf", Callback: NoCallback, Cheap: true},
		"argon2Sync": blocking(BlocksCPU, "crypto.argon2"),
		"pbkdf2":     io(), "scrypt": io(), "generateKeyPair": io(), "hkdf": io(),
		"randomBytes":    {Callback: Last, ErrFirst: true, Phase: PhasePoll},
		"randomFillSync": {Blocks: BlocksCPU, Cheap: true, Instead: "crypto.randomFill", Callback: NoCallback},
		"createHash":     {Callback: NoCallback}, "createHmac": {Callback: NoCallback},
	})
	for _, p := range []string{"bcrypt", "bcryptjs"} {
		fn(p, map[string]Func{"hashSync": blocking(BlocksCPU, p+".hash"), "compareSync": blocking(BlocksCPU, p+".compare"), "genSaltSync": {Blocks: BlocksCPU, Cheap: true, Instead: p + ".genSalt", Callback: NoCallback}, "hash": {Callback: Last, ErrFirst: true, Phase: PhasePoll, ReturnsPromise: true}, "compare": {Callback: Last, ErrFirst: true, Phase: PhasePoll, ReturnsPromise: true}})
	}
}

func initOther() {
	fn("util", map[string]Func{"promisify": {Callback: NoCallback}, "inherits": {Callback: NoCallback}, "callbackify": {Callback: NoCallback}})
	fn("module", map[string]Func{"createRequire": {Callback: NoCallback}})
	fn("path", map[string]Func{"join": {Callback: NoCallback}, "resolve": {Callback: NoCallback}, "dirname": {Callback: NoCallback}, "basename": {Callback: NoCallback}})
	class(Class{Name: "readline.Interface", Extends: "events.EventEmitter", Events: map[string]*Event{"line": {When: Message}, "close": {When: OnEvent}}}, "readline|Interface")
	fn("readline", map[string]Func{"createInterface": returns("readline.Interface")})
	fn("os", map[string]Func{"tmpdir": {Callback: NoCallback}})
}
