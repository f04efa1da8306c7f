package nodeapi

// Packages on top of the file system: graceful-fs, fs-extra 11, fs-jetpack 5, jsonfile 6, glob, rimraf, mkdirp, proper-lockfile 4, chokidar,
// readdirp, serialport.
func initFilePackages() {
	reexport("graceful-fs", "fs")
	fn("graceful-fs", fns{"gracefulify": plain()})
	reexport("fs-extra", "fs")
	extra := fns{}
	for _, n := range fields("copy emptyDir emptydir ensureDir ensureFile createFile ensureLink createLink ensureSymlink createSymlink mkdirs mkdirp move outputFile outputJson outputJSON readJson readJSON writeJson writeJSON remove") {
		extra[n+"Sync"] = blocking(BlocksIO, "fs-extra's "+n)
		extra[n] = either()
	}
	extra["pathExistsSync"] = cheapIO("fs-extra's pathExists")
	extra["pathExists"] = either()
	fn("fs-extra", extra)
	aliases["fs-extra/esm"] = "fs-extra"

	// fs-jetpack: the plain names are the synchronous ones.
	jetpack := fns{"cwd": plain(), "path": plain(), "createReadStream": returns("fs.ReadStream"), "createWriteStream": returns("fs.WriteStream")}
	for _, n := range fields("append copy dir exists file find inspect inspectTree list move read remove rename symlink write") {
		jetpack[n] = blocking(BlocksIO, "fs-jetpack's "+n+"Async")
		jetpack[n+"Async"] = promise()
	}
	fn("fs-jetpack", jetpack)

	fn("jsonfile", fns{"readFileSync": blocking(BlocksIO, "jsonfile.readFile"), "writeFileSync": blocking(BlocksIO, "jsonfile.writeFile"), "readFile": either(), "writeFile": either()})
	// glob 3 to 8: glob(pattern, cb), glob.sync; 9 and later: glob() gives a promise, globSync.
	call("glob", either("Array"))
	fn("glob", fns{"glob": either("Array"), "hasMagic": plain(), "globStream": plain()}.and(blocking(BlocksIO, "glob"), "sync globSync globStreamSync streamSync globIterateSync iterateSync"))
	// fast-glob 3: a promise; globby exports the same under its own names.
	call("fast-glob", promiseOf("Array"))
	fn("fast-glob", fns{"sync": blocking(BlocksIO, "fast-glob"), "globSync": blocking(BlocksIO, "fast-glob"), "stream": returns("stream.Readable")})
	call("globby", promiseOf("Array"))
	fn("globby", fns{"globby": promiseOf("Array"), "sync": blocking(BlocksIO, "globby"), "globbySync": blocking(BlocksIO, "globby")})
	// rimraf 2 and 3: rimraf(path, cb); 4 and later: a promise. mkdirp 0 and 1 and later alike.
	call("rimraf", either())
	fn("rimraf", fns{"rimraf": promise(), "native": promise(), "manual": promise()}.and(blocking(BlocksIO, "rimraf"), "sync rimrafSync nativeSync manualSync"))
	call("mkdirp", either())
	fn("mkdirp", fns{"mkdirp": promise(), "native": promise(), "manual": promise()}.and(blocking(BlocksIO, "mkdirp"), "sync mkdirpSync nativeSync mkdirpNativeSync manualSync mkdirpManualSync"))
	fn("proper-lockfile", fns{
		"lockSync": blocking(BlocksIO, "proper-lockfile's lock"), "unlockSync": blocking(BlocksIO, "proper-lockfile's unlock"), "checkSync": blocking(BlocksIO, "proper-lockfile's check"),
	}.and(promise(), "lock unlock check"))

	change := on(OnEvent, PhasePoll, "", "fs.Stats")
	class(Class{Name: "chokidar.FSWatcher", Extends: "events.EventEmitter", ErrorWhy: "ENOSPC or EMFILE when too many files are watched", Methods: methods(fns{"close": promise(), "getWatched": plain()}.and(chains(), "add unwatch")),
		Events: events{"add": change, "addDir": change, "change": change, "all": on(OnEvent, PhasePoll, "", "", "fs.Stats"), "raw": on(OnEvent, PhasePoll)}.and("unlink unlinkDir ready")}, "chokidar|FSWatcher")
	fn("chokidar", fns{"watch": returns("chokidar.FSWatcher")})

	class(Class{Name: "serialport.SerialPort", Extends: "stream.Duplex", ErrorFatal: true, ErrorWhy: "the port cannot be opened, or the device goes away", Methods: methods(fns{
		"open": notify(PhasePoll, "Error"), "close": notify(PhasePoll, "Error"), "flush": notify(PhasePoll, "Error"), "drain": notify(PhasePoll, "Error"), "update": notify(PhasePoll, "Error"),
	}), Events: events{}.and("open")}, "serialport|SerialPort")
	fn("serialport", fns{"SerialPort.list": promiseOf("Array")})
	opened := notify(PhasePoll, "Error")
	member("serialport", "SerialPort").Func = &opened
}
