package rule

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// ObjectName is what messages call an object: the name that the code has for it, or what makes it, or the word for what it is.
func ObjectName(f *program.File, v effects.ValueID, word string) string {
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Var, effects.Param, effects.Prop, effects.This, effects.Global, effects.ImportName:
		if name := f.Facts.CalleeName(v); name != "" {
			return "`" + name + "`"
		}
	case effects.Result:
		for { // what listens gives the stream back
			callee := f.Facts.Val(f.Facts.Calls[x.A].Callee)
			if callee.Kind != effects.Prop || !chains(f.Facts.Str(callee.B)) || f.Facts.Val(callee.A).Kind != effects.Result {
				break
			}
			x = f.Facts.Val(callee.A)
		}
		if name := f.Facts.CalleeName(f.Facts.Calls[x.A].Callee); name != "" {
			return "the " + word + " that `" + name + "` makes"
		}
	}
	return "the " + word
}

func chains(method string) bool {
	switch method {
	case "on", "once", "addListener", "setEncoding", "pause", "resume":
		return true
	}
	return false
}

// IsWritableStream reports whether a value is known to be a writable stream of one of the wanted classes, all of them when none is named, and no
// output of the process.
func (p *ProgramPass) IsWritableStream(f *program.File, v effects.ValueID, wanted ...string) bool {
	classes := p.ClassesOf(f, v)
	for _, c := range classes {
		if !c.IsWritable() || c.IsA("process.Output") {
			return false
		}
		ok := len(wanted) == 0
		for _, name := range wanted {
			ok = ok || c.IsA(name)
		}
		if !ok {
			return false
		}
	}
	return len(classes) > 0
}

// IsReadableStream reports whether a value is known to be a readable stream.
func (p *ProgramPass) IsReadableStream(f *program.File, v effects.ValueID) bool {
	classes := p.ClassesOf(f, v)
	for _, c := range classes {
		if !c.IsReadable() {
			return false
		}
	}
	return len(classes) > 0
}

// HasEffect reports whether a call is known to do that to its receiver.
func (p *ProgramPass) HasEffect(r program.CallRef, effect nodeapi.Effect) bool {
	m := p.Member(r)
	return m != nil && m.Func != nil && m.Func.Effect == effect
}

// UsesMethod reports whether one of the methods is called on an object, or taken from it, anywhere in its file.
func (p *ProgramPass) UsesMethod(f *program.File, v effects.ValueID, names ...string) bool {
	for _, u := range p.Uses(f, v) {
		if u.Kind != program.UseMethod && u.Kind != program.UseProp {
			continue
		}
		for _, n := range names {
			if u.Name == n {
				return true
			}
		}
	}
	return false
}

// ListensFor reports whether an object has a listener for one of the events, as far as calls in its file tell.
func (p *ProgramPass) ListensFor(f *program.File, v effects.ValueID, events ...string) bool {
	for _, u := range p.Uses(f, v) {
		if u.Kind != program.UseMethod {
			continue
		}
		r := program.CallRef{File: f.ID, Call: u.Call}
		if !p.HasEffect(r, nodeapi.EffectListens) && u.Name != "on" && u.Name != "once" {
			continue
		}
		if args := p.Args(r); len(args) > 0 {
			event, ok := p.Literal(f, args[0])
			for _, e := range events {
				if !ok || e == event {
					return true
				}
			}
		}
	}
	return false
}

// Inside reports whether a function of a file is another one or is written in it.
func Inside(f *effects.Facts, fn, outer effects.FuncID) bool {
	for fn > outer {
		fn = f.Funcs[fn].Parent
	}
	return fn == outer
}

// ArgRange is where an argument of a call stands, the callee where that cannot be told.
func (p *ProgramPass) ArgRange(r program.CallRef, i int) syntax.Range {
	c := p.Call(r)
	if i >= len(c.ArgStart) || len(p.Args(r)) != len(c.Args) {
		return syntax.Range{Start: c.Start, End: c.CalleeEnd}
	}
	return syntax.Range{Start: c.ArgStart[i], End: c.ArgEnd[i]}
}

// callbackAt is where the methods that streams implement have their callback (Node's documentation of streams, "API for stream implementers").
var callbackAt = map[string]int{"transform": 2, "write": 2, "writev": 1, "flush": 0, "final": 0, "destroy": 1, "construct": 0}

// StreamCallbacks calls yield with every method of a stream that the program implements and that must call back, and the index of its callback.
func (p *ProgramPass) StreamCallbacks(yield func(m *program.StreamMethod, callback int)) {
	for _, k := range p.StreamKinds() {
		for _, m := range k.Methods {
			if at, ok := callbackAt[m.Hook]; ok {
				yield(m, at)
			}
		}
	}
}
