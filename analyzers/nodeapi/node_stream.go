package nodeapi

// Streams (Node docs, "Stream": API for stream consumers and for stream implementers).
func initStream() {
	class(Class{Name: "Chunk"})
	class(Class{Name: "stream.Stream", Extends: "events.EventEmitter", Methods: methods(fns{
		"pipe": effect(EffectPipes),
	})}, "stream|Stream", "stream|")
	readHooks := map[string]*Event{"_read": on(Message, PhaseTick), "_construct": on(OnEvent, PhaseTick), "_destroy": on(OnEvent, PhaseSync, "Error")}
	writeHooks := map[string]*Event{"_write": on(Message, PhaseSync, "Chunk"), "_writev": on(Message, PhaseSync, "Array"), "_final": on(OnEvent, PhaseSync), "_construct": readHooks["_construct"], "_destroy": readHooks["_destroy"]}
	// The helpers (map, forEach) call once a chunk, while the stream is read, and await what the callback returns.
	each := Func{Callback: 0, Phase: PhaseMicro, Params: []string{"Chunk"}}
	lazy, eager := each, each
	lazy.Returns = "stream.Readable"
	eager.ReturnsPromise = true
	class(Class{Name: "stream.Readable", Extends: "stream.Stream", Readable: true, Hooks: readHooks, Methods: methods(fns{
		"destroy": chainEffect(EffectDestroys), "setEncoding": chainEffect(EffectEncoding), "pause": chains(), "resume": chains(), "unpipe": chains(), "wrap": chains(), "toArray": promiseOf("Array"),
		"reduce": {Callback: 0, Phase: PhaseMicro, ReturnsPromise: true}, "compose": returns("stream.Duplex"), "drop": returns("stream.Readable"), "take": returns("stream.Readable"),
		"iterator": plain(),
	}.and(lazy, "map filter flatMap").and(eager, "forEach some every find").and(plain(), "read push unshift isPaused")),
		Events: events{
			"data": on(Message, PhasePoll, "Chunk"), "readable": on(Message, PhaseTick), "end": on(OnEvent, PhaseTick), "close": on(OnEvent, PhaseTick),
		}.and("pause resume")}, "stream|Readable")
	write := fns{
		"write": {Effect: EffectWrites, Callback: Last, Phase: PhasePoll, Params: []string{"Error"}}, "end": {Effect: EffectEnds, Callback: Last, Phase: PhaseTick, Returns: "this", Params: []string{"Error"}},
		"destroy": chainEffect(EffectDestroys), "setDefaultEncoding": chains(),
	}.and(plain(), "cork uncork")
	writeEvents := events{
		"drain": on(OnEvent, PhaseTick), "finish": on(OnEvent, PhaseTick), "close": on(OnEvent, PhaseTick),
		"pipe": on(OnEvent, PhaseSync, "stream.Readable"), "unpipe": on(OnEvent, PhaseSync, "stream.Readable"),
	}
	class(Class{Name: "stream.Writable", Extends: "stream.Stream", Writable: true, Hooks: writeHooks, Methods: methods(write), Events: writeEvents}, "stream|Writable")
	class(Class{Name: "stream.Duplex", Extends: "stream.Readable", Writable: true, Hooks: writeHooks, Methods: methods(write), Events: writeEvents}, "stream|Duplex")
	class(Class{Name: "stream.Transform", Extends: "stream.Duplex", Hooks: map[string]*Event{"_transform": on(Message, PhaseSync, "Chunk"), "_flush": on(OnEvent, PhaseTick)}}, "stream|Transform")
	class(Class{Name: "stream.PassThrough", Extends: "stream.Transform"}, "stream|PassThrough")
	fn("stream", fns{
		"pipeline":      {Effect: EffectConsumes, Callback: Last, ErrFirst: true, Phase: PhaseTick, Params: []string{"Error"}},
		"finished":      {Effect: EffectConsumes, Callback: Last, ErrFirst: true, Phase: PhaseTick, Params: []string{"Error"}},
		"Readable.from": returns("stream.Readable"), "Readable.fromWeb": returns("stream.Readable"), "Writable.fromWeb": returns("stream.Writable"),
		"Readable.toWeb": returns("ReadableStream"), "Writable.toWeb": plain(),
		"Duplex.from": returns("stream.Duplex"), "Duplex.fromWeb": returns("stream.Duplex"), "compose": returns("stream.Duplex"),
		"addAbortSignal": plain(), "duplexPair": returns("Array"),
		"getDefaultHighWaterMark": plain(), "setDefaultHighWaterMark": plain(),
	})
	consumes := promise()
	consumes.Effect = EffectConsumes
	fn("stream/promises", fns{"pipeline": consumes, "finished": consumes})
	module("stream").Members["promises"] = module("stream/promises")
	fn("stream/consumers", fns{}.and(consumes, "arrayBuffer blob buffer json text"))
}
