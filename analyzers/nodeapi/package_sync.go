package nodeapi

import "strings"

// Packages of which some calls wait for the file system, another process or a person, or compute, and others do the same without: klaw-sync 6,
// write-file-atomic 5, jsonfile's kin of sindresorhus (the last CommonJS versions have name.sync, later ones nameSync), tmp 0.2, lockfile 1,
// which 3, resolve 1, cosmiconfig 8, lilconfig 3, pngjs 7, tinyglobby 0.2, walk-sync 3, recursive-readdir-sync 1, adm-zip 0.5, xlsx 0.18,
// image-size 1, sass 1, node-sass, pug 3, @babel/core 7, esbuild 0, snappy 7, maxmind 4, configstore 5, conf 10, node-localstorage 3,
// node-machine-id 1, node-cmd 5, sync-exec 0.6, sync-fetch 0.5, sync-rpc 1, system-sleep 1, readline-sync 1, prompt-sync 4, pbkdf2 3,
// bcrypt-nodejs 0, @node-rs/bcrypt and @node-rs/argon2 2, sqlite-sync 0.
func initSyncPackages() {
	disk := func(instead string) Func { return blocking(BlocksIO, instead) }

	// A promise when called, and a synchronous twin.
	twins := map[string]string{
		"write-file-atomic": "writeFileAtomic", "del": "del", "make-dir": "makeDirectory", "find-up": "findUp", "pkg-up": "pkgUp", "read-pkg": "readPackage", "read-pkg-up": "readPackageUp",
		"load-json-file": "loadJsonFile", "write-json-file": "writeJsonFile", "locate-path": "locatePath", "cp-file": "copyFile", "temp-write": "tempWrite", "pkg-dir": "packageDirectory", "path-type": "pathType",
	}
	for _, pkg := range sortedKeys(twins) {
		as := twins[pkg]
		call(pkg, either())
		sync := as + "Sync"
		switch pkg {
		case "del":
			sync = "deleteSync"
		}
		fn(pkg, fns{as: promise()}.and(disk(pkg+" without sync"), "sync "+sync))
	}
	call("path-exists", promise())
	fn("path-exists", fns{"pathExists": promise()}.and(cheapIO("path-exists without sync"), "sync pathExistsSync"))
	call("which", either())
	fn("which", fns{"sync": cheapIO("which without sync")})
	call("resolve", io())
	fn("resolve", fns{"sync": disk("resolve with a callback")})
	call("klaw-sync", disk("klaw"))
	call("walk-sync", disk("fs.promises.readdir with recursive"))
	fn("walk-sync", fns{"entries": disk("fs.promises.readdir with recursive")})
	call("recursive-readdir-sync", disk("fs.promises.readdir with recursive"))
	fn("tinyglobby", fns{"glob": promise(), "globSync": disk("tinyglobby's glob")})
	fn("tmp", fns{"file": io(), "dir": io(), "tmpName": io(), "fileSync": disk("tmp.file"), "dirSync": disk("tmp.dir"), "tmpNameSync": cheapIO("tmp.tmpName"), "setGracefulCleanup": plain()})
	fn("lockfile", fns{"lock": io(), "unlock": io(), "check": io(), "lockSync": disk("lockfile.lock"), "unlockSync": disk("lockfile.unlock"), "checkSync": disk("lockfile.check")})
	fn("maxmind", fns{"open": promise(), "openSync": disk("maxmind.open")})
	for _, pkg := range []string{"cosmiconfig", "lilconfig"} {
		search := methods(fns{}.and(disk(pkg+" without Sync"), "search load"))
		class(Class{Name: pkg + ".SyncExplorer", Methods: search})
		class(Class{Name: pkg + ".Explorer", Methods: methods(fns{}.and(promise(), "search load"))})
		fn(pkg, fns{pkg + "Sync": returns(pkg + ".SyncExplorer"), pkg: returns(pkg + ".Explorer")})
	}

	// Stores that write their file at each change; reading is done once.
	kept := func(instead string) Class {
		return Class{Methods: methods(fns{}.and(disk(instead), "set delete clear setItem removeItem").and(cheapIO(instead), "get has getItem"))}
	}
	for _, path := range fields("configstore| conf| electron-store| node-localstorage|LocalStorage") {
		c := kept("a database, or a copy in memory that is written now and then")
		c.Name, _, _ = strings.Cut(path, "|")
		c.Name += ".Store"
		class(c, path)
	}

	// Documents and pictures.
	zip := methods(fns{}.and(disk("a package that streams, such as yauzl"), "extractAllTo extractEntryTo writeZip addLocalFile addLocalFolder").and(blocking(BlocksCPU, "a package that streams, such as yazl"), "toBuffer readFile readAsText").
		and(promise(), "extractAllToAsync writeZipPromise addLocalFolderPromise").and(plain(), "getEntries getEntry addFile deleteFile"))
	class(Class{Name: "adm-zip.AdmZip", Methods: zip}, "adm-zip|")
	open := disk("a package that streams, such as yauzl")
	open.Returns = "adm-zip.AdmZip"
	open.Size = &Size{At: 0} // new AdmZip() opens nothing
	call("adm-zip", open)
	fn("xlsx", fns{}.and(disk("a worker thread"), "readFile readFileSync writeFile writeFileSync").and(blocking(BlocksCPU, "a worker thread"), "read write"))
	size := io()
	size.Blocks, size.SyncWithoutCallback, size.Cheap, size.Instead = BlocksIO, true, true, "image-size with a callback"
	call("image-size", size)
	fn("pngjs", fns{"PNG.sync.read": blocking(BlocksCPU, "a PNG of pngjs as a stream"), "PNG.sync.write": blocking(BlocksCPU, "a PNG of pngjs as a stream")})

	// Compilers.
	cpu := func(instead string) Func { return blocking(BlocksCPU, instead) }
	fn("sass", fns{"compile": cpu("sass.compileAsync"), "compileString": cpu("sass.compileStringAsync"), "renderSync": cpu("sass.render"), "compileAsync": promise(), "compileStringAsync": promise(), "render": io()})
	fn("node-sass", fns{"renderSync": cpu("node-sass.render"), "render": io()})
	fn("pug", fns{"compileFile": disk("templates compiled once, when the program starts")})
	fn("@babel/core", fns{
		"transformSync": cpu("transformAsync"), "transformFileSync": cpu("transformFileAsync"), "parseSync": cpu("parseAsync"), "transformFromAstSync": cpu("transformFromAstAsync"), "loadOptionsSync": disk("loadOptionsAsync"), "loadPartialConfigSync": disk("loadPartialConfigAsync"),
	}.and(promise(), "transformAsync transformFileAsync parseAsync transformFromAstAsync loadOptionsAsync loadPartialConfigAsync"))
	fn("esbuild", fns{"buildSync": cpu("esbuild.build"), "transformSync": cpu("esbuild.transform"), "formatMessagesSync": cpu("esbuild.formatMessages"), "analyzeMetafileSync": cpu("esbuild.analyzeMetafile")}.and(promise(), "build transform formatMessages analyzeMetafile context"))
	fn("snappy", fns{"compressSync": cpu("snappy.compress"), "uncompressSync": cpu("snappy.uncompress"), "compress": promise(), "uncompress": promise()})

	// Passwords.
	fn("pbkdf2", fns{"pbkdf2": io("Buffer"), "pbkdf2Sync": {Blocks: BlocksCPU, Instead: "crypto.pbkdf2", Callback: NoCallback, Size: &Size{At: 2, Quiet: 1000}}})
	fn("bcrypt-nodejs", fns{"hash": io(), "compare": io(), "genSalt": io(), "hashSync": cpu("bcrypt-nodejs.hash"), "compareSync": cpu("bcrypt-nodejs.compare")})
	fn("@node-rs/bcrypt", fns{"hashSync": cpu("hash"), "compareSync": cpu("compare"), "verifySync": cpu("verify")}.and(promise(), "hash compare verify genSalt"))
	fn("@node-rs/argon2", fns{"hashSync": cpu("hash"), "verifySync": cpu("verify")}.and(promise(), "hash verify"))

	// Processes, the network, time and people.
	child := func(instead string) Func { return blocking(BlocksChild, instead) }
	fn("node-machine-id", fns{"machineIdSync": child("node-machine-id.machineId"), "machineId": promise()})
	fn("node-cmd", fns{"runSync": child("node-cmd.run"), "run": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error"}, Returns: "child_process.ChildProcess"}})
	call("sync-exec", child("child_process.exec"))
	call("sync-fetch", child("fetch"))
	call("system-sleep", blocking(BlocksSleep, "timers/promises.setTimeout"))
	call("prompt-sync", plain())
	fn("readline-sync", fns{}.and(blocking(BlocksSleep, "readline/promises"), "question prompt keyIn keyInYN keyInYNStrict keyInPause keyInSelect questionInt questionFloat questionNewPassword promptLoop promptCL"))
	fn("sqlite-sync", fns{}.and(blocking(BlocksDB, "a worker thread that owns the database"), "connect run runSQL insert update delete close"))
	reexport("better-sqlite3-multiple-ciphers", "better-sqlite3")
	twin := module("better-sqlite3-multiple-ciphers")
	twin.Func, twin.Class = module("better-sqlite3").Func, module("better-sqlite3").Class
}
