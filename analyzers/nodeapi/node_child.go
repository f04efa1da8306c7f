package nodeapi

// Processes (Node docs, "Child process", "Cluster").
func initChild() {
	sent := Func{Callback: Last, ErrFirst: true, Phase: PhaseTick, Params: []string{"Error"}}
	class(Class{Name: "child_process.ChildProcess", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "ENOENT when the command is not found, EACCES when it may not run",
		Methods: methods(fns{"send": sent}.and(plain(), "kill ref unref disconnect")),
		Props:   map[string]string{"stdout": "stream.Readable", "stderr": "stream.Readable", "stdin": "stream.Writable"},
		Events: events{
			"spawn": on(OnEvent, PhaseTick), "exit": on(OnEvent, PhasePoll), "close": on(OnEvent, PhasePoll), "message": on(Message, PhasePoll), "disconnect": on(OnEvent, PhasePoll),
		}}, "child_process|ChildProcess")
	exec := Func{Returns: "child_process.ChildProcess", Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error"}, Errors: fields("ENOENT EACCES ERR_CHILD_PROCESS_STDIO_MAXBUFFER")}
	fn("child_process", fns{
		"execSync": blocking(BlocksChild, "child_process.exec"), "spawnSync": blocking(BlocksChild, "child_process.spawn"), "execFileSync": blocking(BlocksChild, "child_process.execFile"),
		"exec": exec, "execFile": exec,
	}.and(Func{Returns: "child_process.ChildProcess", Callback: NoCallback, Errors: fields("ENOENT EACCES")}, "spawn fork"))

	class(Class{Name: "cluster.Worker", Extends: "events.EventEmitter", Props: map[string]string{"process": "child_process.ChildProcess"},
		Methods: methods(fns{"send": sent, "kill": plain(), "destroy": plain(), "disconnect": chains(), "isConnected": plain(), "isDead": plain()}),
		Events:  events{"message": on(Message, PhasePoll), "online": on(OnEvent, PhasePoll), "listening": on(OnEvent, PhasePoll), "exit": on(OnEvent, PhasePoll), "disconnect": on(OnEvent, PhasePoll)}}, "cluster|Worker")
	worker := func(phase Phase) *Event { return on(OnEvent, phase, "cluster.Worker") }
	class(Class{Name: "cluster", Extends: "events.EventEmitter", Events: events{
		"fork": worker(PhaseTick), "online": worker(PhasePoll), "listening": worker(PhasePoll), "disconnect": worker(PhasePoll), "exit": worker(PhasePoll), "setup": on(OnEvent, PhaseTick), "message": on(Message, PhasePoll, "cluster.Worker"),
	}})
	fn("cluster", fns{
		"fork": returns("cluster.Worker"), "disconnect": notify(PhaseTick), "setupPrimary": plain(), "setupMaster": plain(),
	})
	instance("cluster", "", "cluster")
	instance("cluster", "worker", "cluster.Worker")
}
