package effects

import (
	"fmt"
	"strings"
)

// Text writes the effect programs of a file for people: how the analyses are debugged and what their golden tests compare.
func (f *Facts) Text() string {
	var b strings.Builder
	for i := range f.Funcs {
		fn := &f.Funcs[i]
		fmt.Fprintf(&b, "func %d %s(", i, f.Str(fn.Name))
		for k, p := range fn.Params {
			if k > 0 {
				b.WriteString(", ")
			}
			b.WriteString(f.Str(p.Name))
		}
		fmt.Fprintf(&b, ") parent=%d flags=%b\n", fn.Parent, fn.Flags)
		f.block(&b, fn, 0, int32(len(fn.Ops)), "  ")
	}
	for i, im := range f.Imports {
		fmt.Fprintf(&b, "import %d %q kind=%d flags=%b\n", i, f.Str(im.Spec), im.Kind, im.Flags)
	}
	for _, e := range f.Exports {
		fmt.Fprintf(&b, "export %s = %s\n", f.Str(e.Name), f.Describe(e.Value))
	}
	return b.String()
}

var opNames = [...]string{"nop", "call", "read", "write", "require", "await", "yield", "return", "throw", "if", "loop", "try", "switch", "block", "label", "break", "continue", "class", "func"}

func (f *Facts) block(b *strings.Builder, fn *Func, from, to int32, indent string) {
	for i := from; i < to; i = fn.Ops[i].Skip {
		op := &fn.Ops[i]
		fmt.Fprintf(b, "%s%s", indent, opNames[op.Kind])
		switch op.Kind {
		case OpCall:
			c := &f.Calls[op.A]
			args := make([]string, len(c.Args))
			for k, a := range c.Args {
				args[k] = f.Describe(a)
			}
			fmt.Fprintf(b, " #%d %s(%s)", op.A, f.Describe(c.Callee), strings.Join(args, ", "))
		case OpWrite:
			fmt.Fprintf(b, " %s = %s", f.Describe(op.A), f.Describe(op.B))
		case OpRead, OpAwait, OpYield, OpReturn, OpThrow, OpIf, OpSwitch:
			if op.A >= 0 {
				fmt.Fprintf(b, " %s", f.Describe(op.A))
			}
		case OpRequire, OpBreak, OpContinue, OpClass, OpFunc:
			fmt.Fprintf(b, " %d", op.A)
		}
		b.WriteString("\n")
		f.block(b, fn, i+1, op.Skip, indent+"  ")
	}
}

// Describe writes a value.
func (f *Facts) Describe(id ValueID) string { return f.describe(id, 0) }

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
	case Param, Rest:
		return fmt.Sprintf("param%d.%d", v.A, v.B)
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
		parts := make([]string, len(f.Lists[v.A]))
		for i, x := range f.Lists[v.A] {
			parts[i] = d(x)
		}
		return map[ValueKind]string{Array: "array", Join: "join", Template: "template"}[v.Kind] + "(" + strings.Join(parts, ", ") + ")"
	case Import:
		return fmt.Sprintf("import(%q)", f.Str(f.Imports[v.A].Spec))
	case ImportName:
		return fmt.Sprintf("import(%q).%s", f.Str(f.Imports[v.A].Spec), f.Str(v.B))
	case Global:
		return f.Str(v.A)
	case Await:
		return "await " + d(v.A)
	case Binary:
		return fmt.Sprintf("(%s op%d %s)", d(v.A), v.Op, d(v.B))
	case Unary:
		return fmt.Sprintf("(op%d %s)", v.Op, d(v.A))
	case Spread:
		return "..." + d(v.A)
	case Exports:
		return "exports"
	case Module:
		return "module"
	case ImportMeta:
		return "import.meta"
	case Super:
		return "super"
	case Arguments:
		return "arguments"
	case Yielded:
		return "yielded"
	}
	return "?"
}

// CalleeName names a called value as its author wrote it, as far as the facts keep that: `load`, `app.get`, `this.store.read`.
func (f *Facts) CalleeName(id ValueID) string {
	for depth := 0; depth < 8; depth++ {
		v := f.Val(id)
		switch v.Kind {
		case Prop:
			base := f.CalleeName(v.A)
			if base == "" || base == "a function" {
				return f.Str(v.B)
			}
			return base + "." + f.Str(v.B)
		case Var:
			return f.Str(f.Vars[v.A].Name)
		case ImportName:
			return f.Str(v.B)
		case Global:
			return f.Str(v.A)
		case Closure:
			if n := f.Str(f.Funcs[v.A].Name); n != "" {
				return n
			}
			return "a function"
		case Class:
			return f.Str(f.Classes[v.A].Name)
		case This:
			return "this"
		case Super:
			return "super"
		case Exports:
			return "exports"
		case Module:
			return "module"
		case Param:
			if fn := &f.Funcs[v.A]; int(v.B) < len(fn.Params) {
				return f.Str(fn.Params[v.B].Name)
			}
			return "a function"
		case Result:
			return f.CalleeName(f.Calls[v.A].Callee) + "()"
		case Import:
			return "require(" + f.Str(f.Imports[v.A].Spec) + ")"
		case Await:
			id = v.A
		default:
			return "a function"
		}
	}
	return "a function"
}
