package program

import (
	"slices"
	"strings"
	"unicode"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// This file guesses: a method that is called on something unknown is one of the project's own of that name, when the project has few and Node and
// the language have none (field-based analysis: Feldthaus and others, ICSE 2013, which is imprecise on exactly the common names). Such an edge
// is weak.

// maxNamesakes is how many functions, or values, of one property's name may be meant; a name with more says nothing.
const maxNamesakes = 3

// guessEdges adds weak edges for a call of x.name(...) where nothing is known of x.
func (p *Program) guessEdges(f *File, ref CallRef, from FuncRef) {
	c := &f.Facts.Calls[ref.Call]
	cv := f.Facts.Val(c.Callee)
	if cv.Kind != effects.Prop || c.Flags&effects.CallNew != 0 {
		return
	}
	name := f.Facts.Strings[cv.B]
	list := p.namesakes(name)
	if len(list) == 0 || len(list) > 1 && !distinctive(name) || p.madeElsewhere(f, cv.A) {
		return
	}
	for _, fn := range p.calledLike(f, cv.A, list) {
		e := Edge{To: fn, At: ref, Kind: EdgeCall, Weak: true, Guess: true}
		p.addEdge(from, e)
	}
}

// calledLike narrows a guess to the methods of the class that the object is named for, where there is one: chan.removeUser() is that of Chan.
func (p *Program) calledLike(f *File, object effects.ValueID, list []FuncRef) []FuncRef {
	if len(list) < 2 {
		return list
	}
	name := f.Facts.CalleeName(object)
	name = name[strings.LastIndexByte(name, '.')+1:]
	var out []FuncRef
	for _, fn := range list {
		if class := p.Func(fn).Class; class >= 0 {
			facts := p.Files[fn.File].Facts
			if strings.EqualFold(facts.Str(facts.Classes[class].Name), name) {
				out = append(out, fn)
			}
		}
	}
	if len(out) == 0 {
		return list
	}
	return out
}

// distinctive reports whether a name says what it is about: writeList does, init and write do not.
func distinctive(name string) bool {
	return len(name) >= 8 && strings.ContainsFunc(name[1:], unicode.IsUpper)
}

// madeElsewhere reports whether a value is known to be something that has no methods of the project: a thing of Node's, of a package, or what such
// a thing gives.
func (p *Program) madeElsewhere(f *File, v effects.ValueID) bool {
	for range 8 {
		for _, a := range p.Eval(f, v) {
			if !holdsProps(a) || a.Kind == AbsModule {
				return true
			}
		}
		switch x := f.Facts.Val(v); x.Kind {
		case effects.Prop, effects.Elem, effects.Await:
			v = x.A
		case effects.Result:
			v = f.Facts.Calls[x.A].Callee
		case effects.Var:
			values := f.Facts.Vars[x.A].Values
			if len(values) != 1 {
				return false
			}
			v = values[0]
		default:
			return false
		}
	}
	return false
}

// namesakes are the project's functions that are some thing's method of a name; none when there are many of them or the name is a common one.
func (p *Program) namesakes(name string) []FuncRef {
	if p.methods == nil {
		p.collectMethods()
	}
	list := p.methods[p.names[name]]
	if len(list) > maxNamesakes || len(list) > 0 && (nodeapi.MethodNames()[name] || ofText(name) || ofFiles(name)) {
		return nil
	}
	return list
}

func (p *Program) collectMethods() {
	p.methods = map[int32][]FuncRef{}
	add := func(f *File, name effects.StrID, v effects.ValueID) {
		x := f.Facts.Val(v)
		if x.Kind != effects.Closure || name < 0 {
			return
		}
		id := p.name(f, name)
		fn := FuncRef{f.ID, x.A}
		if list := p.methods[id]; len(list) <= maxNamesakes && !slices.Contains(list, fn) {
			p.methods[id] = append(list, fn)
		}
	}
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for i := range f.Facts.Classes {
			for _, m := range f.Facts.Classes[i].Members {
				if m.Flags&(effects.MemberGetter|effects.MemberSetter|effects.MemberComputed) == 0 {
					add(f, m.Name, m.Value)
				}
			}
		}
		for i := range f.Facts.Objects {
			for _, m := range f.Facts.Objects[i].Members {
				if m.Flags&(effects.MemberGetter|effects.MemberSetter|effects.MemberComputed|effects.MemberSpread) == 0 {
					add(f, m.Name, m.Value)
				}
			}
		}
		for fi := range f.Facts.Funcs {
			ops := f.Facts.Funcs[fi].Ops
			for i := range ops {
				if ops[i].Kind == effects.OpWrite {
					if t := f.Facts.Val(ops[i].A); t.Kind == effects.Prop {
						add(f, t.B, ops[i].B)
					}
				}
			}
		}
	}
}

// ofFiles reports whether a name is that of a function of fs: clients of other file systems have methods of these names (sftp.mkdir).
func ofFiles(name string) bool {
	_, ok := nodeapi.Module("fs").Members[name]
	return ok
}

// ofText reports whether a name is that of a method of strings, regular expressions or all objects, which the tables leave out.
func ofText(name string) bool {
	switch name {
	case "charAt", "charCodeAt", "endsWith", "exec", "indexOf", "match", "replace", "search", "slice", "split", "startsWith", "substring", "test", "toString", "trim",
		"valueOf", "hasOwnProperty", "toJSON":
		return true
	}
	return false
}
