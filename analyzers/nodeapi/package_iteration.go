package nodeapi

// Packages that call functions for their users: lodash 4, underscore 1, async 3, bluebird 3, q 1.
func initIteration() {
	// lodash and underscore call what stands second, for each element, before they return.
	each := calls(1)
	shared := fns{
		"times": calls(1), "tap": calls(1), "defer": {Callback: 0, Phase: PhaseTimers}, "delay": {Callback: 0, Phase: PhaseTimers}, "debounce": {Callback: 0, Phase: PhaseTimers}, "throttle": {Callback: 0, Phase: PhaseTimers},
	}.and(each, "each forEach some every find reduce reduceRight findIndex findLastIndex findKey groupBy countBy indexBy partition mapObject sortedIndex max min pick omit").
		and(Func{Callback: 1, Phase: PhaseSync, Returns: "Array"}, "map filter reject sortBy")
	own := fns{}.and(each, "forEachRight eachRight forIn forInRight forOwn forOwnRight findLast findLastKey keyBy flatMap flatMapDeep flatMapDepth orderBy mapValues mapKeys uniqBy maxBy minBy sumBy meanBy pickBy omitBy dropWhile dropRightWhile takeWhile takeRightWhile remove transform thru invokeMap unionBy")
	fn("underscore", shared)
	lodash := fns{}.with(own).with(shared)
	for _, n := range fields("indexBy mapObject sortedIndex max min pick omit") {
		delete(lodash, n) // underscore's alone, or without a function in lodash
	}
	fn("lodash", lodash)
	aliases["lodash-es"] = "lodash"
	for n, m := range module("lodash").Members {
		modules["lodash/"+n] = m
		modules["lodash-es/"+n] = m
	}

	initAsync()
	initPromisePackages()
}

// async 3 (caolan.github.io/async): each takes an error-first callback last and gives a promise without one; the iteratees are called in the
// call itself as long as none of them has waited.
func initAsync() {
	iteratee := func(at int8) Func {
		f := either()
		f.Also = []Callback{{At: at, Phase: PhaseSync}}
		return f
	}
	tasks := either()
	tasks.Also = []Callback{{At: 0, Phase: PhaseSync, Many: true}}
	both := either()
	both.Also = []Callback{{At: 0, Phase: PhaseSync}, {At: 1, Phase: PhaseSync}}
	reduce := iteratee(2)
	table := fns{
		"reduce": reduce, "reduceRight": reduce, "inject": reduce, "foldl": reduce, "foldr": reduce, "transform": iteratee(2), "times": iteratee(1), "timesSeries": iteratee(1), "timesLimit": iteratee(2),
		"queue":         calling(Handler{When: Job, Only: 0, Ends: -1, What: "async queue worker"}),
		"priorityQueue": calling(Handler{When: Job, Only: 0, Ends: -1, What: "async queue worker"}),
		"cargo":         calling(Handler{When: Job, Only: 0, Ends: -1, What: "async cargo worker"}),
		"retry":         {Callback: Last, ErrFirst: true, Phase: PhasePoll, ReturnsPromise: true, Params: []string{"Error"}, Also: []Callback{{At: 0, Phase: PhaseSync}, {At: 1, Phase: PhaseSync}}},
		"forever":       {Callback: 1, ErrFirst: true, Phase: PhasePoll, ReturnsPromise: true, Params: []string{"Error"}, Also: []Callback{{At: 0, Phase: PhaseSync}}},
		"nextTick":      {Callback: 0, Phase: PhaseTick}, "setImmediate": {Callback: 0, Phase: PhaseCheck},
	}.and(tasks, "parallel parallelLimit series waterfall auto race").and(both, "whilst until doWhilst doUntil")
	for _, n := range fields("each forEach eachOf forEachOf map mapValues filter select reject some any every all detect find concat groupBy") {
		table[n] = iteratee(1)
		table[n+"Series"] = iteratee(1)
		table[n+"Limit"] = iteratee(2)
	}
	table["sortBy"] = iteratee(1)
	fn("async", table)
	for n := range table {
		modules["async/"+n] = module("async").Members[n]
	}
}

func initPromisePackages() {
	// bluebird (bluebirdjs.com, API reference): handlers run by a scheduler of its own, after the tick queue as a rule.
	later := Func{Callback: 0, Phase: PhaseTick, Returns: "bluebird.Promise"}
	fails := later
	fails.Params = []string{"Error"}
	then := later
	then.Also = []Callback{{At: 1, Phase: PhaseTick, Params: []string{"Error"}}}
	class(Class{Name: "bluebird.Promise", Extends: "Promise", Methods: methods(fns{
		"then": then, "spread": later, "catch": {Callback: Last, Phase: PhaseTick, Returns: "bluebird.Promise", Params: []string{"Error"}}, "error": fails,
		"asCallback": {Callback: 0, ErrFirst: true, Phase: PhaseTick, Returns: "this", Params: []string{"Error"}}, "nodeify": {Callback: 0, ErrFirst: true, Phase: PhaseTick, Returns: "this", Params: []string{"Error"}},
	}.and(later, "finally lastly tap map mapSeries each filter reduce").and(returns("bluebird.Promise"), "delay timeout all props any some race bind return"))}, "bluebird|")
	executor := calls(0)
	executor.ReturnsPromise = true
	call("bluebird", executor)
	many := Func{Callback: 1, Phase: PhaseTick, ReturnsPromise: true, Returns: ""}
	fn("bluebird", fns{"try": {Callback: 0, Phase: PhaseSync, ReturnsPromise: true}, "attempt": {Callback: 0, Phase: PhaseSync, ReturnsPromise: true}, "using": {Callback: Last, Phase: PhaseTick, ReturnsPromise: true}}.
		and(many, "map mapSeries each filter reduce").and(promise(), "resolve reject all allSettled props any some race delay fromCallback join").and(plain(), "promisify promisifyAll method coroutine defer"))

	// q (its API reference): every handler in a future turn.
	class(Class{Name: "q.Promise", Extends: "Promise", Methods: methods(fns{
		"then": then, "fail": fails, "done": {Callback: 0, Phase: PhaseTick, Also: []Callback{{At: 1, Phase: PhaseTick, Params: []string{"Error"}}}}, "fin": later, "spread": later, "nodeify": {Callback: 0, ErrFirst: true, Phase: PhaseTick, Returns: "this", Params: []string{"Error"}},
	}.and(chains(), "delay timeout all get"))})
	gives := returns("q.Promise")
	call("q", gives)
	run := Func{Callback: 0, Phase: PhaseTick, Returns: "q.Promise"}
	fn("q", fns{"fcall": run, "Promise": {Callback: 0, Phase: PhaseSync, Returns: "q.Promise"}, "nextTick": {Callback: 0, Phase: PhaseTick}, "defer": plain(), "denodeify": plain(), "async": plain()}.
		and(gives, "resolve reject all allSettled race delay when nfcall nfapply ninvoke npost"))
}
