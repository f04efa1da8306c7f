package docs

// The loop, its queues and the thread pool (chapter event-loop).
var loopTopics = []Topic{
	{Name: "process.nextTick", Section: ImmediateVsNextTick, Also: []Section{AlwaysAsyncOrNever}, Is: []string{"process.nextTick"},
		Text: "The callback runs right after the current one, before promise reactions and before the loop goes on."},
	{Name: "setImmediate", Section: ImmediateVsNextTick, Is: []string{"global.setImmediate", "timers.setImmediate"},
		Text: "The callback runs in the check phase of this turn of the loop, after polling for I/O."},
	{Name: "queueMicrotask", Section: TicksAndMicrotasks, Is: []string{"global.queueMicrotask"},
		Text: "The callback joins the queue of promise reactions, which is emptied after that of process.nextTick."},
	{Name: "setTimeout", Section: Timers, Is: []string{"global.setTimeout", "timers.setTimeout"},
		Text: "The delay is a minimum, 1 ms at least: the callback waits for the thread to be free. It returns a Timeout object, not a number."},
	{Name: "setInterval", Section: Timers, Is: []string{"global.setInterval", "timers.setInterval"},
		Text: "Does not wait for an async callback to finish, and does not stop by itself: it keeps the process alive until clearInterval or unref."},
	{Name: "timers/promises", Section: Timers, Also: []Section{AsyncAwaitTraps}, Is: []string{"timers/promises.*", "timers/promises"},
		Text: "Timers that can be awaited: setTimeout and setImmediate give promises, setInterval an async iterator. All take a `signal`."},
	{Name: "timer.unref / ref", Section: KeepingAliveAndUnref, Is: []string{"Timeout#unref", "Timeout#ref", "Immediate#unref", "Immediate#ref", "net.Socket#unref", "net.Socket#ref", "net.Server#unref", "net.Server#ref", "child_process.ChildProcess#unref", "child_process.ChildProcess#ref", "worker_threads.Worker#unref", "worker_threads.Worker#ref", "dgram.Socket#unref", "dgram.Socket#ref"},
		Text: "Says whether this handle alone keeps the process alive. An unref'd one still works as long as something else does."},
	{Name: "UV_THREADPOOL_SIZE", Section: ThreadPool, Is: []string{"process.env.UV_THREADPOOL_SIZE"},
		Text: "The number of threads for file system, crypto, zlib and dns.lookup work: 4 unless set. It is read once, when the pool is first used."},
	{Name: "dns.lookup", Section: ThreadPool, Is: []string{"dns.lookup", "dns/promises.lookup"},
		Text: "Calls getaddrinfo on a thread of the pool, and honours /etc/hosts. The dns.resolve functions do neither: they ask a name server over the network."},
	{Name: "crypto.pbkdf2 / scrypt / randomBytes(cb)", Section: ThreadPool, Is: []string{"crypto.pbkdf2", "crypto.scrypt", "crypto.randomBytes"},
		Text: "With a callback it computes on a thread of the pool (4 unless UV_THREADPOOL_SIZE says otherwise), unlike its synchronous twin."},
	{Name: "fs.*Sync", Section: SyncMethods, Is: []string{"fs.*Sync"},
		Text: "Waits for the file system on the thread that runs all JavaScript. Fine while a program starts; per request it stops every other client."},
}
