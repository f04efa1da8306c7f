package program

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// HazardKind says what goes wrong in a cycle.
type HazardKind uint8

// The hazards.
const (
	HazardTaken HazardKind = iota // a name is taken out of a module by destructuring before it is set
	HazardRead                    // a name is read before it is set
	HazardStale                   // a module keeps the object that the other one then replaces
	HazardTDZ                     // an ES module's binding is read before it is initialized
)

// Hazard is something that goes wrong because modules load each other.
type Hazard struct {
	Kind HazardKind
	// File and Range are where: the names that are read, or the assignment to module.exports that leaves others with the old object.
	File  FileID
	Range syntax.Range
	Func  effects.FuncID
	// Names are the names that are read, Base what they are read from as written, "" for a require() itself.
	Names []string
	Base  string
	// Target is the module that is half loaded.
	Target FileID
	// Has are the names that it has at that moment.
	Has []string
	// Holders are the modules that keep the old object, for HazardStale.
	Holders []Holder
	// Cycle are the modules from the target to the reader and back, in order of loading.
	Cycle []FileID
	// First is the member of the cycle that is loaded first; Entry is the program that does that, None when only some other order would.
	First, Entry FileID
	// Sure says that it happens whenever Entry starts: on no branch, and with no doubt about what is loaded first.
	Sure bool
	// Always says that no entry is known that loads the cycle in another, harmless order.
	Always bool
	// Replaced says that the name is set on another object than the one that was handed out, so that reading later does not help.
	Replaced bool
	// Steps prove it, in the order in which they happen.
	Steps []Step

	// lead makes the steps that come first, for what is reported in the end.
	lead func() []Step
}

// Holder is a module that keeps a stale object.
type Holder struct {
	File FileID
	At   syntax.Range // of the require()
	Name string       // of the variable, "" for none
}

// hazardsOf judges what a watcher saw, now that the component is loaded.
func (m *machine) hazardsOf(w *watcher, first start) []Hazard {
	p := m.p
	var out []Hazard
	type group struct {
		file FileID
		fn   effects.FuncID
		base effects.ValueID
	}
	taken := map[group]int{}
	for i := range w.found {
		r := &w.found[i]
		final := m.mods[r.target].exports
		replaced := final != objVal(r.obj)
		// A name that is never set is another matter.
		if m.has(objVal(r.obj), r.name, r.text) != isTrue && m.has(final, r.name, r.text) == isFalse {
			continue
		}
		f := p.Files[r.file]
		op := &f.Facts.Funcs[r.fn].Ops[r.op]
		if unusedResult(f, r.fn, r.op) {
			continue
		}
		key := group{r.file, r.fn, f.Facts.Val(op.A).A}
		if r.kind == HazardTaken {
			if k, ok := taken[key]; ok {
				h := &out[k]
				h.Names = append(h.Names, r.text)
				h.Range.End = max(h.Range.End, op.End)
				m.setStep(h, r)
				continue
			}
		}
		h := Hazard{Kind: r.kind, File: r.file, Func: r.fn, Range: syntax.Range{Start: op.Start, End: op.End}, Names: []string{r.text}, Target: r.target, Has: r.has,
			First: first.file, Entry: first.entry, Sure: first.sure && !r.maybe, Replaced: replaced, Base: baseText(f, f.Facts.Val(op.A).A)}
		h.lead = func() []Step { return m.loadSteps(first, r.stack, r.target, m.givenAt(f, op.A)) }
		for _, c := range r.calls {
			h.Steps = append(h.Steps, m.step(c, "calls a function that reads it, while "+p.Rel(r.target)+" is still loading"))
		}
		h.Steps = append(h.Steps, Step{File: r.file, Range: h.Range, Message: "reads what is not set yet"})
		h.Cycle = cycleOf(r.stack, r.target, r.file)
		m.setStep(&h, r)
		if r.kind == HazardTaken {
			taken[key] = len(out)
		}
		out = append(out, h)
	}
	return append(out, m.stale(w, first)...)
}

// unusedResult reports whether what an operation reads goes into a variable that nothing uses.
func unusedResult(f *File, fn effects.FuncID, i int32) bool {
	ops := f.Facts.Funcs[fn].Ops
	if int(i)+1 >= len(ops) {
		return false
	}
	w := &ops[i+1]
	t := f.Facts.Val(w.A)
	return w.Kind == effects.OpWrite && w.B == ops[i].A && t.Kind == effects.Var && f.Facts.Vars[t.A].Uses == 0
}

// maxCycle is how many modules of a cycle are named.
const maxCycle = 64

func cycleOf(top *loadFrame, target, reader FileID) []FileID {
	var out []FileID
	if top.file != reader {
		out = append(out, reader)
	}
	for ; top != nil; top = top.below {
		if len(out) >= maxCycle && top.file != target {
			continue
		}
		out = append(out, top.file)
		if top.file == target {
			break
		}
	}
	slices.Reverse(out)
	return out
}

// setStep adds where a name gets its value.
func (m *machine) setStep(h *Hazard, r *found) {
	p := m.p
	g := p.Files[r.target]
	text := r.text
	if final := m.mods[r.target].exports; final.kind == heapObject && m.objs[final.id].kind != objNamespace {
		for _, v := range []heapVal{objVal(r.obj), final} {
			if i := m.objs[v.id].find(r.name); i >= 0 {
				at := m.objs[v.id].props[i].at
				msg := text + " is set only here"
				if v != objVal(r.obj) {
					msg = text + " is part of the new module.exports, which is made only here"
				}
				h.Steps = append(h.Steps, m.step(at, msg))
				return
			}
		}
	}
	if s := &m.mods[r.target]; len(s.replaced) > 0 {
		h.Steps = append(h.Steps, m.step(s.replaced[len(s.replaced)-1].at, "module.exports becomes what has "+text+" only here"))
		return
	}
	if e := exportNamed(g, text); e != nil {
		h.Steps = append(h.Steps, m.step(site{g.ID, e.Start, e.End}, text+" gets its value only here"))
	}
}

// givenAt is the require() that gave what a value is read from; file None when that cannot be told.
func (m *machine) givenAt(f *File, v effects.ValueID) site {
	for range 8 {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Prop:
			v = x.A
		case effects.Var:
			if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
				v = vals[0]
				continue
			}
			return site{file: None}
		case effects.Import, effects.ImportName:
			im := &f.Facts.Imports[x.A]
			return site{f.ID, im.CallStart, im.CallEnd}
		default:
			return site{file: None}
		}
	}
	return site{file: None}
}

// baseText is how a value is written: a variable, or "" when it is a require() itself.
func baseText(f *File, v effects.ValueID) string {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Var:
		return f.Facts.Str(f.Facts.Vars[x.A].Name)
	case effects.Prop:
		if b := baseText(f, x.A); b != "" {
			return b + "." + f.Facts.Str(x.B)
		}
	}
	return ""
}

// loadSteps tells how it comes that a module is asked for while it loads.
func (m *machine) loadSteps(first start, top *loadFrame, target FileID, given site) []Step {
	p := m.p
	var out []Step
	way := first.path
	if len(way) > 3 {
		way = way[len(way)-3:]
	}
	for i, at := range way {
		msg := "loads " + m.asked(at)
		if i == 0 && at.file == first.entry {
			msg = "the program starts in " + p.Rel(first.entry) + ", which loads " + m.asked(at)
		}
		if i == len(way)-1 {
			msg += ", the first of the cycle"
		}
		out = append(out, m.step(at, msg))
	}
	// The nearest requires tell the most, then what leads to the target; a long way between adds nothing.
	from := top
	for from.file != target && from.below != nil {
		from = from.below
	}
	var chain []*loadFrame
	for fr := top; fr != nil && fr.at.file >= 0 && fr.depth > from.depth-3; fr = fr.below {
		if top.depth-fr.depth < 6 || fr.depth-from.depth < 6 {
			chain = append(chain, fr)
		}
	}
	slices.Reverse(chain)
	for _, fr := range chain {
		out = append(out, m.step(fr.at, p.Rel(fr.at.file)+" loads "+p.Rel(fr.file)))
	}
	if given.file >= 0 {
		out = append(out, m.step(given, p.Rel(given.file)+" requires "+p.Rel(target)+" again, which is still loading, and gets its unfinished exports"))
	}
	return out
}

// asked names the file that the import at a place asks for.
func (m *machine) asked(at site) string {
	f := m.p.Files[at.file]
	for i := range f.Facts.Imports {
		if f.Facts.Imports[i].CallStart == at.start && f.Targets[i].File >= 0 {
			return m.p.Rel(f.Targets[i].File)
		}
	}
	return "a module"
}

// stale finds the modules that keep an object which module.exports then no longer is.
func (m *machine) stale(w *watcher, first start) []Hazard {
	p := m.p
	var out []Hazard
	at := map[site]int{}
	for i := range w.holds {
		h := &w.holds[i]
		s := &m.mods[h.target]
		if s.unsure || s.exports == objVal(h.obj) || m.objs[h.obj].escaped && m.objs[h.obj].open {
			continue
		}
		var r *replacement
		for k := range s.replaced {
			if s.replaced[k].seq > h.seq {
				r = &s.replaced[k]
			}
		}
		if r == nil {
			continue
		}
		name, kept := m.keeps(h)
		if !kept || m.interop(h.obj) {
			continue
		}
		im := &p.Files[h.file].Facts.Imports[h.imp]
		given := site{h.file, im.CallStart, im.CallEnd}
		holder := Holder{File: h.file, At: syntax.Range{Start: im.CallStart, End: im.CallEnd}, Name: name}
		if k, ok := at[r.at]; ok {
			dup := false
			for _, x := range out[k].Holders {
				dup = dup || x == holder
			}
			if !dup {
				out[k].Holders = append(out[k].Holders, holder)
				last := len(out[k].Steps) - 1
				out[k].Steps = append(out[k].Steps[:last:last], m.step(given, p.Rel(h.file)+" gets the same unfinished object"), out[k].Steps[last])
			}
			out[k].Sure = out[k].Sure || first.sure && !h.maybe
			continue
		}
		z := Hazard{Kind: HazardStale, File: h.target, Range: syntax.Range{Start: r.at.start, End: r.at.end}, Target: h.target, Holders: []Holder{holder},
			First: first.file, Entry: first.entry, Sure: first.sure && !h.maybe, Replaced: true, Cycle: cycleOf(h.stack, h.target, h.file)}
		z.lead = func() []Step { return m.loadSteps(first, h.stack, h.target, given) }
		z.Steps = []Step{m.step(r.at, "module.exports becomes another object here; "+p.Rel(h.file)+" keeps the first one")}
		at[r.at] = len(out)
		out = append(out, z)
	}
	return out
}

// interop reports whether an object is what a compiler makes of an ES module, with its default export in place: code that was compiled
// likewise reads .default and is content.
func (m *machine) interop(obj int32) bool {
	o := &m.objs[obj]
	i, mark := o.find(m.p.nameOf("default")), o.find(m.p.nameOf("__esModule"))
	return i >= 0 && mark >= 0 && o.props[i].val.kind != heapUndefined
}

// keeps reports whether a module keeps what a require() gave it and uses it in a way that the new object is needed for: other than by reads
// while it loads, which are hazards of their own, and other than names that the old object has.
func (m *machine) keeps(h *hold) (name string, kept bool) {
	f := m.p.Files[h.file]
	facts := f.Facts
	v := f.ValueID(effects.Value{Kind: effects.Import, A: h.imp})
	if v < 0 {
		return "", false
	}
	old := &m.objs[h.obj]
	lacks := func(base effects.ValueID) bool {
		for _, x := range facts.Values {
			if x.Kind == effects.Prop && x.A == base {
				if k := old.find(m.p.name(f, x.B)); k < 0 || old.props[k].val.kind == heapUndefined {
					return true
				}
			}
		}
		return false
	}
	for fi := range facts.Funcs {
		for i := range facts.Funcs[fi].Ops {
			op := &facts.Funcs[fi].Ops[i]
			switch op.Kind {
			case effects.OpWrite:
				if op.B != v {
					continue
				}
				t := facts.Val(op.A)
				switch t.Kind {
				case effects.Var:
					va := &facts.Vars[t.A]
					if len(va.Values) != 1 || va.Uses == 0 {
						continue
					}
					name := facts.Str(va.Name)
					whole := f.ValueID(effects.Value{Kind: effects.Var, A: t.A})
					now, reads := m.readsOf(f, whole)
					if int(va.Uses) > reads { // used as a whole: new A(), instanceof, an argument
						return name, true
					}
					if now < reads && lacks(whole) { // some reads come later
						return name, true
					}
				case effects.Prop:
					return "", true
				}
			case effects.OpCall:
				c := &facts.Calls[op.A]
				if c.Callee == v {
					return "", true
				}
				for _, a := range c.Args {
					if a == v {
						return "", true
					}
				}
			}
		}
	}
	for oi := range facts.Objects {
		for k := range facts.Objects[oi].Members {
			if mm := &facts.Objects[oi].Members[k]; mm.Value == v && mm.Flags&effects.MemberSpread == 0 {
				return "", true
			}
		}
	}
	return "", false
}

// readsOf counts the operations that read a member of a value: those that ran while modules loaded, and all.
func (m *machine) readsOf(f *File, base effects.ValueID) (now, all int) {
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			op := &f.Facts.Funcs[fi].Ops[i]
			if op.Kind != effects.OpRead {
				continue
			}
			if x := f.Facts.Val(op.A); x.Kind == effects.Prop && x.A == base {
				all++
				if fi == 0 {
					now++
				}
			}
		}
	}
	return now, all
}

// CycleFact is the cycle of a hazard as a line of Markdown.
func (p *Program) CycleFact(h *Hazard) string {
	var b strings.Builder
	b.WriteString("Cycle, in the order of loading: ")
	for i, f := range h.Cycle {
		if i == 8 && len(h.Cycle) > 9 {
			b.WriteString("… → ")
			break
		}
		b.WriteString("`" + p.Rel(f) + "` → ")
	}
	b.WriteString("`" + p.Rel(h.Cycle[0]) + "`")
	return b.String()
}

// HasFact says in a line of Markdown what the half-loaded module has at the moment of a hazard.
func (p *Program) HasFact(h *Hazard) string {
	if len(h.Has) == 0 {
		return "At this moment `" + p.Rel(h.Target) + "` has set no exports."
	}
	return "At this moment `" + p.Rel(h.Target) + "` has set only `" + strings.Join(h.Has, "`, `") + "`."
}
