// Package order predicts in which order the callbacks of a program run. It follows the text of a module's top level, or of one function, as
// Node runs it: synchronous code, process.nextTick, microtasks, timers, immediates, the ends of operations, exit (Node docs, "The Node.js Event
// Loop"; ECMAScript, section 9.5, "Jobs and Host Operations to Enqueue Jobs").
//
// It is an interpreter. Values that the text does not tell are unknown; where the way on hangs on one, or on what Node leaves open, such as which
// of two files is read first, each way is followed in a run of its own. What all runs have in common is the prediction; of what differs it is
// said that it is undecided, and why. It runs no code of the program: nothing but the text is read.
//
// It knows one program's trees and Node's scheduling. It must not know rules, editors or the disk.
package order

import (
	"nodebeyond/analyzers/syntax"
)

// Options say what is asked.
type Options struct {
	// ESM says that the entry is an ES module: its body runs in a microtask.
	ESM bool
	// Func is the function to follow from its entry, the module's top level when it is not valid. From is the phase that calls it; of a
	// function nothing is known of its arguments.
	Func syntax.Node
	From Phase
	// Resolve gives the file that a specifier stands for in a file; nil for one that is not of the project. It may be nil.
	Resolve func(from *syntax.File, specifier string) (file *syntax.File, esm bool)

	// Steps is how many steps of the interpreter all ways together may take, 0 for as many as there is sense in: some tenths of a second.
	Steps int

	prefix bool
}

// Step is something that happens: a callback that begins, a function that goes on after an await, or a line that is printed.
type Step struct {
	Printed bool
	Phase   Phase
	// File, Start and End are where: the callback, the await, the call that prints. Bytes. ByStart and ByEnd are the call that scheduled it, in
	// ByFile, which is nil where nothing did.
	File           *syntax.File
	Start, End     int
	ByFile         *syntax.File
	ByStart, ByEnd int
	Name           string // of the callback, or of what it was given to
	Text           string // of a line that is printed
	Nth            int    // of the steps of this place, from 0
	// Dies says that the process ends here by an error, which is the Text.
	Dies bool
	// Maybe says that it does not happen in every run.
	Maybe bool
	// Open says that its place among the others is not decided: it has no fixed order with at least one other step.
	Open bool
}

// Race is a pair of steps, indexes into Prediction.Steps, that come in either order.
type Race struct{ A, B int }

// Note is a remark on a place: what was not followed there.
type Note struct {
	File       *syntax.File
	Start, End int
	Text       string
}

// Prediction is the answer.
type Prediction struct {
	// Steps are in the order in which they run; where that is not decided, in one that may be.
	Steps []Step
	Races []Race
	// Reasons say why something is not decided, the most important first.
	Reasons []string
	Notes   []Note
	// Cut, when not "", says why the run could not be followed to its end: after the last step anything may come.
	Cut string
	// Runs is how many ways were followed, Work how many steps of the interpreter that took.
	Runs, Work int
}

// Predict follows a file. It may be called from any goroutine; it reads the file only.
func Predict(file *syntax.File, opt Options) *Prediction {
	w := &world{units: map[string]*unit{}}
	all, complete := explore(file, &opt, w)
	work := w.steps
	p := merge(all)
	if !complete {
		reasons := whys(all)
		opt.prefix = true
		w.steps = 0
		all, _ = explore(file, &opt, w)
		work += w.steps
		p = merge(all)
		if p.Cut == "" || len(reasons) > 0 {
			p.Cut = first(reasons, "too many ways to go on")
		}
		p.Reasons = reasons
	}
	p.Work = work
	return p
}

func first(list []string, otherwise string) string {
	if len(list) > 0 {
		return list[0]
	}
	return otherwise
}
