package nodeapi

// Packages of npm that register handlers, wait, or run callbacks: one file for each kind (package_*.go). The source is each package's own
// documentation, at the version that the table's comment names; where that is silent, its code.

// firstPackageClass is the id from which on classes are those of packages.
var firstPackageClass int32

func packageTables() {
	inPackages = true
	firstPackageClass = int32(len(classSeq))
	initEmitterPackages()
	initExpress()
	initKoa()
	initFastify()
	initSockets()
	initQueues()
	initDatabases()
	initFilePackages()
	initChildPackages()
	initSyncPackages()
	initHTTPPackages()
	initIteration()
	initDecorators()
	initServices()
}

// call says what the package does when it is called itself: express().
func call(pkg string, f Func) { module(pkg).Func = &f }

// calling is a Func that takes handlers.
func calling(h Handler) Func { return Func{Callback: NoCallback, Handler: &h} }

// chaining is one that returns its receiver.
func chaining(h Handler) Func { return Func{Callback: NoCallback, Returns: "this", Handler: &h} }

// either is a function with an error-first callback that gives a promise when there is none.
func either(results ...string) Func {
	f := io(results...)
	f.ReturnsPromise = true
	return f
}
