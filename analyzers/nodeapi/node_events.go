package nodeapi

// Emitters (Node docs, "Events").
func initEvents() {
	listens := Func{Effect: EffectListens, Callback: 1, Returns: "this"}
	class(Class{Name: "events.EventEmitter", Emits: true, Methods: methods(fns{
		"emit": effect(EffectEmits), "removeAllListeners": chainEffect(EffectUnlisten), "setMaxListeners": chains(),
	}.and(listens, "on once addListener prependListener prependOnceListener").
		and(Func{Effect: EffectUnlisten, Callback: 1, Returns: "this"}, "off removeListener").
		and(plain(), "listenerCount listeners rawListeners eventNames getMaxListeners")),
		Events: events{"error": on(OnEvent, PhaseNone, "Error"), "newListener": on(OnEvent, PhaseSync), "removeListener": on(OnEvent, PhaseSync)}},
		"events|", "events|EventEmitter", "events|EventEmitterAsyncResource")
	// the module is the class: require('events').EventEmitter === require('events')
	fn("events", fns{
		"once": promise(), "on": plain(), "addAbortListener": {Callback: 1, Phase: PhaseSync},
	}.and(plain(), "getEventListeners getMaxListeners listenerCount setMaxListeners"))
}
