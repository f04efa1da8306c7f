package nodeapi

// Smaller modules (Node docs, the page of each).
func initOther() {
	fn("util", fns{"stripVTControlCharacters": plain()}.and(plain(), "promisify inherits callbackify deprecate inspect format debuglog types.isPromise"))
	fn("module", fns{}.and(plain(), "createRequire register syncBuiltinESMExports isBuiltin findPackageJSON registerHooks enableCompileCache"))
	fn("path", fns{}.and(plain(), "join resolve dirname basename extname normalize relative isAbsolute parse format"))
	fn("os", fns{}.and(plain(), "tmpdir homedir cpus availableParallelism hostname platform networkInterfaces totalmem freemem loadavg"))
	fn("url", fns{}.and(plain(), "parse format resolve fileURLToPath pathToFileURL"))
	fn("querystring", fns{}.and(plain(), "parse stringify escape unescape"))
	class(Class{Name: "string_decoder.StringDecoder", Methods: methods(fns{"write": plain(), "end": plain()})}, "string_decoder|StringDecoder")

	// Async context: the callback runs within the call (Node docs, "Asynchronous context tracking").
	class(Class{Name: "async_hooks.AsyncLocalStorage", Methods: methods(fns{"run": calls(1), "exit": calls(0)}.and(plain(), "getStore enterWith disable"))}, "async_hooks|AsyncLocalStorage")
	class(Class{Name: "async_hooks.AsyncResource", Methods: methods(fns{"runInAsyncScope": calls(0), "bind": plain(), "asyncId": plain(), "triggerAsyncId": plain()}.and(chains(), "emitDestroy"))}, "async_hooks|AsyncResource")
	fn("async_hooks", fns{"AsyncLocalStorage.bind": plain(), "AsyncLocalStorage.snapshot": plain(), "AsyncResource.bind": plain(), "createHook": plain(), "executionAsyncId": plain()})

	class(Class{Name: "diagnostics_channel.Channel", Methods: methods(fns{
		"publish": plain(), "subscribe": {Callback: 0, Phase: PhaseSync}, "unsubscribe": {Callback: 0, Phase: PhaseSync}, "runStores": calls(1),
	})}, "diagnostics_channel|Channel")
	class(Class{Name: "diagnostics_channel.TracingChannel", Methods: methods(fns{}.and(calls(0), "traceSync tracePromise traceCallback").and(plain(), "subscribe unsubscribe"))})
	fn("diagnostics_channel", fns{"channel": returns("diagnostics_channel.Channel"), "hasSubscribers": plain(), "subscribe": {Callback: 1, Phase: PhaseSync}, "unsubscribe": {Callback: 1, Phase: PhaseSync}, "tracingChannel": returns("diagnostics_channel.TracingChannel")})

	class(Class{Name: "perf_hooks.PerformanceObserver", Methods: methods(fns{"observe": plain(), "disconnect": plain()})}, "perf_hooks|PerformanceObserver", "PerformanceObserver|")
	globals["PerformanceObserver"] = object("PerformanceObserver")
	class(Class{Name: "domain.Domain", Extends: "events.EventEmitter", Methods: methods(fns{"run": calls(0), "add": plain(), "remove": plain(), "bind": plain(), "intercept": plain(), "enter": plain(), "exit": plain()})}, "domain|Domain")
	fn("domain", fns{"create": returns("domain.Domain"), "createDomain": returns("domain.Domain")})

	// "Creating a heap snapshot is a synchronous operation" (Node docs, "V8").
	fn("v8", fns{"writeHeapSnapshot": blocking(BlocksCPU, "a process that serves nobody meanwhile"), "getHeapSnapshot": {Blocks: BlocksCPU, Instead: "a process that serves nobody meanwhile", Callback: NoCallback, Returns: "stream.Readable"}}.
		and(plain(), "serialize deserialize getHeapStatistics setFlagsFromString"))
	fn("inspector", fns{"waitForDebugger": blocking(BlocksSleep, "inspector.open without waiting"), "open": plain(), "close": plain(), "url": plain()})
	class(Class{Name: "inspector.Session", Extends: "events.EventEmitter", Methods: methods(fns{"post": io(), "connect": plain(), "disconnect": plain()}), Events: events{"inspectorNotification": on(Message, PhasePoll)}}, "inspector|Session")
	fn("vm", fns{}.and(plain(), "runInContext runInNewContext runInThisContext createContext isContext compileFunction"))
	class(Class{Name: "vm.Script", Methods: methods(fns{}.and(plain(), "runInContext runInNewContext runInThisContext createCachedData"))}, "vm|Script")
	fn("assert", fns{"throws": calls(0), "doesNotThrow": calls(0), "rejects": {Callback: 0, Phase: PhaseSync, ReturnsPromise: true}, "doesNotReject": {Callback: 0, Phase: PhaseSync, ReturnsPromise: true}}.and(plain(), "ok equal strictEqual deepEqual deepStrictEqual fail ifError match"))
	// What a test file registers runs after the file, one after another, and is awaited (Node docs, "Test runner").
	test := Func{Callback: Last, Phase: PhaseMicro, ReturnsPromise: true}
	module("test").Func = &test
	fn("test", fns{}.and(test, "test it").and(calls(Last), "describe suite").and(Func{Callback: 0, Phase: PhaseMicro}, "before after beforeEach afterEach"))
}
