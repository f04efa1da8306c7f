package nodeapi

// Terminals and lines (Node docs, "Readline", "REPL", "TTY").
func initTerminal() {
	lines := events{"line": on(OnEvent, PhasePoll), "close": on(OnEvent, PhaseNone), "SIGINT": on(Signal, PhasePoll), "SIGTSTP": on(Signal, PhasePoll), "SIGCONT": on(Signal, PhasePoll)}.and("pause resume history")
	shared := fns{}.and(plain(), "close prompt setPrompt getPrompt write getCursorPos").and(chains(), "pause resume")
	class(Class{Name: "readline.Interface", Extends: "events.EventEmitter", Methods: methods(fns{"question": notify(PhasePoll)}.with(shared)), Events: lines}, "readline|Interface")
	class(Class{Name: "readline/promises.Interface", Extends: "readline.Interface", Methods: methods(fns{"question": promise()})}, "readline/promises|Interface")
	fn("readline", fns{"createInterface": returns("readline.Interface"), "emitKeypressEvents": plain()}.and(notify(PhasePoll), "clearLine clearScreenDown cursorTo moveCursor"))
	fn("readline/promises", fns{"createInterface": returns("readline/promises.Interface")})
	module("readline").Members["promises"] = module("readline/promises")
	class(Class{Name: "repl.REPLServer", Extends: "readline.Interface", Methods: methods(fns{"setupHistory": io("repl.REPLServer")}.and(plain(), "defineCommand displayPrompt clearBufferedCommand")), Events: events{}.and("exit reset")}, "repl|REPLServer")
	fn("repl", fns{"start": returns("repl.REPLServer")})
	class(Class{Name: "tty.ReadStream", Extends: "net.Socket", Methods: methods(fns{"setRawMode": chains()})}, "tty|ReadStream")
	class(Class{Name: "tty.WriteStream", Extends: "net.Socket", Methods: methods(fns{"getWindowSize": plain(), "getColorDepth": plain(), "hasColors": plain()}.and(notify(PhasePoll), "clearLine clearScreenDown cursorTo moveCursor")), Events: events{}.and("resize")}, "tty|WriteStream")
	fn("tty", fns{"isatty": plain()})
}
