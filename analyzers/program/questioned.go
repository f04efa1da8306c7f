package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
)

// question is what tests ask about a value.
type question uint8

const (
	asksText question = 1 << iota // something about the text
	asksType                      // whether it is a string or an array
)

// questioned are the values about which some test of the file asks something by a call, or that are compared with constants: whoever follows
// what a client sent stops there, because it may be checked. Tests that ask for nothing that matters are not counted: whether there is a value,
// whether it ends or begins with a constant, whether a file exists.
func (f *File) questioned() map[effects.ValueID]question {
	if f.asked != nil {
		return f.asked
	}
	f.asked = map[effects.ValueID]question{}
	q := questions{f, map[effects.ValueID]bool{}}
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			switch op := &f.Facts.Funcs[fi].Ops[i]; op.Kind {
			case effects.OpIf, effects.OpSwitch:
				q.test(op.A, 0)
			case effects.OpLoop:
				q.test(op.B, 0)
			case effects.OpWrite: // req.url = clean(req.url)
				if t := f.Facts.Val(op.A); t.Kind == effects.Prop && requestParts[f.Facts.Str(t.B)] != "" {
					f.asked[op.A] |= asksText
				}
			case effects.OpReturn:
				if k := f.Facts.Val(op.A).Kind; k == effects.Binary || k == effects.Unary {
					q.test(op.A, 0)
				}
			}
		}
	}
	for ci := range f.Facts.Calls { // validate(x), as a statement or awaited
		c := &f.Facts.Calls[ci]
		name := strings.ToLower(f.Facts.CalleeName(c.Callee))
		for _, word := range []string{"valid", "check", "assert", "verify", "ensure", "sanit", "allow", "permit", "isinside", "issafe"} {
			if strings.Contains(name, word) {
				for _, a := range c.Args {
					q.mark(a, 0)
				}
				break
			}
		}
	}
	return f.asked
}

type questions struct {
	f    *File
	seen map[effects.ValueID]bool
}

func (q *questions) test(v effects.ValueID, depth int) {
	if v <= 0 || depth > 8 || q.seen[v] {
		return
	}
	q.seen[v] = true
	facts := q.f.Facts
	x := facts.Values[v]
	switch x.Kind {
	case effects.Unary, effects.Await:
		q.test(x.A, depth+1)
	case effects.Binary:
		switch x.Op {
		case effects.EqStrict, effects.NeStrict:
			for _, pair := range [][2]effects.ValueID{{x.A, x.B}, {x.B, x.A}} {
				s, ok := facts.Literal(pair[1])
				if t := facts.Val(pair[0]); t.Kind == effects.Unary && t.Op == effects.TypeOf {
					q.f.asked[t.A] |= asksType
					continue
				}
				switch k := facts.Val(pair[1]).Kind; {
				case ok && (s == "" || strings.HasPrefix(s, "/")):
				case k == effects.Undefined, k == effects.Null, k == effects.Bool, k == effects.Number:
					q.test(pair[0], depth+1)
				case x.Op == effects.NeStrict || !ok:
					q.mark(pair[0], 0)
				}
			}
		case effects.Less:
			q.test(x.A, depth+1)
			q.test(x.B, depth+1)
		case effects.In:
			q.mark(x.A, 0)
		default:
			q.test(x.A, depth+1)
			q.test(x.B, depth+1)
		}
	case effects.Var:
		for _, y := range facts.Vars[x.A].Values {
			switch facts.Val(y).Kind {
			case effects.Binary, effects.Unary, effects.Result, effects.Await:
				q.test(y, depth+1)
			}
		}
	case effects.Elem: // table[name]
		q.mark(x.B, 0)
	case effects.Prop:
		q.test(x.A, depth+1)
	case effects.Result:
		q.call(&facts.Calls[x.A])
	}
}

// call marks what a call in a test asks about.
func (q *questions) call(c *effects.Call) {
	facts := q.f.Facts
	cv := facts.Val(c.Callee)
	name := ""
	switch cv.Kind {
	case effects.Prop:
		name = facts.Str(cv.B)
	case effects.ImportName, effects.Global, effects.Var:
		name = facts.CalleeName(c.Callee)
	}
	switch name {
	case "exists", "existsSync", "stat", "statSync", "lstatSync", "access", "accessSync", "isFile", "isDirectory", "readFileSync", "endsWith", "String", "JSON", "parse", "extname", "trim", "toLowerCase", "toString":
		return
	case "isArray":
		q.f.asked[firstOf(c.Args)] |= asksType
		return
	case "startsWith", "includes", "indexOf", "lastIndexOf", "charAt":
		if s, ok := facts.Literal(firstOf(c.Args)); ok && !strings.Contains(s, "..") && s != "~" && s != `\` {
			return
		}
	}
	if cv.Kind == effects.Prop {
		q.mark(cv.A, 0)
	}
	for _, a := range c.Args {
		q.mark(a, 0)
	}
}

func firstOf(list []effects.ValueID) effects.ValueID {
	if len(list) == 0 {
		return None
	}
	return list[0]
}

// mark notes that something is asked about a value and what it is plainly made of.
func (q *questions) mark(v effects.ValueID, depth int) {
	if v <= 0 || depth > 5 {
		return
	}
	facts := q.f.Facts
	x := facts.Values[v]
	switch x.Kind {
	case effects.Var:
		q.f.asked[v] |= asksText
		if vals := facts.Vars[x.A].Values; len(vals) == 1 && facts.Val(vals[0]).Kind == effects.Result {
			q.mark(vals[0], depth+1)
		}
	case effects.Prop, effects.Elem, effects.Param:
		q.f.asked[v] |= asksText
	case effects.Result:
		q.f.asked[v] |= asksText
		c := &facts.Calls[x.A]
		if cv := facts.Val(c.Callee); cv.Kind == effects.Prop {
			q.mark(cv.A, depth+1)
		}
		for _, a := range c.Args {
			q.mark(a, depth+1)
		}
	case effects.Binary:
		q.mark(x.A, depth+1)
		q.mark(x.B, depth+1)
	case effects.Template, effects.Array, effects.Join:
		for _, y := range facts.Lists[x.A] {
			q.mark(y, depth+1)
		}
	}
}

// Asked reports whether some test of a file asks something about a value: about its text or its type.
func (p *Program) Asked(f *File, v effects.ValueID) bool { return f.questioned()[v] != 0 }
