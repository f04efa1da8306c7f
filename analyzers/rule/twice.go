package rule

import (
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// SameSecond are the paths that lead to one second call, a different first one each.
func SameSecond(list []program.Twice, second program.CallRef) []program.Twice {
	var out []program.Twice
	for _, t := range list {
		if t.Second == second && !slices.ContainsFunc(out, func(o program.Twice) bool { return o.First == t.First }) {
			out = append(out, t)
		}
	}
	return out
}

// ReturnAfterFirst is the safe fix that leaves the function after each first call; it does nothing when one of them is not the last statement of
// its branch, or when a result of the function would change.
func (p *ProgramPass) ReturnAfterFirst(fn program.FuncRef, all []program.Twice, title string) Option {
	if !p.mayReturn(fn) {
		return func(*Diagnostic) {}
	}
	var edits []Edit
	for _, t := range all {
		if !t.Last {
			return func(*Diagnostic) {}
		}
		at := p.Call(t.First).Start
		edits = append(edits, Edit{Range: syntax.Range{Start: at, End: at}, New: "return "})
	}
	return FixWith(Fix{Title: title, Safe: true, Edits: edits})
}

// mayReturn reports whether a return of a call's result changes nothing for the callers of a function: none of its returns gives a value that
// is not the result of a call.
func (p *ProgramPass) mayReturn(fn program.FuncRef) bool {
	if fn.Func == 0 {
		return false
	}
	f := p.Files[fn.File]
	for _, v := range p.Func(fn).Returns {
		switch f.Facts.Val(v).Kind {
		case effects.Result, effects.Undefined, effects.Await:
		default:
			return false
		}
	}
	return true
}
