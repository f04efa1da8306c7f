package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// AsyncExport is an assignment to what a module exports that runs by itself once the module is loaded: in a callback that the load hands to
// something asynchronous, or after an await.
type AsyncExport struct {
	Name  string // "" for module.exports as a whole
	Range syntax.Range
	// Because is what makes it late: the await, or the call that gets the callback.
	Because Step
}

// AsyncExports are those of a file. A function that others call when they like is not among them: it may be called in time.
func (p *Program) AsyncExports(file FileID) []AsyncExport {
	f := p.Files[file]
	if f.ESM || !f.written && len(f.replaced) == 0 || !f.exportsInFunctions() {
		return nil
	}
	m := p.loads()
	late := p.startedLate(m, f)
	var out []AsyncExport
	for fi := range f.Facts.Funcs {
		ops := f.Facts.Funcs[fi].Ops
		because, ok := late[effects.FuncID(fi)]
		for i := range ops {
			op := &ops[i]
			if op.Kind == effects.OpAwait && !ok && fi > 0 && m.ran[file][fi] {
				because, ok = Step{File: file, Range: syntax.Range{Start: op.Start, End: op.End}, Message: "the rest of the function runs when the file has long been loaded"}, true
			}
			if op.Kind != effects.OpWrite || !ok || op.Flag == effects.WriteDelete {
				continue
			}
			if name, written := f.exportWritten(op); written {
				out = append(out, AsyncExport{Name: name, Range: syntax.Range{Start: op.Start, End: op.End}, Because: because})
			}
		}
	}
	return out
}

// exportsInFunctions reports whether a function of a file sets a name on its exports, or replaces them. Few do, and to load all modules of a program
// for the others would tell nothing.
func (f *File) exportsInFunctions() bool {
	for fi := 1; fi < len(f.Facts.Funcs); fi++ {
		ops := f.Facts.Funcs[fi].Ops
		for i := range ops {
			if op := &ops[i]; op.Kind == effects.OpWrite && op.Flag != effects.WriteDelete {
				if _, ok := f.exportWritten(op); ok {
					return true
				}
			}
		}
	}
	return false
}

// exportWritten is the name that an assignment sets on the exports of its file, "" when it replaces them; ok is false for all others.
func (f *File) exportWritten(op *effects.Op) (name string, ok bool) {
	if isModuleExports(f.Facts, op.A) {
		return "", true
	}
	if t := f.Facts.Val(op.A); t.Kind == effects.Prop && (f.Facts.Val(t.A).Kind == effects.Exports || isModuleExports(f.Facts, t.A)) {
		return f.Facts.Str(t.B), true
	}
	return "", false
}

// startedLate are the functions that the load of a file starts and that run when it has ended, with what starts them.
func (p *Program) startedLate(m *machine, f *File) map[effects.FuncID]Step {
	late := map[effects.FuncID]Step{}
	for range 3 { // a callback in a callback
		found := false
		for ci := range f.Facts.Calls {
			c := &f.Facts.Calls[ci]
			if _, ok := late[c.Func]; !ok && !m.ran[f.ID][c.Func] {
				continue
			}
			how := ""
			for i, a := range c.Args {
				v := f.Facts.Val(a)
				if v.Kind != effects.Closure {
					continue
				}
				if _, ok := late[v.A]; ok || m.ran[f.ID][v.A] {
					continue
				}
				if how == "" {
					if how = p.callsBackLater(f, effects.CallID(ci), i); how == "" {
						break
					}
				}
				late[v.A] = Step{File: f.ID, Range: syntax.Range{Start: c.Start, End: c.CalleeEnd}, Message: how + " calls this function back when the file has long been loaded"}
				found = true
			}
		}
		if !found {
			break
		}
	}
	return late
}

// callsBackLater names a function that is known to call the function that is its argument, once, when the stack is empty; "" for all others.
func (p *Program) callsBackLater(f *File, ci effects.CallID, arg int) string {
	mem := memberOf(p.targetsOf(f, effects.CallID(ci)))
	if mem == nil || mem.Package || mem.Func == nil || mem.Func.Handler != nil {
		switch name := p.MethodName(CallRef{f.ID, ci}); name {
		case "then", "catch", "finally":
			return name + "()"
		}
		return ""
	}
	if ph := mem.Func.Phase; ph == nodeapi.PhaseNone || ph == nodeapi.PhaseSync || mem.Func.Effect == nodeapi.EffectListens {
		return ""
	}
	return Display(mem)
}
