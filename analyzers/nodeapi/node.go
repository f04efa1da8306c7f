package nodeapi

import "strings"

// Node's own modules, curated from Node's documentation: one file for each topic (node_*.go), each naming the pages that it is from. What the
// tables name is held against real Node by curated_test.go.

func nodeTables() {
	initLanguage()
	initWeb()
	initTimers()
	initProcess()
	initFS()
	initEvents()
	initStream()
	initZlib()
	initNet()
	initHTTP()
	initHTTP2()
	initChild()
	initWorkers()
	initCrypto()
	initSQLite()
	initTerminal()
	initOther()
}

// fields splits names that stand in one string.
var fields = strings.Fields

// fns is how tables of functions are written. The zero Func is not neutral (its callback stands first), so that entries are made by the
// constructors below or say where the callback stands.
type fns map[string]Func

// plain is a function of which nothing but its name matters.
func plain() Func { return Func{Callback: NoCallback} }

func blocking(kind Block, instead string) Func {
	return Func{Blocks: kind, Instead: instead, Callback: NoCallback}
}

// cheapIO is a call that waits for the file system, but shortly.
func cheapIO(instead string) Func {
	return Func{Blocks: BlocksIO, Instead: instead, Callback: NoCallback, Cheap: true}
}

func returns(class string) Func { return Func{Returns: class, Callback: NoCallback} }

// chains is a method that returns its receiver.
func chains() Func { return returns("this") }

// io is a function whose last argument is an error-first callback that I/O calls; results are the classes of what comes after the error.
func io(results ...string) Func {
	return Func{Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: append([]string{"Error"}, results...)}
}

// notify is a function whose last argument is a callback without error parameter.
func notify(phase Phase, params ...string) Func {
	return Func{Callback: Last, Phase: phase, Params: params}
}

// calls is a function that calls an argument before it returns, as forEach does.
func calls(at int8, params ...string) Func {
	return Func{Callback: at, Phase: PhaseSync, Params: params}
}

func promise() Func { return Func{Callback: NoCallback, ReturnsPromise: true} }

func promiseOf(class string) Func {
	return Func{Callback: NoCallback, ReturnsPromise: true, Returns: class}
}

// effect is a method that does one thing to its receiver and returns nothing of interest.
func effect(e Effect) Func { return Func{Effect: e, Callback: NoCallback} }

// chainEffect is one that returns its receiver.
func chainEffect(e Effect) Func { return Func{Effect: e, Callback: NoCallback, Returns: "this"} }

// and gives the table with more functions of one shape, named in one string.
func (t fns) and(f Func, names string) fns {
	for _, n := range fields(names) {
		t[n] = f
	}
	return t
}

// with gives the table with all of another table that it does not have itself.
func (t fns) with(more fns) fns {
	for n, f := range more {
		if _, own := t[n]; !own {
			t[n] = f
		}
	}
	return t
}

// methods is a table as a class holds it.
func methods(table fns) map[string]*Func {
	m := make(map[string]*Func, len(table))
	for n, f := range table {
		m[n] = &f
	}
	return m
}

// events is a table of events.
type events map[string]*Event

// and gives the table with more events that carry nothing of interest.
func (e events) and(names string) events {
	for _, n := range fields(names) {
		e[n] = &Event{When: OnEvent}
	}
	return e
}

func on(when When, phase Phase, params ...string) *Event {
	return &Event{When: when, Phase: phase, Params: params}
}
