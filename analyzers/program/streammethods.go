package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// StreamMethod is a method that a stream of the project implements and Node calls, such as transform (Node's documentation of streams, "API
// for stream implementers").
type StreamMethod struct {
	Hook  string // the name among the constructor's options: "transform" for _transform, too
	Func  FuncRef
	Class *nodeapi.Class // what the stream is to Node
	At    syntax.Range   // of its name, in the file of Func
	Owner *StreamKind
}

// StreamKind is a stream of the project: a class below one of Node's, or an object that one of Node's constructors makes of options.
type StreamKind struct {
	Class *nodeapi.Class
	File  FileID
	// Made is the call that gives the options: of the constructor, or of super. Call is None when there is none, or several.
	Made    CallRef
	Methods []*StreamMethod
	// ID is the class of the project, None for options.
	ID effects.ClassID
	// Open says that it may have other methods than these.
	Open bool
}

// Method is the method of that hook, nil for none.
func (k *StreamKind) Method(hook string) *StreamMethod {
	for _, m := range k.Methods {
		if m.Hook == hook {
			return m
		}
	}
	return nil
}

// streamHooks are the methods that streams implement, by their names among options.
var streamHooks = map[string]bool{"read": true, "write": true, "writev": true, "transform": true, "flush": true, "final": true, "destroy": true, "construct": true}

// StreamKinds are the streams that the program implements, in order of file and place: those with options first. The result is shared.
func (p *Program) StreamKinds() []*StreamKind {
	if p.streams != nil {
		return *p.streams
	}
	var out []*StreamKind
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Class != nil && m.Module == "stream" && (m.Class.IsReadable() || m.Class.IsWritable())
	}, func(r CallRef, m *nodeapi.Member) {
		if p.Call(r).Flags&effects.CallSuper == 0 {
			if k := p.optionsKind(r, m.Class); k != nil {
				out = append(out, k)
			}
		}
	})
	for _, f := range p.Files {
		for ci := range f.Facts.Classes {
			if f.Facts.Classes[ci].Extends >= 0 {
				if k := p.classKind(f, effects.ClassID(ci)); k != nil {
					out = append(out, k)
				}
			}
		}
	}
	p.streams = &out
	return out
}

// optionsKind is the stream that a constructor makes of an object with methods, nil when its options are not seen.
func (p *Program) optionsKind(r CallRef, class *nodeapi.Class) *StreamKind {
	f := p.Files[r.File]
	args := p.Args(r)
	if len(args) != 1 {
		return nil
	}
	objects := p.Eval(f, args[0])
	if len(objects) != 1 || objects[0].Kind != AbsObject {
		return nil
	}
	k := &StreamKind{Class: class, File: f.ID, Made: r, ID: None}
	g := p.Files[objects[0].File]
	for _, m := range g.Facts.Objects[objects[0].ID].Members {
		if m.Flags&(effects.MemberSpread|effects.MemberComputed) != 0 {
			k.Open = true
			continue
		}
		p.addStreamMethod(k, g, g.Facts.Str(m.Name), m)
	}
	for _, u := range p.Uses(f, f.ResultValue(r.Call)) {
		if u.Kind == UseProp && (u.Name == "" || u.Name[0] == '_') {
			k.Open = true // stream._flush = …
		}
	}
	return k
}

// classKind is the stream that a class of the project is, nil when it is none.
func (p *Program) classKind(f *File, id effects.ClassID) *StreamKind {
	var class *nodeapi.Class
	for _, c := range p.appendClasses(nil, Abs{Kind: AbsNew, File: f.ID, ID: id}) {
		if (c.IsReadable() || c.IsWritable()) && strings.HasPrefix(c.Name, "stream.") {
			class = c
		}
	}
	if class == nil {
		return nil
	}
	def := &f.Facts.Classes[id]
	k := &StreamKind{Class: class, File: f.ID, Made: CallRef{f.ID, None}, ID: id}
	for _, m := range def.Members {
		switch {
		case m.Flags&effects.MemberComputed != 0:
			k.Open = true
		case m.Flags&effects.MemberStatic == 0:
			if hook, ok := strings.CutPrefix(f.Facts.Str(m.Name), "_"); ok {
				p.addStreamMethod(k, f, hook, m)
			}
		}
	}
	direct := false // it extends Node's class itself, which has no methods of the project
	for _, a := range p.Eval(f, def.Extends) {
		direct = a.Kind == AbsMember
	}
	k.Open = k.Open || !direct
	if def.Ctor >= 0 {
		for ci := range f.Facts.Calls {
			if c := &f.Facts.Calls[ci]; c.Func == def.Ctor && c.Flags&effects.CallSuper != 0 {
				k.Made.Call = effects.CallID(ci)
			}
		}
	}
	return k
}

func (p *Program) addStreamMethod(k *StreamKind, g *File, hook string, m effects.Member) {
	if !streamHooks[hook] {
		return
	}
	fns := p.Funcs(g, m.Value)
	if len(fns) != 1 {
		k.Open = true
		return
	}
	at := syntax.Range{Start: m.Start, End: m.End}
	if fns[0].File != g.ID {
		fn := p.Func(fns[0])
		at = syntax.Range{Start: fn.NameStart, End: fn.NameEnd}
	}
	k.Methods = append(k.Methods, &StreamMethod{Hook: hook, Func: fns[0], Class: k.Class, At: at, Owner: k})
}

// StreamOption is the value of an option that a stream of the project is made with: None when it is not given; known is false when it may be
// given all the same.
func (p *Program) StreamOption(k *StreamKind, name string) (value Ref, known bool) {
	none := Ref{None, None}
	if k.Made.Call < 0 {
		return none, false
	}
	args := p.Args(k.Made)
	if args == nil && len(p.Call(k.Made).Args) > 0 {
		return none, false
	}
	for i := range args {
		ref, open := p.OptionAt(k.Made, i, name)
		if ref.File >= 0 {
			return ref, true
		}
		if open {
			return none, false
		}
	}
	return none, true
}
