package nodeapi

// Packages that start processes or wait: cross-spawn 7, execa 5 and later, shelljs, sync-request 6, deasync.
func initChildPackages() {
	call("cross-spawn", returns("child_process.ChildProcess"))
	fn("cross-spawn", fns{"spawn": returns("child_process.ChildProcess"), "sync": blocking(BlocksChild, "cross-spawn")})
	// execa: a promise that rejects when the command fails. Up to 5 CommonJS (execa.sync), from 6 an ES module (execaSync).
	wait := blocking(BlocksChild, "execa")
	call("execa", promise())
	fn("execa", fns{}.and(promise(), "execa execaCommand execaNode command node").and(wait, "sync commandSync execaSync execaCommandSync $.sync"))

	call("command-exists", either())
	fn("command-exists", fns{"sync": blocking(BlocksChild, "command-exists")})

	// shelljs: all but exec with a callback or {async: true} is synchronous.
	disk := func(instead string) Func { return blocking(BlocksIO, instead) }
	fn("shelljs", fns{
		"exec": {Blocks: BlocksChild, SyncWithoutCallback: true, Instead: "child_process.exec", Callback: Last, Phase: PhasePoll},
		"cat":  disk("fs.promises.readFile"), "ls": disk("fs.promises.readdir"), "rm": disk("fs.promises.rm"), "cp": disk("fs.promises.cp"), "mv": disk("fs.promises.rename"), "mkdir": disk("fs.promises.mkdir"),
		"find": disk("fs.promises.readdir with recursive"), "grep": disk("fs.promises.readFile"), "sed": disk("fs.promises.readFile and writeFile"), "head": disk("fs.promises.open"), "tail": disk("fs.promises.open"), "sort": disk("fs.promises.readFile"), "uniq": disk("fs.promises.readFile"),
		"touch": disk("fs.promises.utimes"), "chmod": disk("fs.promises.chmod"), "ln": disk("fs.promises.symlink"), "test": cheapIO("fs.promises.stat"), "which": cheapIO("fs.promises.access"), "tempdir": cheapIO("os.tmpdir"),
		"exit": effect(EffectExits),
	}.and(plain(), "cd pwd echo set error"))

	// sync-request starts a process for the request and waits for it.
	call("sync-request", blocking(BlocksChild, "fetch"))
	// deasync turns the event loop from within a call until a callback has run.
	loop := blocking(BlocksSleep, "await")
	call("deasync", plain())
	fn("deasync", fns{}.and(loop, "sleep loopWhile runLoopOnce"))
}
