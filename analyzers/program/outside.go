package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Which values of a program come from other packages, as places in what is known of these. It is asked after linking, for few values, and
// only by those who want to know what calls into dependencies do: what such a value is has no part in linking.

// place is a value of another package.
type place struct {
	in   *Inside
	node int32
}

// maxPlaces bounds how many a value may be.
const maxPlaces = 16

// Title is what something of a package is called in messages, with the package where the name does not say it.
func (in *Inside) Title(name string) string {
	first, rest, more := strings.Cut(strings.TrimSuffix(name, ".default"), ".")
	compiled := strings.HasSuffix(first, "_1") // as TypeScript names what it imports
	if first == "default" || strings.HasPrefix(first, "require(") || strings.HasSuffix(name, ".default") || compiled {
		first, name = in.Name, in.Name // the import has no name of its own
		if rest = strings.TrimPrefix(rest, "default."); more && rest != "" {
			name += "." + rest
		}
	}
	if first == in.Name {
		return name
	}
	return name + " of " + in.Name
}

// BlockedInside is what a call leads to inside another package, nil when it is not known to block or calls something of the program itself.
func (p *Program) BlockedInside(r CallRef) (*Inside, *Blocked) {
	if p.env.Inside == nil {
		return nil, nil
	}
	f := p.Files[r.File]
	for _, t := range p.targetsOf(f, r.Call) {
		if t.Kind != AbsPackage {
			return nil, nil
		}
	}
	c := &f.Facts.Calls[r.Call]
	for _, at := range p.callee(f, c) {
		n := &at.in.Nodes[at.node]
		b := n.Call
		if c.Flags&effects.CallNew != 0 {
			b = n.New
		}
		if b != nil {
			return at.in, b
		}
	}
	return nil, nil
}

// BlockedHandlers calls yield with every argument of a registration that is a handler made by another package and blocks there.
func (p *Program) BlockedHandlers(r CallRef, yield func(arg int, h *nodeapi.Handler, in *Inside, b *Blocked)) {
	m := p.Member(r)
	if p.env.Inside == nil || m == nil || m.Func == nil || m.Func.Handler == nil {
		return
	}
	h := m.Func.Handler
	f := p.Files[r.File]
	args := p.Args(r)
	for i, a := range args {
		if i < h.From || h.Only >= 0 && i != h.Only || i == 0 && len(args) > 1 { // the first of several is a path
			continue
		}
		for _, at := range p.outside(f, a, 0) {
			// What takes fewer parameters than a request and a response is more likely something else that the package returns.
			if n := &at.in.Nodes[at.node]; n.Call != nil && int(n.Params) >= min(len(h.Params), 2) {
				yield(i, h, at.in, n.Call)
				break
			}
		}
	}
}

// callee are the places of what a call calls, .call and .apply seen through.
func (p *Program) callee(f *File, c *effects.Call) []place {
	if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop {
		switch f.Facts.Strings[cv.B] {
		case "call", "apply":
			if base := p.outside(f, cv.A, 0); len(base) > 0 {
				return base
			}
		}
	}
	return p.outside(f, c.Callee, 0)
}

// outside are the places that a value may be.
func (p *Program) outside(f *File, v effects.ValueID, depth int) []place {
	if v <= 0 || depth > 10 {
		return nil
	}
	ref := Ref{f.ID, v}
	if known, ok := p.places[ref]; ok {
		return known
	}
	if p.places == nil {
		p.places = map[Ref][]place{}
	}
	p.places[ref] = nil // a cycle adds nothing
	var out []place
	add := func(list []place) {
		for _, x := range list {
			if len(out) < maxPlaces && !hasPlace(out, x) {
				out = append(out, x)
			}
		}
	}
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Import:
		add(p.imported(f, x.A))
	case effects.ImportName:
		add(p.importedName(f, x.A, f.Facts.Strings[x.B], depth))
	case effects.Var:
		for _, y := range f.Facts.Vars[x.A].Values {
			add(p.outside(f, y, depth+1))
		}
	case effects.Join:
		for _, y := range f.Facts.Lists[x.A] {
			add(p.outside(f, y, depth+1))
		}
	case effects.Await:
		add(p.outside(f, x.A, depth+1))
	case effects.Binary:
		if x.Op == effects.And || x.Op == effects.Or || x.Op == effects.Nullish {
			add(p.outside(f, x.A, depth+1))
			add(p.outside(f, x.B, depth+1))
		}
	case effects.Param:
		for _, r := range p.flowOf(FuncRef{f.ID, x.A}).passes(x.B) {
			add(p.outside(p.Files[r.File], r.Value, depth+1))
		}
	case effects.Prop:
		add(p.memberOutside(f, x, depth))
	case effects.Result:
		add(p.resultOutside(f, x.A, depth))
	}
	p.places[ref] = out
	return out
}

func hasPlace(list []place, x place) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// imported are the places that an import of a package gives. What the tables know of packages is better than what can be seen in them.
func (p *Program) imported(f *File, imp int32) []place {
	t := &f.Targets[imp]
	if t.File >= 0 || t.Package == "" || t.Path == "" || p.env.Inside == nil {
		return nil
	}
	if nodeapi.Module(f.Facts.Str(f.Facts.Imports[imp].Spec)) != nil {
		return nil
	}
	in := p.env.Inside(t.Path)
	if in == nil {
		return nil
	}
	return places(in, in.Start)
}

func places(in *Inside, nodes []int32) []place {
	out := make([]place, len(nodes))
	for i, n := range nodes {
		out[i] = place{in, n}
	}
	return out
}

func (p *Program) importedName(f *File, imp int32, name string, depth int) []place {
	if t := f.Targets[imp].File; t >= 0 {
		return p.exportedOutside(p.Files[t], name, depth)
	}
	return members(p.imported(f, imp), name)
}

// members are the members of places. The default export of a CommonJS module is the whole.
func members(list []place, name string) []place {
	var out []place
	for _, at := range list {
		m := at.in.Nodes[at.node].Members[name]
		if len(m) == 0 && name == "default" && !at.in.ESM {
			out = append(out, at)
			continue
		}
		out = append(out, places(at.in, m)...)
	}
	return out
}

// exportedOutside are the places that a file of the program exports under a name.
func (p *Program) exportedOutside(g *File, name string, depth int) []place {
	if !g.ESM {
		return p.slotOutside(Abs{Kind: AbsModule, File: g.ID}, p.nameOf(name), depth)
	}
	for _, e := range g.Facts.Exports {
		if g.Facts.Str(e.Name) != name {
			continue
		}
		if e.Import < 0 {
			return p.outside(g, e.Value, depth+1)
		}
		if from := g.Facts.Str(e.ImportName); from != "*" && depth < 10 {
			return p.importedName(g, e.Import, from, depth+1)
		}
		return p.imported(g, e.Import)
	}
	return nil
}

// slotOutside are the places that are written under a name on a thing of the program.
func (p *Program) slotOutside(a Abs, name int32, depth int) []place {
	var out []place
	for _, r := range p.propsOf(a, name) {
		out = append(out, p.outside(p.Files[r.File], r.Value, depth+1)...)
	}
	return out
}

func (p *Program) memberOutside(f *File, x effects.Value, depth int) []place {
	name := f.Facts.Strings[x.B]
	out := members(p.outside(f, x.A, depth+1), name)
	id := p.name(f, x.B)
	for _, a := range p.Eval(f, x.A) {
		g := p.Files[a.File]
		switch a.Kind {
		case AbsModule:
			if g.ESM {
				out = append(out, p.exportedOutside(g, name, depth)...)
				continue
			}
		case AbsObject:
			for _, m := range g.Facts.Objects[a.ID].Members {
				if m.Flags&(effects.MemberSpread|effects.MemberComputed|effects.MemberGetter|effects.MemberSetter) == 0 && p.name(g, m.Name) == id {
					out = append(out, p.outside(g, m.Value, depth+1)...)
				}
			}
		case AbsClass, AbsNew, AbsNewFunc, AbsFunc:
		default:
			continue
		}
		out = append(out, p.slotOutside(a, id, depth)...)
	}
	return out
}

func (p *Program) resultOutside(f *File, call effects.CallID, depth int) []place {
	c := &f.Facts.Calls[call]
	made := c.Flags&effects.CallNew != 0
	var out []place
	if interopHelper(f.Facts, c) {
		return p.outside(f, c.Args[0], depth+1)
	}
	for _, at := range p.outside(f, c.Callee, depth+1) {
		n := &at.in.Nodes[at.node]
		if made {
			out = append(out, places(at.in, n.Made)...)
		} else {
			out = append(out, places(at.in, n.Result)...)
		}
	}
	for _, t := range p.targetsOf(f, call) {
		switch t.Kind {
		case AbsMember:
			if t.Member().Name == "util.promisify" && len(c.Args) > 0 {
				out = append(out, p.outside(f, c.Args[0], depth+1)...)
			}
		case AbsFunc:
			if !made {
				g := p.Files[t.File]
				for _, r := range g.Facts.Funcs[t.ID].Returns {
					if rv := g.Facts.Val(r); rv.Kind == effects.Param && rv.A == t.ID && int(rv.B) < len(c.Args) {
						out = append(out, p.outside(f, c.Args[rv.B], depth+1)...) // it gives back what this call passes
						continue
					}
					out = append(out, p.outside(g, r, depth+1)...)
				}
			}
		}
	}
	return out
}
