package nodeapi

// Timers and queues (Node docs, "Timers", "Process": process.nextTick, and the guide "The Node.js Event Loop").
func initTimers() {
	class(Class{Name: "Timeout", Methods: methods(fns{"hasRef": plain()}.and(chains(), "ref unref refresh close"))})
	class(Class{Name: "Immediate", Methods: methods(fns{"hasRef": plain()}.and(chains(), "ref unref"))})
	timers := fns{
		"setTimeout":   {Callback: 0, Phase: PhaseTimers, Returns: "Timeout"},
		"setInterval":  {Callback: 0, Phase: PhaseTimers, Returns: "Timeout"},
		"setImmediate": {Callback: 0, Phase: PhaseCheck, Returns: "Immediate"},
	}.and(plain(), "clearTimeout clearInterval clearImmediate")
	globalFns(fns{"queueMicrotask": {Callback: 0, Phase: PhaseMicro}}.with(timers))
	fn("timers", timers)
	fn("timers/promises", fns{
		"setTimeout": promise(), "setImmediate": promise(), "setInterval": plain(), "scheduler.wait": promise(), "scheduler.yield": promise(),
	})
	module("timers").Members["promises"] = module("timers/promises")
}
