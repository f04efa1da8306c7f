package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// This file follows errors. Only a trace does: a list of exports or a judgement of a cycle is about what the code says, not about what one
// run of it gets to.

// perhaps turns an error that is thrown on one path only into a doubt about everything after it.
func (m *machine) perhaps() {
	m.thrown = nil
	m.doubt = true
}

// oneOfSeveral is an error that another one may have come before.
func (e *LoadError) oneOfSeveral() *LoadError {
	return &LoadError{Message: "an error that cannot be told", File: e.File, Range: e.Range}
}

// throw ends what runs with an error.
func (m *machine) throw(code, message string, at site) {
	m.thrown = &LoadError{Code: code, Message: message, File: at.file, Range: syntax.Range{Start: at.start, End: at.end}}
	m.trace.add(m, Event{Kind: EventError, File: None, By: at.file, Range: m.thrown.Range, Error: m.thrown})
}

// tryExactly runs a try statement: the catch block only when something was, or may have been, thrown (ECMAScript, section 14.15.3).
func (m *machine) tryExactly(ops []effects.Op, i int32) control {
	block := i + 1
	catch := ops[block].Skip
	finally := ops[catch].Skip
	fr := len(m.frames) - 1
	before, extra, risk := m.frames[fr].doubted, m.frames[fr].extra, m.trace.risk
	m.frames[fr].doubted = false
	c := m.ops(block+1, ops[block].Skip)
	thrown := m.thrown
	m.thrown = nil
	doubted := m.frames[fr].doubted
	m.frames[fr].doubted = before
	if thrown != nil && (doubted || m.doubt) {
		thrown = thrown.oneOfSeveral()
	}
	m.doubt = false
	if doubted { // the rest of the block ran in doubt; that ends here
		if ops[i].A == 1 || before {
			m.maybe -= m.frames[fr].extra - extra
			m.frames[fr].extra = extra
		} else {
			m.frames[fr].doubted = true
		}
		if c == mayLeave && ops[i].A == 1 {
			c = goesOn
		}
	}
	caught := func(e *LoadError) {
		m.trace.add(m, Event{Kind: EventCatch, File: None, By: m.top().f.ID, Range: syntax.Range{Start: ops[i].Start, End: ops[i].End}, Error: e})
	}
	if ops[i].A == 1 {
		switch {
		case c == throws:
			caught(thrown)
			c = m.ops(catch+1, ops[catch].Skip)
			thrown = m.thrown
			m.thrown = nil
		case doubted || m.trace.risk > risk:
			m.maybe++
			caught((&LoadError{File: None}).oneOfSeveral())
			x := m.ops(catch+1, ops[catch].Skip)
			m.maybe--
			if x == throws {
				m.perhaps()
			} else if x != goesOn && c == goesOn {
				c = mayLeave
			}
		}
	}
	if ops[i].B == 1 {
		doubt := m.doubt
		m.doubt = false
		switch x := m.ops(finally+1, ops[finally].Skip); x {
		case leaves, throws, breaks:
			return x
		}
		m.doubt = m.doubt || doubt
	}
	m.thrown = thrown
	if c == mayLeave && thrown != nil {
		m.thrown = nil
	}
	return c
}

// throwStatement runs a throw.
func (t *tracer) throwStatement(m *machine, f *File, op *effects.Op) {
	if t.dead(m, f, op.A, op) {
		return
	}
	code := ""
	if v := f.Facts.Val(op.A); v.Kind == effects.Result {
		c := &f.Facts.Calls[v.A]
		if g := f.Facts.Val(c.Callee); g.Kind == effects.Global {
			switch name := f.Facts.Strings[g.A]; name {
			case "Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError", "AggregateError":
				code = name
			}
		}
	}
	m.throw(code, "the program throws it", site{f.ID, op.Start, op.End})
}

// dead reports whether a value that an operation uses stands for a name of the file itself that is not initialized yet, which is an error
// (ECMAScript, section 9.1.1.1.6); it is then thrown.
func (t *tracer) dead(m *machine, f *File, v effects.ValueID, op *effects.Op) bool {
	name, dead := t.untouchable(m, f, v, 0)
	if dead {
		m.throw("ReferenceError", "Cannot access '"+name+"' before initialization", site{f.ID, op.Start, op.End})
	}
	return dead
}

func (t *tracer) untouchable(m *machine, f *File, v effects.ValueID, depth int) (name string, dead bool) {
	if v <= 0 || depth > 12 {
		return "", false
	}
	x := f.Facts.Values[v]
	switch x.Kind {
	case effects.Var:
		va := &f.Facts.Vars[x.A]
		if va.Func == 0 && va.Flags&effects.VarLexical != 0 && m.variable(f, x.A).kind == heapNone && m.hoisted(f, x.A).kind == heapNone {
			return f.Facts.Str(va.Name), true
		}
	case effects.Class:
		if !m.made(f, x.A) {
			return f.Facts.Str(f.Facts.Classes[x.A].Name), true
		}
	case effects.Prop, effects.Unary, effects.Spread, effects.Await:
		return t.untouchable(m, f, x.A, depth+1)
	case effects.Elem:
		if name, dead = t.untouchable(m, f, x.A, depth+1); !dead {
			name, dead = t.untouchable(m, f, x.B, depth+1)
		}
		return name, dead
	case effects.Binary:
		if name, dead = t.untouchable(m, f, x.A, depth+1); dead {
			return name, dead
		}
		switch x.Op {
		case effects.And, effects.Or, effects.Nullish:
		default:
			return t.untouchable(m, f, x.B, depth+1)
		}
	case effects.Array, effects.Template:
		for _, y := range f.Facts.Lists[x.A] {
			if name, dead = t.untouchable(m, f, y, depth+1); dead {
				return name, dead
			}
		}
	case effects.Object:
		if objs, _ := m.slot(objLiteral, f, x.A); (*objs)[int64(objLiteral)<<32|int64(x.A)] != 0 {
			break
		}
		for k := range f.Facts.Objects[x.A].Members {
			if name, dead = t.untouchable(m, f, f.Facts.Objects[x.A].Members[k].Value, depth+1); dead {
				return name, dead
			}
		}
	}
	return "", false
}

// made reports whether the definition of a class has run.
func (m *machine) made(f *File, class effects.ClassID) bool {
	objs, _ := m.slot(objClass, f, class)
	_, ok := (*objs)[int64(objClass)<<32|int64(class)]
	return ok
}

// hoisted is what a variable holds before anything is written to it: a function declaration, a class once its definition ran, undefined for
// var; heapNone in the dead zone.
func (m *machine) hoisted(f *File, v effects.VarID) heapVal {
	va := &f.Facts.Vars[v]
	if len(va.Values) > 0 {
		switch w := f.Facts.Values[va.Values[0]]; w.Kind {
		case effects.Closure:
			if fn := &f.Facts.Funcs[w.A]; fn.Flags&effects.FuncDecl != 0 && fn.NameStart == va.Start {
				return objVal(m.objFor(objFunc, f, w.A))
			}
		case effects.Class:
			if m.made(f, w.A) && va.Flags&effects.VarConst == 0 {
				return objVal(m.objFor(objClass, f, w.A))
			}
		}
	}
	if va.Flags&(effects.VarLexical|effects.VarCatch) == 0 {
		return heapVal{kind: heapUndefined}
	}
	return heapVal{}
}
