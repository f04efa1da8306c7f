package nodeapi

// The web's objects that Node has as globals (Node docs, "Global objects", "Web Streams API", "Events": EventTarget).
func initWeb() {
	listen := Func{Effect: EffectListens, Callback: 1}
	globalClass(Class{Name: "EventTarget", Methods: methods(fns{
		"addEventListener": listen, "removeEventListener": {Effect: EffectUnlisten, Callback: 1}, "dispatchEvent": effect(EffectEmits),
	})}, plain())
	globalClass(Class{Name: "AbortSignal", Extends: "EventTarget", Methods: methods(fns{}.and(plain(), "throwIfAborted")), Events: events{"abort": on(OnEvent, PhaseSync)}}, plain())
	objectFns("AbortSignal", fns{"abort": returns("AbortSignal"), "any": returns("AbortSignal"), "timeout": returns("AbortSignal")})
	globalClass(Class{Name: "AbortController", Methods: methods(fns{"abort": plain()}), Props: map[string]string{"signal": "AbortSignal"}}, plain())
	body := fns{}.and(promise(), "arrayBuffer blob formData json text")
	props := map[string]string{"body": "ReadableStream", "signal": "AbortSignal"}
	globalClass(Class{Name: "Request", Methods: methods(fns{"clone": returns("Request")}.with(body)), Props: props}, plain())
	globalClass(Class{Name: "Response", Methods: methods(fns{"clone": returns("Response")}.with(body)), Props: props}, plain())
	objectFns("Response", fns{}.and(returns("Response"), "error json redirect"))
	globalClass(Class{Name: "Blob", Methods: methods(fns{"slice": returns("Blob"), "stream": returns("ReadableStream")}.and(promise(), "arrayBuffer text"))}, plain())
	globalClass(Class{Name: "ReadableStream", Methods: methods(fns{
		"cancel": promise(), "pipeTo": promise(), "getReader": plain(), "pipeThrough": returns("ReadableStream"), "tee": returns("Array"),
	})}, plain())
	globalClass(Class{Name: "URLSearchParams", Methods: methods(fns{"forEach": calls(0)}.and(plain(), "append delete get getAll has set sort toString"))}, plain())
	globalClass(Class{Name: "URL", Props: map[string]string{"searchParams": "URLSearchParams"}}, plain())
	objectFns("URL", fns{"canParse": plain(), "parse": returns("URL")})
	globalClass(Class{Name: "WebSocket", Extends: "EventTarget", Methods: methods(fns{"send": plain(), "close": plain()}), Events: events{"message": on(Message, PhasePoll)}.and("open close error")}, plain())
	globalClass(Class{Name: "BroadcastChannel", Extends: "EventTarget", Methods: methods(fns{}.and(plain(), "postMessage close ref unref")), Events: events{"message": on(Message, PhasePoll)}.and("messageerror")}, plain())
	globalClass(Class{Name: "TextDecoder", Methods: methods(fns{"decode": plain()})}, plain())
	globalFns(fns{"fetch": promiseOf("Response"), "structuredClone": plain()})
	for _, n := range fields("URL URLSearchParams") {
		module("url").Members[n] = object(n)
	}
	module("worker_threads").Members["BroadcastChannel"] = object("BroadcastChannel")
	module("util").Members["TextDecoder"] = object("TextDecoder")

	// Buffer (Node docs, "Buffer").
	class(Class{Name: "Buffer", Extends: "Uint8Array", Methods: methods(fns{}.and(plain(), "toString write copy equals compare toJSON").and(returns("Buffer"), "slice subarray"))}, "Buffer|")
	objectFns("Buffer", fns{}.and(returns("Buffer"), "from alloc allocUnsafe allocUnsafeSlow concat copyBytesFrom of").and(plain(), "byteLength compare isBuffer isEncoding"))
	for _, n := range fields("Buffer Blob") {
		module("buffer").Members[n] = object(n)
	}
}
