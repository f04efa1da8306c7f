package nodeapi

// Emitters and streams that are not Node's own.
func initEmitterPackages() {
	listens := Func{Effect: EffectListens, Callback: 1, Returns: "this"}
	unlistens := Func{Effect: EffectUnlisten, Callback: 1, Returns: "this"}
	emits := methods(fns{"emit": effect(EffectEmits), "removeAllListeners": chainEffect(EffectUnlisten)}.and(listens, "on once addListener").and(unlistens, "off removeListener").and(plain(), "listenerCount listeners eventNames"))
	// eventemitter3 5, component-emitter 2: an 'error' event without listener does nothing, unlike Node's.
	class(Class{Name: "eventemitter3.EventEmitter", Methods: emits}, "eventemitter3|", "eventemitter3|EventEmitter", "component-emitter|")
	// eventemitter2 6 throws as Node does, unless it is made with ignoreErrors.
	class(Class{Name: "eventemitter2.EventEmitter2", Extends: "events.EventEmitter", Methods: methods(fns{"onAny": {Effect: EffectListens, Callback: 0, Returns: "this"}, "many": {Effect: EffectListens, Callback: 2, Returns: "this"}, "emitAsync": {Effect: EffectEmits, Callback: NoCallback, ReturnsPromise: true}})},
		"eventemitter2|", "eventemitter2|EventEmitter2")

	// readable-stream 4 is Node's stream as a package; what it exports itself is Readable.
	reexport("readable-stream", "stream")
	module("readable-stream").Class = classes["stream.Readable"]
	// through2 4: through2([options], [transform], [flush])
	transform := Func{Callback: NoCallback, Returns: "stream.Transform", Handler: &Handler{When: Message, Only: -1, Params: []string{"Chunk"}, Ends: -1, What: "transform function"}}
	call("through2", transform)
	fn("through2", fns{"obj": transform})
	call("split2", returns("stream.Transform"))
	// pump 3 and end-of-stream 1: every error reaches the callback.
	consumes := Func{Effect: EffectConsumes, Callback: Last, ErrFirst: true, Phase: PhaseTick, Params: []string{"Error"}}
	call("pump", consumes)
	call("end-of-stream", consumes)
}
