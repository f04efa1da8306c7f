package nodeapi

// The process object (Node docs, "Process").
func initProcess() {
	listen := Func{Effect: EffectListens, Callback: 1, Returns: "this"}
	fn("process", fns{
		"nextTick": {Callback: 0, Phase: PhaseTick},
		"exit":     effect(EffectExits), "abort": effect(EffectExits), "reallyExit": effect(EffectExits),
		// callback(error); only there with an IPC channel
		"send":                                {Callback: Last, ErrFirst: true, Phase: PhaseTick, Params: []string{"Error"}},
		"setUncaughtExceptionCaptureCallback": {Callback: 0, Phase: PhaseSync, Params: []string{"Error"}},
		"hrtime.bigint":                       plain(),
	}.and(listen, "on once addListener prependListener prependOnceListener").
		and(plain(), "chdir cwd disconnect dlopen emitWarning getBuiltinModule hrtime kill loadEnvFile memoryUsage umask uptime"))
	signals := events{}
	for _, s := range fields("SIGABRT SIGALRM SIGBREAK SIGCONT SIGHUP SIGINT SIGPIPE SIGPROF SIGQUIT SIGTERM SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH") {
		signals[s] = on(Signal, PhasePoll)
	}
	for n, e := range (events{
		"exit": on(Exit, PhaseSync), "beforeExit": on(OnEvent, PhaseSync),
		"message":                  on(Message, PhasePoll),
		"uncaughtException":        on(OnEvent, PhaseSync, "Error"),
		"uncaughtExceptionMonitor": on(OnEvent, PhaseSync, "Error"),
		"unhandledRejection":       on(OnEvent, PhaseTick, "Error", "Promise"),
		"rejectionHandled":         on(OnEvent, PhaseTick, "Promise"),
		"warning":                  on(OnEvent, PhaseTick, "Error"),
		"workerMessage":            on(Message, PhasePoll),
	}.and("disconnect")) {
		signals[n] = e
	}
	class(Class{Name: "process", Extends: "events.EventEmitter", Events: signals})
	// What they are depends on what they are connected to (a file, a pipe, a terminal); these sides they always have.
	class(Class{Name: "process.Output", Extends: "stream.Writable", Methods: methods(fns{"getWindowSize": plain()}.and(notify(PhasePoll), "clearLine clearScreenDown cursorTo moveCursor")), Events: events{}.and("resize")})
	class(Class{Name: "process.Input", Extends: "stream.Readable", Methods: methods(fns{"setRawMode": chains(), "ref": chains(), "unref": chains()})})
	instance("process", "", "process")
	instance("process", "stdin", "process.Input")
	instance("process", "stdout", "process.Output")
	instance("process", "stderr", "process.Output")
	globals["process"] = module("process")
}
