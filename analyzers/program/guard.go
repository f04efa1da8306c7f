package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// opPath is the chain of operations that hold a call, the outermost first, with the block of each that the call stands in.
func (p *Program) opPath(r CallRef) (fn *effects.Func, path []int32) {
	f := p.Files[r.File]
	c := &f.Facts.Calls[r.Call]
	fn = &f.Facts.Funcs[c.Func]
	from, to := int32(0), int32(len(fn.Ops))
	for from < to {
		op := &fn.Ops[from]
		if op.Kind == effects.OpCall && op.A == r.Call {
			return fn, append(path, from)
		}
		if op.Skip > from+1 && holdsCall(fn, from, r.Call) {
			path = append(path, from)
			to = op.Skip
			from++
			continue
		}
		from = op.Skip
	}
	return fn, nil
}

func holdsCall(fn *effects.Func, i int32, call effects.CallID) bool {
	for k := i + 1; k < fn.Ops[i].Skip; k++ {
		if fn.Ops[k].Kind == effects.OpCall && fn.Ops[k].A == call {
			return true
		}
	}
	return false
}

// Once reports whether a call fills a cache: it stands in a branch that tests whether something longer-lived than the call is empty, and that
// assigns to it, so it runs at most once for each thing kept.
func (p *Program) Once(r CallRef) bool {
	if r.Call < 0 { // an access
		return false
	}
	known, ok := p.once[r]
	if !ok {
		if p.once == nil {
			p.once = map[CallRef]bool{}
		}
		p.once[r] = false // a test that asks about the call itself knows nothing
		known = p.fillsCache(r)
		p.once[r] = known
	}
	return known
}

func (p *Program) fillsCache(r CallRef) bool {
	f := p.Files[r.File]
	fn, path := p.opPath(r)
	for _, i := range path {
		op := &fn.Ops[i]
		if op.Kind != effects.OpIf {
			continue
		}
		for _, kept := range emptyTests(f.Facts, op.A, 0) {
			if kept == op.A && op.Flag == 0 {
				continue // if (x) x = load()
			}
			if !p.longLived(f, kept, effects.FuncID(f.Facts.Calls[r.Call].Func)) {
				continue
			}
			for k := i + 1; k < op.Skip; k++ {
				if w := &fn.Ops[k]; w.Kind == effects.OpWrite && sameSlot(f.Facts, w.A, kept) {
					return true
				}
			}
			// x = x || load(): the write comes after the expression's branch
			for k := op.Skip; op.Flag == 1 && k < int32(len(fn.Ops)); k++ {
				w := &fn.Ops[k]
				if w.Kind != effects.OpWrite {
					continue
				}
				if b := f.Facts.Val(w.B); sameSlot(f.Facts, w.A, kept) && b.Kind == effects.Binary && sameSlot(f.Facts, b.A, kept) {
					return true
				}
				break
			}
		}
	}
	return p.returnsKept(f, fn, effects.FuncID(f.Facts.Calls[r.Call].Func), path)
}

// returnsKept reports whether a branch before the call returns something longer-lived that the function assigns to after it:
// if (kept) return kept; kept = load().
func (p *Program) returnsKept(f *File, fn *effects.Func, id effects.FuncID, path []int32) bool {
	if len(path) == 0 {
		return false
	}
	at := path[len(path)-1]
	for i := int32(0); i < at; i++ {
		op := &fn.Ops[i]
		if op.Kind != effects.OpIf || op.Flag != 0 || op.Skip > at {
			continue
		}
		for k := i + 1; k < op.Skip; k++ {
			ret := &fn.Ops[k]
			if ret.Kind != effects.OpReturn {
				continue
			}
			if p.marksDone(f, fn, op.Skip, op.A, id) {
				return true
			}
			if ret.A <= 0 || !mentions(f.Facts, op.A, ret.A, 0) || !p.longLived(f, ret.A, id) {
				continue
			}
			for w := op.Skip; w < int32(len(fn.Ops)); w++ {
				if fn.Ops[w].Kind == effects.OpWrite && sameSlot(f.Facts, fn.Ops[w].A, ret.A) {
					return true
				}
			}
		}
	}
	return false
}

// marksDone reports whether a function sets a longer-lived flag, from an operation on, and never takes it back.
func (p *Program) marksDone(f *File, fn *effects.Func, from int32, flag effects.ValueID, id effects.FuncID) bool {
	if !p.longLived(f, flag, id) {
		return false
	}
	set := false
	for k := from; k < int32(len(fn.Ops)); k++ {
		if w := &fn.Ops[k]; w.Kind == effects.OpWrite && sameSlot(f.Facts, w.A, flag) {
			if v := f.Facts.Val(w.B); v.Kind != effects.Bool || v.A != 1 {
				return false
			}
			set = true
		}
	}
	return set
}

// mentions reports whether a test asks about a slot.
func mentions(f *effects.Facts, test, slot effects.ValueID, depth int) bool {
	if depth > 4 || test <= 0 {
		return false
	}
	if sameSlot(f, test, slot) {
		return true
	}
	switch v := f.Val(test); v.Kind {
	case effects.Unary:
		return mentions(f, v.A, slot, depth+1)
	case effects.Binary:
		return mentions(f, v.A, slot, depth+1) || mentions(f, v.B, slot, depth+1)
	}
	return false
}

// emptyTests are the values that a test asks to be empty: !x, x === undefined, x == null, typeof x === 'undefined', x || ..., parts of &&.
func emptyTests(f *effects.Facts, test effects.ValueID, depth int) []effects.ValueID {
	v := f.Val(test)
	if depth > 4 {
		return nil
	}
	switch v.Kind {
	case effects.Unary:
		if v.Op == effects.Not {
			return []effects.ValueID{v.A}
		}
	case effects.Binary:
		switch v.Op {
		case effects.EqStrict:
			if k := f.Val(v.B).Kind; k == effects.Undefined || k == effects.Null {
				return []effects.ValueID{v.A}
			}
			if x := f.Val(v.A); x.Kind == effects.Unary && x.Op == effects.TypeOf {
				return []effects.ValueID{x.A}
			}
		case effects.And, effects.Or:
			return append(emptyTests(f, v.A, depth+1), emptyTests(f, v.B, depth+1)...)
		case effects.In:
		}
	case effects.Var, effects.Prop, effects.Elem:
		// x || (x = load()), x ??= load(): the test of an expression's branch is the value itself
		return []effects.ValueID{test}
	}
	return nil
}

// longLived reports whether a slot outlives one call of the function: a captured variable of an outer function or of the module, a property of
// this or of something else that is not made in the function.
func (p *Program) longLived(f *File, v effects.ValueID, fn effects.FuncID) bool {
	for depth := 0; depth < 6; depth++ {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Var:
			return f.Facts.Vars[x.A].Func != fn && p.outlives(f, f.Facts.Vars[x.A].Func)
		case effects.Param:
			return x.A != fn && p.outlives(f, x.A)
		case effects.Prop, effects.Elem:
			v = x.A
		case effects.This, effects.Exports, effects.Module, effects.Closure, effects.Class, effects.Import, effects.ImportName, effects.Global:
			return true
		case effects.Result:
			return p.Once(CallRef{f.ID, x.A}) // map.get(key) is no slot; a call is no slot
		default:
			return false
		}
	}
	return false
}

// outlives reports whether a variable of a function is there for longer than one request: not where the function is a part of handling it.
func (p *Program) outlives(f *File, owner effects.FuncID) bool {
	_, hot := p.Hot(FuncRef{f.ID, owner})
	return !hot
}

func sameSlot(f *effects.Facts, a, b effects.ValueID) bool {
	if a == b {
		return true
	}
	x, y := f.Val(a), f.Val(b)
	return x.Kind == effects.Elem && y.Kind == effects.Elem && sameSlot(f, x.A, y.A)
}

// DevelopmentOnly reports whether a call stands in a branch that a test of NODE_ENV guards.
func (p *Program) DevelopmentOnly(r CallRef) bool {
	f := p.Files[r.File]
	fn, path := p.opPath(r)
	for _, i := range path {
		if op := &fn.Ops[i]; op.Kind == effects.OpIf && MentionsName(f.Facts, op.A, "NODE_ENV") {
			return true
		}
	}
	return false
}

// Certain reports whether a call is made whenever its function runs to there: no branch or loop holds it, but for one that fills a cache.
func (p *Program) Certain(r CallRef) bool {
	if r.Call < 0 {
		return false
	}
	fn, path := p.opPath(r)
	for _, i := range path {
		switch op := &fn.Ops[i]; op.Kind {
		case effects.OpIf, effects.OpSwitch:
			if !p.Once(r) {
				return false
			}
		case effects.OpLoop:
			if op.A != effects.LoopDo && op.A != effects.LoopForever {
				return false
			}
		}
	}
	return true
}

// Tests are the tests of the branches that hold a call, the outermost first.
func (p *Program) Tests(r CallRef) []effects.ValueID {
	fn, path := p.opPath(r)
	var out []effects.ValueID
	for _, i := range path {
		if op := &fn.Ops[i]; op.Kind == effects.OpIf {
			out = append(out, op.A)
		}
	}
	return out
}

// InTry reports whether a call stands in the block of a try statement with a catch, in its own function.
func (p *Program) InTry(r CallRef) bool {
	fn, path := p.opPath(r)
	for k, i := range path {
		if op := &fn.Ops[i]; op.Kind == effects.OpTry && op.A == 1 && k+1 < len(path) && path[k+1] == i+1 {
			return true
		}
	}
	return false
}

// MentionsName reports whether a value is made of a property or call of that name.
func MentionsName(f *effects.Facts, v effects.ValueID, name string) bool {
	return mentionsName(f, v, name, 0)
}

func mentionsName(f *effects.Facts, v effects.ValueID, name string, depth int) bool {
	if depth > 6 || v <= 0 {
		return false
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.Prop:
		return f.Str(x.B) == name || mentionsName(f, x.A, name, depth+1)
	case effects.Result:
		return mentionsName(f, f.Calls[x.A].Callee, name, depth+1)
	case effects.Binary:
		return mentionsName(f, x.A, name, depth+1) || mentionsName(f, x.B, name, depth+1)
	case effects.Unary:
		return mentionsName(f, x.A, name, depth+1)
	case effects.Var:
		if vals := f.Vars[x.A].Values; len(vals) == 1 {
			return mentionsName(f, vals[0], name, depth+1)
		}
	}
	return false
}

// TryAround is the keyword of the innermost try with a catch whose block holds a call, in the call's own function.
func (p *Program) TryAround(r CallRef) (syntax.Range, bool) {
	fn, path := p.opPath(r)
	for k := len(path) - 1; k >= 0; k-- {
		i := path[k]
		if op := &fn.Ops[i]; op.Kind == effects.OpTry && op.A == 1 && k+1 < len(path) && path[k+1] == i+1 {
			return syntax.Range{Start: op.Start, End: op.Start + int32(len("try"))}, true
		}
	}
	return syntax.Range{}, false
}
