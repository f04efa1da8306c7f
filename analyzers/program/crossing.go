package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// Part is a value inside one that is sent to another process or thread.
type Part struct {
	File  *File
	Value effects.ValueID
	// Path leads to it: "user.when", "" for the whole.
	Path string
	// At is the name under which it is sent, an empty range for the whole.
	At syntax.Range
}

// Parts calls yield with a value and with what is written into it as object and array literals, to a small depth, until yield returns false.
func (p *Program) Parts(f *File, v effects.ValueID, yield func(Part) bool) {
	p.parts(Part{File: f, Value: v}, 0, yield)
}

func (p *Program) parts(part Part, depth int, yield func(Part) bool) bool {
	if !yield(part) {
		return false
	}
	if depth > 4 {
		return true
	}
	f := part.File
	v := f.Facts.Val(part.Value)
	if v.Kind == effects.Var && len(f.Facts.Vars[v.A].Values) == 1 {
		v = f.Facts.Val(f.Facts.Vars[v.A].Values[0])
	}
	switch v.Kind {
	case effects.Object:
		for _, m := range f.Facts.Objects[v.A].Members {
			if m.Flags&(effects.MemberSpread|effects.MemberGetter|effects.MemberSetter) != 0 {
				continue
			}
			name := f.Facts.Str(m.Name)
			if part.Path != "" {
				name = part.Path + "." + name
			}
			if !p.parts(Part{f, m.Value, name, syntax.Range{Start: m.Start, End: m.End}}, depth+1, yield) {
				return false
			}
		}
	case effects.Array:
		for _, x := range f.Facts.Lists[v.A] {
			if !p.parts(Part{f, x, part.Path + "[]", part.At}, depth+1, yield) {
				return false
			}
		}
	}
	return true
}

// Sort is what kind of thing a part is, where that is sure: "a function", "a Map", "a Date", "an Error", "a Buffer", "NaN"; "" otherwise. Things of
// Node's own API are named by their class: "a net.Socket".
func (p *Program) Sort(part Part) string {
	f := part.File
	v := f.Facts.Val(part.Value)
	for v.Kind == effects.Var && len(f.Facts.Vars[v.A].Values) == 1 {
		if f.Facts.Vars[v.A].Flags&effects.VarCatch != 0 {
			return "an Error"
		}
		v = f.Facts.Val(f.Facts.Vars[v.A].Values[0])
	}
	switch v.Kind {
	case effects.Var:
		if f.Facts.Vars[v.A].Flags&effects.VarCatch != 0 {
			return "an Error"
		}
	case effects.RegExp:
		return "a RegExp"
	case effects.Closure, effects.Class:
		return "a function"
	case effects.Number:
		if name := f.Facts.Str(v.A); name == "NaN" || name == "Infinity" {
			return name
		}
	case effects.Result:
		c := &f.Facts.Calls[v.A]
		callee := f.Facts.Val(c.Callee)
		switch callee.Kind {
		case effects.Global:
			if sort := globalSorts[f.Facts.Str(callee.A)]; sort != "" && (c.Flags&effects.CallNew != 0 || sort == "a symbol" || sort == "an Error") {
				return sort
			}
		case effects.Prop:
			if base := f.Facts.Val(callee.A); base.Kind == effects.Global && f.Facts.Str(base.A) == "Buffer" {
				switch f.Facts.Str(callee.B) {
				case "from", "alloc", "concat", "allocUnsafe":
					return "a Buffer"
				}
			}
		}
	}
	list := p.Eval(f, part.Value)
	sort := ""
	for i, a := range list {
		s := ""
		switch a.Kind {
		case AbsFunc, AbsClass:
			s = "a function"
		case AbsMember:
			if m := a.Member(); m.Func != nil || m.Class != nil {
				s = "a function"
			}
		case AbsInst:
			if c := a.Class(); c.IsReadable() || c.IsWritable() || c.IsA("net.Server") {
				s = "a " + c.Name
			}
		}
		if i > 0 && s != sort {
			return ""
		}
		sort = s
	}
	return sort
}

var globalSorts = map[string]string{
	"Map": "a Map", "Set": "a Set", "Date": "a Date", "RegExp": "a RegExp", "WeakMap": "a WeakMap", "WeakSet": "a WeakSet", "WeakRef": "a WeakRef",
	"Error": "an Error", "TypeError": "an Error", "RangeError": "an Error", "SyntaxError": "an Error", "Promise": "a Promise", "Symbol": "a symbol", "URL": "a URL",
}
