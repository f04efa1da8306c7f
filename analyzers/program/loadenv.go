package program

import (
	"math"

	"nodebeyond/analyzers/effects"
)

// env is what one run of a function has for itself: its arguments and variables, and the functions and objects that it makes. A function that
// is made in it keeps it (ECMAScript, section 9.1), so that two results of one factory are two things.
type env struct {
	f     *File
	fn    effects.FuncID
	args  []heapVal
	exact bool // args are all there are
	this  heapVal
	outer *env
	// made on first use
	vars    map[effects.VarID]heapVal
	objs    map[int64]int32
	results map[effects.CallID]heapVal
}

// envOf is the innermost run of a function that the running code can see, nil for the module and for functions that do not run.
func (m *machine) envOf(f *File, fn effects.FuncID) *env {
	if fn <= 0 || len(m.frames) == 0 {
		return nil
	}
	for e := m.top().env; e != nil; e = e.outer {
		if e.fn == fn && e.f == f {
			return e
		}
	}
	for i := len(m.frames) - 2; i >= 0; i-- {
		if e := m.frames[i].env; e != nil && e.fn == fn && e.f == f {
			return e
		}
	}
	return nil
}

// variable is what a variable holds; heapNone when nothing was written to it.
func (m *machine) variable(f *File, va effects.VarID) heapVal {
	if e := m.envOf(f, f.Facts.Vars[va].Func); e != nil {
		return e.vars[va]
	}
	return m.mods[f.ID].vars[va]
}

// setVariable writes a variable. What the last run of a function wrote is kept for the questions that are asked after the load.
func (m *machine) setVariable(f *File, va effects.VarID, v heapVal) {
	if e := m.envOf(f, f.Facts.Vars[va].Func); e != nil {
		if e.vars == nil {
			e.vars = map[effects.VarID]heapVal{}
		}
		e.vars[va] = v
	}
	m.mods[f.ID].vars[va] = v
}

// result is what a call gave, and setResult notes it; heapNone means that nothing is known.
func (m *machine) result(f *File, ci effects.CallID) heapVal {
	if e := m.envOf(f, f.Facts.Calls[ci].Func); e != nil {
		return e.results[ci]
	}
	return m.mods[f.ID].results[ci]
}

func (m *machine) setResult(f *File, ci effects.CallID, v heapVal) {
	to := &m.mods[f.ID].results
	if e := m.envOf(f, f.Facts.Calls[ci].Func); e != nil {
		if v.kind == heapNone && e.results == nil {
			return
		}
		to = &e.results
	}
	if v.kind == heapNone {
		delete(*to, ci)
		return
	}
	if *to == nil {
		*to = map[effects.CallID]heapVal{}
	}
	(*to)[ci] = v
}

// madeIn is the function that a literal, function, class or call stands in.
func (m *machine) madeIn(kind objKind, f *File, id int32) effects.FuncID {
	switch kind {
	case objLiteral:
		return f.Facts.Objects[id].Func
	case objFunc:
		return f.Facts.Funcs[id].Parent
	case objInstance:
		return f.Facts.Calls[id].Func
	case objClass:
		if m.classIn[f.ID] == nil {
			in := make([]effects.FuncID, len(f.Facts.Classes))
			for fi := range f.Facts.Funcs {
				for i := range f.Facts.Funcs[fi].Ops {
					if op := &f.Facts.Funcs[fi].Ops[i]; op.Kind == effects.OpClass {
						in[op.A] = effects.FuncID(fi)
					}
				}
			}
			m.classIn[f.ID] = in
		}
		return m.classIn[f.ID][id]
	}
	return 0
}

// slot is where the object of a literal, function or class is noted, and the run that it belongs to.
func (m *machine) slot(kind objKind, f *File, id int32) (objs *map[int64]int32, e *env) {
	if e := m.envOf(f, m.madeIn(kind, f, id)); e != nil {
		return &e.objs, e
	}
	return &m.mods[f.ID].objs, nil
}

// never is a moment after all loading.
const never = math.MaxInt32

// now is the moment at which the machine is, for what must be told from what happens later.
func (m *machine) now() int32 {
	if m.settled {
		return never
	}
	return int32(m.steps)
}
