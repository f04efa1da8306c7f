package features

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// ref is what a value may be, by the names of Node's API: something of a module, or a member of an instance.
type ref struct {
	// class is set for a member of an instance, name then is the member's; "" for the instance itself.
	class *nodeapi.Class
	name  string
}

// maxRefs bounds the names that are followed for one value.
const maxRefs = 8

// refs are what a value of a file may be. The program says what it knows; values that its tables leave out, such as process.env, are named by the
// way to them.
func refs(p *program.Program, f *program.File, v effects.ValueID, depth int) []ref {
	if v <= 0 || depth > maxRefs {
		return nil
	}
	var out []ref
	val := f.Facts.Val(v)
	known := p.Eval(f, v)
	if val.Kind == effects.Prop {
		name := f.Facts.Str(val.B)
		for _, base := range refs(p, f, val.A, depth+1) {
			switch {
			case base.class == nil && name == "default" && !wrapper(base.name): // what a build step makes of an import
				out = append(out, base)
			case base.class == nil && (len(known) == 0 || base.name == "module"):
				out = append(out, ref{name: base.name + "." + name})
			case base.class != nil && base.name == "":
				out = append(out, ref{class: base.class, name: name})
			}
		}
	}
	for _, a := range known {
		m := a.Member()
		if m == nil {
			continue
		}
		if m.Method != nil {
			out = append(out, ref{class: m.Method, name: m.Name[strings.LastIndexByte(m.Name, '#')+1:]})
			continue
		}
		out = append(out, ref{name: builtin(m.Name)})
		if c := nodeapi.ClassNamed(m.Instance); c != nil {
			out = append(out, ref{class: c})
		}
	}
	if val.Kind != effects.Prop || !collection(p, f, val.A) {
		for _, c := range p.ClassesOf(f, v) {
			out = append(out, ref{class: c})
		}
	}
	// Of the wrapper's own objects and the global one the program knows what they hold; here they are themselves.
	if own := val.Kind == effects.Exports || val.Kind == effects.Module || len(known) > 0 && known[0].Kind == program.AbsGlobal; len(known) == 0 || own {
		out = append(out, wayTo(p, f, val, depth)...)
	}
	return out
}

// wayTo names a value of which the program knows nothing by what it is made of.
func wayTo(p *program.Program, f *program.File, val effects.Value, depth int) []ref {
	switch val.Kind {
	case effects.Global:
		name := f.Facts.Str(val.A)
		if wrapper(name) && f.ESM {
			return nil
		}
		return []ref{{name: name}}
	case effects.Exports:
		return []ref{{name: "exports"}}
	case effects.Module:
		return []ref{{name: "module"}}
	case effects.ImportMeta:
		return []ref{{name: "import.meta"}}
	case effects.Arguments:
		if val.A == 0 && !f.ESM {
			return []ref{{name: "arguments"}}
		}
	case effects.Import, effects.ImportName:
		t := &f.Targets[val.A]
		if t.Builtin == "" {
			return nil
		}
		if name := f.Facts.Str(val.B); val.Kind == effects.ImportName && name != "default" {
			return []ref{{name: t.Builtin + "." + name}}
		}
		return []ref{{name: builtin(t.Builtin)}}
	case effects.Var:
		if vals := f.Facts.Vars[val.A].Values; len(vals) == 1 {
			return refs(p, f, vals[0], depth+1)
		}
	case effects.Await:
		return nil
	}
	return nil
}

// collection reports whether a value is a Map or the like: its properties are its own, and not what it holds.
func collection(p *program.Program, f *program.File, v effects.ValueID) bool {
	return slices.ContainsFunc(p.ClassesOf(f, v), func(c *nodeapi.Class) bool {
		switch c.Name {
		case "Map", "Set", "WeakMap", "WeakSet", "Array":
			return true
		}
		return false
	})
}

// builtin names a module of Node. The one called module is not the wrapper's parameter of that name.
func builtin(name string) string {
	if name == "module" {
		return "node:module"
	}
	return name
}

// wrapper reports whether a name is a parameter of the module wrapper (Node docs, "Modules: CommonJS modules", "The module wrapper").
func wrapper(name string) bool {
	switch name {
	case "require", "module", "exports", "__filename", "__dirname":
		return true
	}
	return false
}
