package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// This file knows which values are the whole of a file that was read: what fs.readFileSync gives, what awaits fs.promises.readFile, the second
// parameter of the callback of fs.readFile, the parameter of what is given to then of such a promise.

// ReadFrom is the call that reads the whole file whose text, or bytes, a value is; ok is false when it is something else or not known. Only one call
// counts: a value that comes from several places is not followed further than to the first that reads.
func (p *Program) ReadFrom(f *File, v effects.ValueID) (r CallRef, ok bool) {
	w := &textWalk{p: p}
	r, ok = w.from(f, v)
	if ok {
		// What led back to itself on the way was passed over, and may lead to the call all the same.
		for _, seen := range w.seen {
			delete(p.notRead, seen)
		}
	}
	return r, ok
}

// textWalk is one walk back from a value. Program.notRead has the values that lead to no call, and those that the walk is at: each is looked at once.
type textWalk struct {
	p    *Program
	seen []Ref
}

func (w *textWalk) from(f *File, v effects.ValueID) (CallRef, bool) {
	p, at := w.p, Ref{f.ID, v}
	if v < 0 || p.notRead[at] {
		return CallRef{}, false
	}
	if p.notRead == nil {
		p.notRead = map[Ref]bool{}
	}
	p.notRead[at] = true
	w.seen = append(w.seen, at)
	switch x := f.Facts.Values[v]; x.Kind {
	case effects.Await:
		return w.from(f, x.A)
	case effects.Var:
		return w.first(f, f.Facts.Vars[x.A].Values)
	case effects.Join:
		return w.first(f, f.Facts.Lists[x.A])
	case effects.Template: // `${text}`
		if parts := f.Facts.Lists[x.A]; len(parts) == 1 {
			return w.from(f, parts[0])
		}
	case effects.Param:
		r, ok := p.textParams()[paramKey{FuncRef{f.ID, x.A}, x.B}]
		return r, ok
	case effects.Result:
		return w.byCall(CallRef{f.ID, x.A})
	}
	return CallRef{}, false
}

func (w *textWalk) first(f *File, list []effects.ValueID) (CallRef, bool) {
	for _, v := range list {
		if r, ok := w.from(f, v); ok {
			return r, true
		}
	}
	return CallRef{}, false
}

// byCall is from for what a call gives.
func (w *textWalk) byCall(r CallRef) (CallRef, bool) {
	p := w.p
	f := p.Files[r.File]
	c := p.Call(r)
	if m := p.Member(r); readsWhole(m) {
		return r, true
	}
	switch cv := f.Facts.Val(c.Callee); cv.Kind {
	case effects.Global:
		if f.Facts.Strings[cv.A] == "String" && len(c.Args) == 1 {
			return w.from(f, c.Args[0])
		}
	case effects.Prop:
		switch f.Facts.Strings[cv.B] {
		case "toString", "trim", "trimStart", "trimEnd", "replace", "replaceAll", "normalize", "catch":
			return w.from(f, cv.A)
		}
	}
	for _, t := range p.Targets(r) { // a function of the project that gives what it reads
		if t.Kind != AbsFunc {
			continue
		}
		g := p.Files[t.File]
		if read, ok := w.first(g, g.Facts.Funcs[t.ID].Returns); ok {
			return read, true
		}
	}
	return CallRef{}, false
}

// readsWhole reports whether a call of a member gives the whole of a file, at once, by a promise or to a callback.
func readsWhole(m *nodeapi.Member) bool {
	return m.Is("fs.readFileSync", "fs.readFile", "fs.promises.readFile", "fs.FileHandle#readFile")
}

// textParams are the parameters that get the whole of a file, with the call that reads it.
func (p *Program) textParams() map[paramKey]CallRef {
	if p.readParams != nil {
		return p.readParams
	}
	p.readParams = map[paramKey]CallRef{}
	add := func(r CallRef, arg int, param int32, read CallRef) {
		args := p.Args(r)
		if arg < 0 || arg >= len(args) {
			return
		}
		p.eachFunc(p.Files[r.File], args[arg], func(fn FuncRef) {
			if int(param) < len(p.Func(fn).Params) {
				p.readParams[paramKey{fn, param}] = read
			}
		})
	}
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("fs.readFile") }, func(r CallRef, _ *nodeapi.Member) { add(r, p.CallbackArg(r), 1, r) })
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("Promise#then") }, func(r CallRef, _ *nodeapi.Member) {
		if read, ok := p.ReadFrom(p.Files[r.File], p.Receiver(r)); ok {
			add(r, 0, 0, read)
		}
	})
	return p.readParams
}
