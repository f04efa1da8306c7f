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
	HazardTaken   HazardKind = iota // a name is taken out of a module by destructuring before it is set
	HazardRead                      // a name is read before it is set
	HazardStale                     // a module keeps the object that the other one then replaces
	HazardTDZ                       // an ES module's binding is read before it is initialized
	HazardRefused                   // a require() of an ES module that is part of the cycle
)

// Gets is what the reader gets, as JavaScript writes it.
func (k HazardKind) Gets() string {
	return [...]string{"undefined", "undefined", "{}", "ReferenceError", "ERR_REQUIRE_CYCLE_MODULE"}[k]
}

// Hazard is something that goes wrong because modules load each other.
type Hazard struct {
	Kind HazardKind
	// File and Range are where: the names that are read, the assignment to module.exports that leaves others with the old object, or the
	// require() that Node refuses.
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
	// Test says that Entry is a test.
	Test bool
	// Replaced says that the name is set on another object than the one that was handed out, so that reading later does not help.
	Replaced bool
	// Throws says that what is missing is called, or extended, on the spot. Fallback says that it is tested, or has a value to take its place.
	Throws, Fallback bool
	// Steps prove it, in the order in which they happen.
	Steps []Step

	imp   int32 // the import of File that gave what is read, None when that cannot be told
	of    int   // its index among what the watcher noted of the kind
	count int   // how many places it stands for
	stack *loadFrame
}

// Holder is a module that keeps a stale object.
type Holder struct {
	File FileID
	At   syntax.Range // of the require()
	Name string       // of the variable, "" for none
}

// hazardKey tells hazards apart over several ways of loading.
type hazardKey struct {
	kind  HazardKind
	file  FileID
	start int32
}

func (h *Hazard) key() hazardKey { return hazardKey{h.Kind, h.File, h.Range.Start} }

// weight orders hazards by what they do to the program.
func (h *Hazard) weight() int {
	switch {
	case h.Kind == HazardTDZ || h.Kind == HazardRefused:
		return 5
	case h.Throws:
		return 4
	case h.Fallback:
		return 1
	case h.Kind == HazardRead:
		return 2
	}
	return 3
}

// hazardsOf judges what a watcher saw, now that the component is loaded. What proves a hazard is left to prove.
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
		if r.maybe {
			continue // a condition that is not known decides
		}
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
				continue
			}
			taken[key] = len(out)
		}
		h := Hazard{Kind: r.kind, File: r.file, Func: r.fn, Range: syntax.Range{Start: op.Start, End: op.End}, Names: []string{r.text}, Target: r.target,
			First: first.file, Entry: first.entry, Test: first.test, Sure: first.sure && !r.loop, Replaced: replaced, imp: None, of: i, count: 1, stack: r.stack}
		if f.Facts.Val(op.A).Kind == effects.Prop {
			h.Base = baseText(f, f.Facts.Val(op.A).A)
		}
		if given := m.givenAt(f, op.A); given.file >= 0 {
			h.imp = m.importAt(given)
		}
		h.Throws, h.Fallback = usedUndefined(f, r.fn, r.op)
		out = append(out, h)
	}
	for i := range w.mixed {
		r := &w.mixed[i]
		if r.maybe {
			continue
		}
		h := Hazard{Kind: HazardRefused, File: r.at.file, Range: syntax.Range{Start: r.at.start, End: r.at.end}, Target: r.target, imp: r.imp,
			First: first.file, Entry: first.entry, Test: first.test, Sure: first.sure, of: i, count: 1, stack: r.stack}
		h.Func = p.Files[h.File].Facts.Imports[h.imp].Func
		out = append(out, h)
	}
	return append(out, m.stale(w, first)...)
}

// prove adds to a hazard what shows it. The machine must be as it was when the hazard was found, and the watcher have noted all.
func (m *machine) prove(w *watcher, h *Hazard, first start) {
	p := m.p
	switch h.Kind {
	case HazardStale:
		hold := &w.holds[h.of]
		h.Cycle = cycleOf(hold.stack, h.Target, hold.file)
		holder := &h.Holders[0]
		h.Steps = m.loadSteps(first, hold.stack, h.Target, site{holder.File, holder.At.Start, holder.At.End})
		for i := range h.Holders[1:] {
			if o := &h.Holders[i+1]; i < 5 {
				h.Steps = append(h.Steps, Step{File: o.File, Range: o.At, Message: p.Rel(o.File) + " gets the same unfinished object"})
			}
		}
		h.Steps = append(h.Steps, Step{File: h.File, Range: h.Range, Message: "module.exports becomes another object here; " + p.Rel(holder.File) + " keeps the first one"})
	case HazardRefused:
		r := &w.mixed[h.of]
		h.Cycle = cycleOf(h.stack, h.Target, r.by.file)
		h.Steps = m.loadSteps(first, h.stack, h.Target, site{file: None})
		verb := "requires "
		if r.by != r.at {
			verb = "imports "
		}
		h.Steps = append(h.Steps, m.step(r.by, p.Rel(r.by.file)+" "+verb+p.Rel(h.Target)+" again, which is still loading: Node throws ERR_REQUIRE_CYCLE_MODULE"))
	default:
		r := &w.found[h.of]
		f := p.Files[r.file]
		op := &f.Facts.Funcs[r.fn].Ops[r.op]
		h.Has = r.has
		h.Cycle = cycleOf(r.stack, r.target, r.file)
		given := m.givenAt(f, op.A)
		if m.stack == nil && p.Files[r.target].ESM {
			given = site{file: None}
		}
		h.Steps = m.loadSteps(first, r.stack, r.target, given)
		for _, c := range r.calls {
			h.Steps = append(h.Steps, m.step(c, "calls a function that reads it, while "+p.Rel(r.target)+" is still loading"))
		}
		h.Steps = append(h.Steps, Step{File: r.file, Range: h.Range, Message: "reads what is not set yet"})
		for _, name := range h.Names {
			m.setStep(h, r, name)
		}
	}
}

// usedUndefined says what happens to a name that is undefined: throws when it is called or extended, fallback when it is tested or another
// value stands in for it.
func usedUndefined(f *File, fn effects.FuncID, i int32) (throws, fallback bool) {
	ops := f.Facts.Funcs[fn].Ops
	v := ops[i].A
	taken := effects.ValueID(None)
	if int(i)+1 < len(ops) && ops[i+1].Kind == effects.OpWrite {
		w := &ops[i+1]
		if w.B == v && f.Facts.Val(w.A).Kind == effects.Var {
			taken = w.A
		}
		x := f.Facts.Val(w.B)
		if x.Kind == effects.Binary && (x.Op == effects.Or || x.Op == effects.Nullish) && x.A == v || x.Kind == effects.Join && slices.Contains(f.Facts.Lists[x.A], v) {
			return false, true
		}
	}
	for k := i + 1; k < int32(len(ops)) && k < i+24; k++ {
		switch op := &ops[k]; op.Kind {
		case effects.OpCall:
			if c := f.Facts.Calls[op.A].Callee; c == v || taken >= 0 && c == taken {
				return f.Facts.Calls[op.A].Flags&effects.CallOptional == 0, false
			}
		case effects.OpClass:
			if c := f.Facts.Classes[op.A].Extends; c == v || taken >= 0 && c == taken {
				return true, false
			}
		case effects.OpIf, effects.OpSwitch, effects.OpLoop:
			if t := op.A; op.Kind == effects.OpIf && tests(f, t, v, 0) {
				return false, true
			}
			return false, false
		case effects.OpReturn, effects.OpThrow:
			return false, false
		}
	}
	return false, false
}

// tests reports whether a condition looks at a value.
func tests(f *File, cond, v effects.ValueID, depth int) bool {
	if cond == v {
		return true
	}
	x := f.Facts.Val(cond)
	if depth > 6 {
		return false
	}
	switch x.Kind {
	case effects.Unary:
		return tests(f, x.A, v, depth+1)
	case effects.Binary:
		return tests(f, x.A, v, depth+1) || tests(f, x.B, v, depth+1)
	}
	return false
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
func (m *machine) setStep(h *Hazard, r *found, text string) {
	p := m.p
	g := p.Files[r.target]
	if final := m.mods[r.target].exports; final.kind == heapObject && m.objs[final.id].kind != objNamespace {
		for _, v := range []heapVal{objVal(r.obj), final} {
			if i := m.objs[v.id].find(p.nameOf(text)); i >= 0 && m.objs[v.id].kind != objInstance {
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
		msg := p.Rel(fr.at.file) + " loads " + p.Rel(fr.file)
		if fr.at.file == first.entry && fr.below.at.file < 0 {
			msg = "the program starts in " + p.Rel(fr.at.file) + ", which loads " + p.Rel(fr.file)
		}
		out = append(out, m.step(fr.at, msg))
	}
	if given.file >= 0 {
		verb := " requires "
		if i := m.importAt(given); i >= 0 && p.Files[given.file].Facts.Imports[i].Kind == effects.StaticImport {
			verb = " imports "
		}
		out = append(out, m.step(given, p.Rel(given.file)+verb+p.Rel(target)+" again, which is still loading, and gets its unfinished exports"))
	}
	return out
}

// asked names the file that the import at a place asks for.
func (m *machine) asked(at site) string {
	if i := m.importAt(at); i >= 0 {
		if t := m.p.Files[at.file].Targets[i].File; t >= 0 {
			return m.p.Rel(t)
		}
	}
	return "a module"
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

// HazardText says in a few words what happens at a hazard.
func (p *Program) HazardText(h *Hazard) string {
	target := p.Rel(h.Target)
	switch h.Kind {
	case HazardTaken:
		return strings.Join(h.Names, ", ") + " of " + target + " is taken before it is set"
	case HazardRead:
		return h.Names[0] + " of " + target + " is read before it is set"
	case HazardStale:
		return p.Rel(h.Holders[0].File) + " keeps the object that is replaced"
	case HazardTDZ:
		return h.Names[0] + " of " + target + " is read before it is initialized"
	}
	return target + " is required while it is loading"
}

// Import is the index of the import, in the facts of the hazard's file, that gave what is read or that is refused; None when that cannot be
// told.
func (h *Hazard) Import() int32 { return h.imp }
