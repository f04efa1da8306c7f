package nodeapi

import "strings"

// The file system (Node docs, "File system": Callback API, Synchronous API, Promises API).
func initFS() {
	// What each gives after the error, and the errors that programs meet.
	type one struct{ name, result, errors string }
	paths := []one{
		{"readFile", "Buffer", "ENOENT EACCES EISDIR EMFILE"}, {"writeFile", "", "ENOENT EACCES ENOSPC EROFS EMFILE"}, {"appendFile", "", "ENOENT EACCES ENOSPC EROFS"},
		{"copyFile", "", "ENOENT EACCES EEXIST ENOSPC"}, {"cp", "", "ENOENT EACCES EEXIST ENOSPC"}, {"readdir", "Array", "ENOENT EACCES ENOTDIR"},
		{"rm", "", "ENOENT EACCES EBUSY"}, {"rmdir", "", "ENOENT ENOTEMPTY ENOTDIR"}, {"mkdir", "", "EEXIST ENOENT EACCES"}, {"mkdtemp", "", "ENOENT EACCES"},
		{"rename", "", "ENOENT EXDEV EACCES"}, {"unlink", "", "ENOENT EACCES EPERM"}, {"truncate", "", "ENOENT EACCES"}, {"opendir", "fs.Dir", "ENOENT EACCES ENOTDIR"},
		{"symlink", "", "EEXIST EPERM"}, {"link", "", "EEXIST EXDEV"}, {"glob", "Array", ""},
	}
	quick := []one{
		{"access", "", "ENOENT EACCES"}, {"stat", "fs.Stats", "ENOENT EACCES"}, {"lstat", "fs.Stats", "ENOENT EACCES"}, {"realpath", "", "ENOENT ELOOP"}, {"readlink", "", "ENOENT EINVAL"},
		{"chmod", "", "ENOENT EPERM"}, {"chown", "", "ENOENT EPERM"}, {"lchmod", "", ""}, {"lchown", "", "ENOENT EPERM"}, {"utimes", "", "ENOENT EPERM"}, {"lutimes", "", "ENOENT"}, {"statfs", "", "ENOENT"},
	}
	// Those that take a descriptor; a FileHandle's method is their promise twin.
	handles := []one{
		{"read", "", "EBADF EISDIR"}, {"readv", "", "EBADF"}, {"write", "", "EBADF ENOSPC"}, {"writev", "", "EBADF ENOSPC"}, {"close", "", "EBADF"},
		{"fsync", "", "EBADF"}, {"fdatasync", "", "EBADF"}, {"ftruncate", "", "EBADF"},
	}
	handlesQuick := []one{{"fstat", "fs.Stats", "EBADF"}, {"fchmod", "", "EBADF EPERM"}, {"fchown", "", "EBADF EPERM"}, {"futimes", "", "EBADF"}}

	table := fns{}
	add := func(list []one, cheap bool, instead func(name string) string) {
		for _, o := range list {
			codes := fields(o.errors)
			s := Func{Blocks: BlocksIO, Cheap: cheap, Instead: instead(o.name), Callback: NoCallback, Returns: o.result, Errors: codes}
			table[o.name+"Sync"] = s
			f := io(o.result)
			if o.result == "" {
				f = io()
			}
			f.Errors = codes
			table[o.name] = f
		}
	}
	twin := func(name string) string { return "fs.promises." + name }
	method := func(name string) string {
		switch name = strings.TrimPrefix(name, "f"); name {
		case "datasync":
			return "a FileHandle's datasync()"
		}
		return "a FileHandle's " + name + "()"
	}
	add(paths, false, twin)
	add(quick, true, twin)
	add(handles, false, method)
	add(handlesQuick, true, method)
	add([]one{{"open", "", "ENOENT EACCES EMFILE"}}, false, twin)
	table["existsSync"] = cheapIO("fs.promises.access")
	table["exists"] = notify(PhasePoll)
	table["mkdtempDisposableSync"] = blocking(BlocksIO, "fs.promises.mkdtempDisposable")
	table["realpathSync.native"] = cheapIO("fs.promises.realpath")
	table["realpath.native"] = io()
	table["openAsBlobSync"] = cheapIO("fs.openAsBlob")
	table["openAsBlob"] = promiseOf("Blob")
	table["watch"] = Func{Callback: Last, Phase: PhasePoll, Returns: "fs.FSWatcher"}
	table["watchFile"] = Func{Callback: Last, Phase: PhasePoll, Returns: "fs.StatWatcher", Params: []string{"fs.Stats", "fs.Stats"}}
	table["unwatchFile"] = plain()
	table["createReadStream"] = returns("fs.ReadStream")
	table["createWriteStream"] = returns("fs.WriteStream")
	fn("fs", table)

	promises := fns{"watch": plain(), "glob": plain(), "open": promiseOf("fs.FileHandle"), "mkdtempDisposable": promise()}
	for _, list := range [][]one{paths, quick} {
		for _, o := range list {
			if o.name != "glob" {
				f := promiseOf(o.result)
				f.Errors = fields(o.errors)
				promises[o.name] = f
			}
		}
	}
	named := fns{}
	for n, f := range promises {
		named["promises."+n] = f
	}
	fn("fs", named)
	aliases["fs/promises"] = "fs|promises"

	class(Class{Name: "fs.Stats", Methods: methods(fns{}.and(plain(), "isDirectory isFile isSymbolicLink isSocket isFIFO isBlockDevice isCharacterDevice"))}, "fs|Stats")
	class(Class{Name: "fs.Dir", Methods: methods(fns{
		"close": {Callback: Last, ErrFirst: true, Phase: PhasePoll, ReturnsPromise: true, Params: []string{"Error"}}, "read": {Callback: Last, ErrFirst: true, Phase: PhasePoll, ReturnsPromise: true, Params: []string{"Error"}},
		"closeSync": cheapIO("the Dir's close()"), "readSync": cheapIO("the Dir's read()"),
	})}, "fs|Dir")
	class(Class{Name: "fs.FileHandle", Extends: "events.EventEmitter", Methods: methods(fns{
		"createReadStream": returns("fs.ReadStream"), "createWriteStream": returns("fs.WriteStream"), "stat": promiseOf("fs.Stats"), "readFile": promiseOf("Buffer"),
		"readLines": returns("readline.Interface"), "readableWebStream": returns("ReadableStream"),
	}.and(promise(), "appendFile chmod chown close datasync read readv sync truncate utimes write writeFile writev")), Events: events{}.and("close")})
	opened := events{"open": on(OnEvent, PhasePoll), "ready": on(OnEvent, PhasePoll)}
	class(Class{Name: "fs.ReadStream", Extends: "stream.Readable", ErrorFatal: true, ErrorWhy: "ENOENT, EACCES, EISDIR or EMFILE when the file cannot be opened",
		Methods: methods(fns{"close": notify(PhaseTick, "Error")}), Events: opened}, "fs|ReadStream")
	class(Class{Name: "fs.WriteStream", Extends: "stream.Writable", ErrorFatal: true, ErrorWhy: "ENOENT, EACCES, ENOSPC or EMFILE when the file cannot be opened or written",
		Methods: methods(fns{"close": notify(PhaseTick, "Error")}), Events: opened}, "fs|WriteStream")
	class(Class{Name: "fs.Utf8Stream", Extends: "events.EventEmitter", Methods: methods(fns{"flushSync": cheapIO("the Utf8Stream's flush()"), "flush": io(), "write": plain(), "end": plain(), "destroy": plain(), "reopen": plain()})}, "fs|Utf8Stream")
	class(Class{Name: "fs.FSWatcher", Extends: "events.EventEmitter", Methods: methods(fns{"close": plain(), "ref": chains(), "unref": chains()}), Events: events{"change": on(OnEvent, PhasePoll)}.and("close")})
	class(Class{Name: "fs.StatWatcher", Extends: "events.EventEmitter", Methods: methods(fns{"ref": chains(), "unref": chains()}), Events: events{"change": on(OnEvent, PhasePoll, "fs.Stats", "fs.Stats")}})
}
