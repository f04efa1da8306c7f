package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// This file knows which values are the whole of a file that was read: what fs.readFileSync gives, what awaits fs.promises.readFile, the second
// parameter of the callback of fs.readFile, the parameter of what is given to then of such a promise.

// maxTextWay bounds through how many values a text is followed back to what read it.
const maxTextWay = 10

// ReadFrom is the call that reads the whole file whose text, or bytes, a value is; ok is false when it is something else or not known. Only one call
// counts: a value that comes from several places is not followed further than to the first that reads.
func (p *Program) ReadFrom(f *File, v effects.ValueID) (r CallRef, ok bool) {
	return p.readFrom(f, v, 0)
}

func (p *Program) readFrom(f *File, v effects.ValueID, depth int) (CallRef, bool) {
	if v < 0 || depth > maxTextWay {
		return CallRef{}, false
	}
	switch x := f.Facts.Values[v]; x.Kind {
	case effects.Await:
		return p.readFrom(f, x.A, depth+1)
	case effects.Var:
		return p.firstRead(f, f.Facts.Vars[x.A].Values, depth)
	case effects.Join:
		return p.firstRead(f, f.Facts.Lists[x.A], depth)
	case effects.Template: // `${text}`
		if parts := f.Facts.Lists[x.A]; len(parts) == 1 {
			return p.readFrom(f, parts[0], depth+1)
		}
	case effects.Param:
		r, ok := p.textParams()[paramKey{FuncRef{f.ID, x.A}, x.B}]
		return r, ok
	case effects.Result:
		return p.readByCall(CallRef{f.ID, x.A}, depth)
	}
	return CallRef{}, false
}

func (p *Program) firstRead(f *File, list []effects.ValueID, depth int) (CallRef, bool) {
	for _, v := range list {
		if r, ok := p.readFrom(f, v, depth+1); ok {
			return r, true
		}
	}
	return CallRef{}, false
}

// readByCall is readFrom for what a call gives.
func (p *Program) readByCall(r CallRef, depth int) (CallRef, bool) {
	f := p.Files[r.File]
	c := p.Call(r)
	if m := p.Member(r); readsWhole(m) {
		return r, true
	}
	switch cv := f.Facts.Val(c.Callee); cv.Kind {
	case effects.Global:
		if f.Facts.Strings[cv.A] == "String" && len(c.Args) == 1 {
			return p.readFrom(f, c.Args[0], depth+1)
		}
	case effects.Prop:
		switch f.Facts.Strings[cv.B] {
		case "toString", "trim", "trimStart", "trimEnd", "replace", "replaceAll", "normalize", "catch":
			return p.readFrom(f, cv.A, depth+1)
		}
	}
	for _, t := range p.Targets(r) { // a function of the project that gives what it reads
		if t.Kind != AbsFunc {
			continue
		}
		g := p.Files[t.File]
		if read, ok := p.firstRead(g, g.Facts.Funcs[t.ID].Returns, depth); ok {
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
