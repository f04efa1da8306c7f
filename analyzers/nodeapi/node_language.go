package nodeapi

// ECMAScript's own objects (ECMAScript 2026, sections 19 to 27), as far as they run callbacks or wait. What Array.prototype and the like call,
// they call before they return: an error thrown there reaches the caller, and an async callback is not awaited.
func initLanguage() {
	object("global")
	class(Class{Name: "Error"})
	objectFns("Error", fns{}.and(plain(), "captureStackTrace"))
	for _, n := range fields("Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError") {
		object(n).Class = classes["Error"]
	}

	iterate := fns{}.and(calls(0), "forEach some every find findIndex findLast findLastIndex reduce reduceRight").
		and(Func{Callback: 0, Phase: PhaseSync, Returns: "this"}, "map filter sort toSorted")
	class(Class{Name: "Array", Methods: methods(fns{
		"flatMap": {Callback: 0, Phase: PhaseSync, Returns: "Array"},
	}.with(iterate).and(returns("Array"), "slice splice concat flat reverse toReversed toSpliced with fill copyWithin").
		and(plain(), "push pop shift unshift join includes indexOf lastIndexOf keys values entries at"))}, "Array|")
	objectFns("Array", fns{
		"from": {Callback: 1, Phase: PhaseSync, Returns: "Array"}, "of": returns("Array"), "isArray": plain(),
		"fromAsync": {Callback: 1, Phase: PhaseMicro, ReturnsPromise: true, Returns: "Array"},
	})
	class(Class{Name: "Uint8Array", Methods: methods(fns{}.with(iterate).and(plain(), "set at join includes indexOf lastIndexOf keys values entries").
		and(returns("this"), "slice subarray fill reverse copyWithin toReversed with"))}, "Uint8Array|")
	class(Class{Name: "Map", Methods: methods(fns{"forEach": calls(0), "getOrInsertComputed": calls(1), "set": chains()}.and(plain(), "get has delete clear keys values entries getOrInsert"))}, "Map|")
	class(Class{Name: "Set", Methods: methods(fns{"forEach": calls(0), "add": chains()}.and(plain(), "has delete clear keys values entries"))}, "Set|")
	class(Class{Name: "WeakMap", Methods: methods(fns{"set": chains()}.and(plain(), "get has delete"))}, "WeakMap|")
	class(Class{Name: "WeakSet", Methods: methods(fns{"add": chains()}.and(plain(), "has delete"))}, "WeakSet|")
	objectFns("Map", fns{"groupBy": {Callback: 1, Phase: PhaseSync, Returns: "Map"}})
	class(Class{Name: "String", Methods: methods(fns{}.and(calls(1), "replace replaceAll").and(returns("Array"), "split").
		and(plain(), "trim slice substring toLowerCase toUpperCase startsWith endsWith includes indexOf padStart padEnd repeat charAt charCodeAt match matchAll"))})
	class(Class{Name: "Iterator", Methods: methods(fns{}.and(calls(0), "forEach some every find reduce").and(returns("Array"), "toArray"))})

	// The executor runs during new Promise; what it throws becomes a rejection.
	class(Class{Name: "Promise", Methods: methods(fns{
		"then":    {Callback: 0, Phase: PhaseMicro, Returns: "Promise", Also: []Callback{{At: 1, Phase: PhaseMicro, Params: []string{"Error"}}}},
		"catch":   {Callback: 0, Phase: PhaseMicro, Returns: "Promise", Params: []string{"Error"}},
		"finally": {Callback: 0, Phase: PhaseMicro, Returns: "Promise"},
	})}, "Promise|")
	executor := calls(0)
	executor.ReturnsPromise = true
	object("Promise").Func = &executor
	objectFns("Promise", fns{
		"try": {Callback: 0, Phase: PhaseSync, ReturnsPromise: true}, "withResolvers": plain(),
	}.and(promise(), "resolve reject all allSettled race any"))

	objectFns("Object", fns{"groupBy": calls(1)}.and(plain(), "assign create defineProperty defineProperties entries freeze fromEntries getOwnPropertyDescriptor getOwnPropertyNames getPrototypeOf hasOwn isFrozen keys seal setPrototypeOf values"))
	objectFns("Reflect", fns{"apply": calls(0)}.and(plain(), "construct defineProperty get has ownKeys set getPrototypeOf setPrototypeOf"))
	objectFns("JSON", fns{"parse": calls(1), "stringify": calls(1)})
	objectFns("Atomics", fns{"wait": blocking(BlocksSleep, "Atomics.waitAsync"), "waitAsync": plain(), "notify": plain()})
}

// objectFns declares functions of a global object: objectFns("JSON", ...) makes JSON.parse.
func objectFns(name string, table fns) {
	object(name)
	fn(name, table)
}

// globalFns declares functions of the global object.
func globalFns(table fns) {
	fn("global", table)
	for n := range table {
		globals[n] = object("global").Members[n]
	}
}

// globalClass declares a class that is a global, with what its constructor does.
func globalClass(c Class, constructor Func) {
	object(c.Name).Func = &constructor
	class(c, c.Name+"|")
}
