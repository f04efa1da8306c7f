package docs

// Promises, cancellation and context (chapter async).
var asyncTopics = []Topic{
	{Name: "util.promisify", Section: PromisesOverCallbacks, Is: []string{"util.promisify"},
		Text:   "Expects a function whose last argument is a callback of (error, value). A function may bring its own version under util.promisify.custom.",
		Varies: "Given a function that returns a promise", By: []Variant{{Says: "no warning"}, {From: "21.0.0", Says: "warns"}}},
	{Name: "fs.promises", Section: PromisesOverCallbacks, Also: []Section{OneThreadManyWaits}, Is: []string{"fs.promises", "fs/promises", "fs/promises.*"},
		Text: "The calls of fs with promises for results, and with FileHandle objects in place of descriptors. The work still goes to the thread pool."},
	{Name: "process 'unhandledRejection'", Section: UnhandledRejections, Is: []string{"process@unhandledRejection"},
		Text: "Emitted when a promise is rejected and nobody handles it by the time the microtasks are done. Without a listener the rejection is thrown and ends the process."},
	{Name: "AbortController", Section: Cancellation, Is: []string{"AbortController", "AbortController#", "AbortController#abort"},
		Text: "abort() fires once, and whoever got the signal stops. Node's APIs then fail with an AbortError, whose `code` is `ABORT_ERR`."},
	{Name: "AbortSignal.timeout", Section: Cancellation, Is: []string{"AbortSignal.timeout"},
		Text: "A signal that aborts after a time. Its timer is unref'd: it does not keep the process alive."},
	{Name: "AsyncLocalStorage.run", Section: AsyncContext, Is: []string{"async_hooks.AsyncLocalStorage#run", "async_hooks.AsyncLocalStorage"},
		Text: "The store follows what is started inside: promises, timers and ticks. run() calls the function before it returns."},
	{Name: "AsyncLocalStorage.enterWith", Section: AsyncContext, Is: []string{"async_hooks.AsyncLocalStorage#enterWith"},
		Text: "Sets the store for the rest of the current execution, the callers' later code included. run() ends with its function."},
}
