package effects

import (
	"fmt"
	"strings"
)

// Text writes the facts of a file for people: how the analyses are debugged and what their golden tests compare.
func (f *Facts) Text() string {
	t := texter{f: f}
	if f.HasESM || f.Uncertain {
		t.line("", "file%s%s", when(f.HasESM, " esm"), when(f.Uncertain, " uncertain"))
	}
	for i := range f.Funcs {
		t.function(FuncID(i))
	}
	for i := range f.Objects {
		t.line("", "object%d in func%d", i, f.Objects[i].Func)
		t.members(f.Objects[i].Members)
	}
	for i := range f.Classes {
		c := &f.Classes[i]
		t.line("", "class%d %s%s%s", i, f.Str(c.Name), t.maybe(" extends ", c.Extends), t.decorators(c.Decorators))
		t.members(c.Members)
	}
	for i := range f.Vars {
		v := &f.Vars[i]
		t.line("", "var $%s in func%d%s: %s", f.Str(v.Name), v.Func, names(uint32(v.Flags), "const", "captured", "catch", "param", "top", "lexical"), t.values(v.Values))
	}
	for i, m := range f.Imports {
		spec := fmt.Sprintf("%q", f.Str(m.Spec))
		t.line("", "import%d %s %s in func%d%s", i, [...]string{"require", "import", "import()", "resolve"}[m.Kind&3], spec, m.Func,
			names(uint32(m.Flags), "lazy", "conditional", "try", "computed", "reexport", "bare", "json", "createRequire"))
	}
	for _, e := range f.Exports {
		if e.Import >= 0 {
			t.line("", "export %s = import%d %s", f.Str(e.Name), e.Import, f.Str(e.ImportName))
		} else {
			t.line("", "export %s = %s", f.Str(e.Name), f.Describe(e.Value))
		}
	}
	return t.b.String()
}

type texter struct {
	f *Facts
	b strings.Builder
}

func (t *texter) line(indent, format string, args ...any) {
	t.b.WriteString(indent)
	fmt.Fprintf(&t.b, format, args...)
	t.b.WriteString("\n")
}

func when(set bool, name string) string {
	if set {
		return name
	}
	return ""
}

// names are the names of the bits that are set, each after a blank.
func names(bits uint32, all ...string) string {
	var b strings.Builder
	for i, name := range all {
		if bits&(1<<i) != 0 {
			b.WriteString(" " + name)
		}
	}
	return b.String()
}

func (t *texter) maybe(before string, v ValueID) string {
	if v < 0 {
		return ""
	}
	return before + t.f.Describe(v)
}

func (t *texter) values(list []ValueID) string {
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = t.f.Describe(v)
	}
	return strings.Join(parts, ", ")
}

func (t *texter) decorators(list []ValueID) string {
	if len(list) == 0 {
		return ""
	}
	return " @" + t.values(list)
}

func (t *texter) members(list []Member) {
	for i := range list {
		m := &list[i]
		t.line("  ", "%s%s: %s%s", t.f.Str(m.Name), names(uint32(m.Flags), "getter", "setter", "static", "field", "method", "spread", "computed"), t.f.Describe(m.Value), t.decorators(m.Decorators))
	}
}

func (t *texter) function(id FuncID) {
	f := t.f
	fn := &f.Funcs[id]
	var params []string
	for _, p := range fn.Params {
		params = append(params, f.Str(p.Name)+names(uint32(p.Flags), "used", "default", "pattern", "written", "rest"))
	}
	at := ""
	if id > 0 {
		at = fmt.Sprintf(" in func%d", fn.Parent)
	}
	t.line("", "func%d %s(%s)%s%s%s", id, f.Str(fn.Name), strings.Join(params, ", "), at, when(fn.Flags&FuncArrow != 0, fmt.Sprintf(" this%d", fn.ThisFunc)),
		names(uint32(fn.Flags), "async", "generator", "arrow", "method", "ctor", "getter", "setter", "static", "fields", "decl", "uses-this", "uses-arguments", "eval"))
	t.block(fn, 0, int32(len(fn.Ops)), "  ")
}

var opNames = [...]string{"nop", "call", "read", "write", "require", "await", "yield", "return", "throw", "if", "loop", "try", "switch", "block", "label", "break", "continue", "class", "func", "export", "spread", "compare"}

var loopNames = [...]string{"while", "do", "for-in", "for-of", "for-await", "forever"}

func (t *texter) block(fn *Func, from, to int32, indent string) {
	f := t.f
	for i := from; i < to; i = fn.Ops[i].Skip {
		op := &fn.Ops[i]
		fmt.Fprintf(&t.b, "%s%s", indent, opNames[op.Kind])
		switch op.Kind {
		case OpCall:
			c := &f.Calls[op.A]
			fmt.Fprintf(&t.b, " #%d %s(%s)%s", op.A, f.Describe(c.Callee), t.values(c.Args), names(uint32(c.Flags), "new", "optional", "tagged", "awaited", "discarded", "spread", "returned", "voided", "super"))
		case OpWrite:
			switch op.Flag {
			case 1:
				t.b.WriteString(" init")
			case WriteDelete:
				t.b.WriteString(" delete")
			}
			fmt.Fprintf(&t.b, " %s = %s", f.Describe(op.A), f.Describe(op.B))
		case OpIf:
			fmt.Fprintf(&t.b, "%s %s%s", when(op.Flag == 1, "?"), ifName(op.B), f.Describe(op.A))
		case OpRead:
			fmt.Fprintf(&t.b, "%s %s", when(op.Flag == 1, " destructured"), f.Describe(op.A))
		case OpCompare:
			fmt.Fprintf(&t.b, "%s %s", when(op.Flag == 1, " loose"), f.Describe(op.A))
		case OpAwait, OpYield, OpReturn, OpThrow, OpSwitch:
			t.b.WriteString(t.maybe(" ", op.A))
		case OpBlock:
			t.b.WriteString(when(op.Flag == 1, " default") + t.maybe(" case ", op.A))
		case OpLoop:
			name := "?"
			if int(op.A) < len(loopNames) && op.A >= 0 {
				name = loopNames[op.A]
			}
			fmt.Fprintf(&t.b, "@%d %s %s", i, name, f.Describe(op.B))
		case OpTry:
			t.b.WriteString(when(op.A == 1, " catch") + when(op.B == 1, " finally"))
		case OpBreak, OpContinue:
			fmt.Fprintf(&t.b, " @%d", op.A)
		case OpRequire, OpClass, OpFunc, OpExport:
			fmt.Fprintf(&t.b, " %d", op.A)
		case OpSpread:
			fmt.Fprintf(&t.b, " %d.%d", op.A, op.B)
		}
		if op.Kind == OpSwitch || op.Kind == OpLabel {
			fmt.Fprintf(&t.b, " @%d", i)
		}
		t.b.WriteString("\n")
		t.block(fn, i+1, op.Skip, indent+"  ")
	}
}

func ifName(kind IfKind) string {
	switch kind {
	case IfPresent:
		return "present "
	case IfUndefined:
		return "undefined "
	}
	return ""
}

// Describe writes a value.
func (f *Facts) Describe(id ValueID) string { return f.describe(id, 0) }

var binaryNames = map[Operator]string{OpOther: "op", Add: "+", EqStrict: "==", NeStrict: "!=", Less: "<", In: "in", InstanceOf: "instanceof", And: "&&", Or: "||", Nullish: "??", Mul: "*", ShiftLeft: "<<"}

var unaryNames = map[Operator]string{OpOther: "op", Not: "!", TypeOf: "typeof", VoidOp: "void", Delete: "delete"}

func (f *Facts) describe(id ValueID, depth int) string {
	if id < 0 || depth > 6 {
		return "…"
	}
	v := f.Values[id]
	d := func(x ValueID) string { return f.describe(x, depth+1) }
	switch v.Kind {
	case String:
		return fmt.Sprintf("%q", f.Strings[v.A])
	case Number, RegExp:
		return f.Strings[v.A]
	case Bool:
		return fmt.Sprint(v.A == 1)
	case Null:
		return "null"
	case Undefined:
		return "undefined"
	case Param:
		return fmt.Sprintf("param%d.%d", v.A, v.B)
	case Rest:
		return fmt.Sprintf("rest%d.%d", v.A, v.B)
	case This:
		return fmt.Sprintf("this%d", v.A)
	case Var:
		return "$" + f.Str(f.Vars[v.A].Name)
	case Prop:
		return d(v.A) + "." + f.Str(v.B)
	case Elem:
		return d(v.A) + "[" + d(v.B) + "]"
	case Result:
		return fmt.Sprintf("result#%d", v.A)
	case Closure:
		return fmt.Sprintf("func%d", v.A)
	case Class:
		return fmt.Sprintf("class%d", v.A)
	case Object:
		return fmt.Sprintf("object%d", v.A)
	case Array, Join, Template:
		name := map[ValueKind]string{Array: "array", Join: "join", Template: "template"}[v.Kind]
		list := f.Lists[v.A]
		if depth > 2 && len(list) > 4 {
			return fmt.Sprintf("%s(%d values)", name, len(list))
		}
		parts := make([]string, len(list))
		for i, x := range list {
			parts[i] = d(x)
		}
		return name + "(" + strings.Join(parts, ", ") + ")"
	case Import:
		return fmt.Sprintf("import(%q)", f.Str(f.Imports[v.A].Spec))
	case ImportName:
		return fmt.Sprintf("import(%q).%s", f.Str(f.Imports[v.A].Spec), f.Str(v.B))
	case Global:
		return f.Str(v.A)
	case Await:
		return "await " + d(v.A)
	case Binary:
		return fmt.Sprintf("(%s %s %s)", d(v.A), binaryNames[v.Op], d(v.B))
	case Unary:
		return fmt.Sprintf("(%s %s)", unaryNames[v.Op], d(v.A))
	case Spread:
		return "..." + d(v.A)
	case Exports:
		return "exports"
	case Module:
		return "module"
	case ImportMeta:
		return "import.meta"
	case Super:
		return fmt.Sprintf("super%d", v.A)
	case Arguments:
		return fmt.Sprintf("arguments%d", v.A)
	case Yielded:
		return "yielded"
	}
	return "?"
}
