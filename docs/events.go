package docs

// Arguments says what the listeners of an event get, as Markdown that can follow "listeners get"; "" when that is not written down. The emitter
// is the class that declares the event, such as "stream.Writable", or "process". The source is Node's documentation of each event.
func Arguments(emitter, event string) string { return arguments[emitter+"@"+event] }

const nothing = "nothing"

var arguments = map[string]string{
	"events.EventEmitter@error":          "the error",
	"events.EventEmitter@newListener":    "the name of the event and the listener that is about to be added",
	"events.EventEmitter@removeListener": "the name of the event and the listener that was removed",

	"stream.Readable@data": "the chunk: a `Buffer`, a string when an encoding is set, any value in object mode", "stream.Readable@end": nothing,
	"stream.Readable@close": nothing, "stream.Readable@readable": nothing, "stream.Readable@pause": nothing, "stream.Readable@resume": nothing,
	"stream.Writable@drain": nothing, "stream.Writable@finish": nothing, "stream.Writable@close": nothing,
	"stream.Writable@pipe": "the stream that is being read", "stream.Writable@unpipe": "the stream that was being read",
	"stream.Duplex@drain": nothing, "stream.Duplex@finish": nothing, "stream.Duplex@close": nothing,
	"stream.Duplex@pipe": "the stream that is being read", "stream.Duplex@unpipe": "the stream that was being read",

	"process@beforeExit": "the exit code", "process@exit": "the exit code",
	"process@uncaughtException":        "the error, and `'uncaughtException'` or `'unhandledRejection'`",
	"process@uncaughtExceptionMonitor": "the error, and `'uncaughtException'` or `'unhandledRejection'`",
	"process@unhandledRejection":       "the reason of the rejection and its promise",
	"process@rejectionHandled":         "the promise", "process@warning": "the warning, an `Error`",
	"process@message": "the message, and a handle where one was sent", "process@disconnect": nothing,

	"child_process.ChildProcess@exit":       "the exit code and the signal that ended it; one of them is `null`",
	"child_process.ChildProcess@close":      "the exit code and the signal that ended it; one of them is `null`",
	"child_process.ChildProcess@message":    "the message, and a handle where one was sent",
	"child_process.ChildProcess@spawn":      nothing,
	"child_process.ChildProcess@disconnect": nothing,
	"cluster@exit":                          "the worker, its exit code and the signal that ended it", "cluster@fork": "the worker", "cluster@online": "the worker",
	"cluster@listening": "the worker and the address", "cluster@disconnect": "the worker", "cluster@message": "the worker, the message and a handle",
	"cluster.Worker@exit": "the exit code and the signal that ended it", "cluster.Worker@message": "the message and a handle",
	"worker_threads.Worker@exit": "the exit code", "worker_threads.Worker@message": "the value that the worker posted", "worker_threads.Worker@online": nothing,
	"worker_threads.MessagePort@message": "the value that was posted", "worker_threads.ParentPort@message": "the value that was posted",

	"net.Server@listening": nothing, "net.Server@close": nothing, "net.Server@connection": "the socket",
	"net.Socket@connect": nothing, "net.Socket@ready": nothing, "net.Socket@timeout": nothing, "net.Socket@close": "whether there was a transmission error",
	"net.Socket@lookup":   "the error, the address, its family and the host",
	"http.Server@request": "the request and the response", "http.Server@upgrade": "the request, the socket and the first bytes of the new protocol",
	"http.Server@clientError": "the error and the socket", "http.Server@checkContinue": "the request and the response",
	"http.ClientRequest@response": "the response", "http.ClientRequest@socket": "the socket", "http.ClientRequest@timeout": nothing,
	"http.ClientRequest@upgrade": "the response, the socket and the first bytes of the new protocol", "http.IncomingMessage@aborted": nothing,
	"dgram.Socket@message": "the datagram, a `Buffer`, and where it came from", "dgram.Socket@listening": nothing, "dgram.Socket@close": nothing,

	"fs.FSWatcher@change": "what happened, `'rename'` or `'change'`, and the name of the file where the system gives it",
	"fs.ReadStream@open":  "the file descriptor", "fs.WriteStream@open": "the file descriptor",
	"readline.Interface@line": "the line, without its end", "readline.Interface@close": nothing,
	"AbortSignal@abort": "an `Event`; the signal has the reason",
}
