package docs

// Emitters (chapter events).
var eventTopics = []Topic{
	{Name: "emitter.emit", Section: EmitIsSynchronous, Also: []Section{EventNames}, Is: []string{"events.EventEmitter#emit"},
		Text: "Calls every listener now, one after the other in the order of registration, and returns whether there were any."},
	{Name: "emitter.on", Section: EmitIsSynchronous, Also: []Section{ListenerOrder}, Is: []string{"events.EventEmitter#on", "events.EventEmitter#addListener", "events.EventEmitter#prependListener"},
		Text: "Adds a listener without looking whether it is there already: the same function added twice runs twice."},
	{Name: "emitter.once", Section: EmitIsSynchronous, Is: []string{"events.EventEmitter#once", "events.EventEmitter#prependOnceListener"},
		Text: "Adds a listener that is removed before it is called, so that it runs at most once."},
	{Name: "emitter.off", Section: RemovingAndLeaking, Is: []string{"events.EventEmitter#off", "events.EventEmitter#removeListener"},
		Text: "Removes one registration of exactly this function. A new arrow or bind() is another function, and removes nothing."},
	{Name: "events.once", Section: WaitingForEvents, Is: []string{"events.once"},
		Text: "A promise of the array of the event's arguments. It is rejected when 'error' is emitted first."},
	{Name: "events.on", Section: WaitingForEvents, Is: []string{"events.on"},
		Text: "An async iterator over the events, which keeps those that come while the loop is busy. Without a signal or a close event it never ends."},
	{Name: "'error' event", Section: TheErrorEvent, Is: []string{"events.EventEmitter@error"},
		Text: "The one event that may not go unheard: emit('error') without a listener throws the error, and an uncaught one ends the process."},
	{Name: "captureRejections", Section: AsyncListeners, Is: []string{"*{captureRejections}", "events.captureRejections"},
		Text: "Hands the rejection of an async listener to 'error' of its emitter, where otherwise it would be an unhandled rejection."},
}
