package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// Repair is a change that mends a hazard. It was proved: the component was evaluated again with it, from each first member that the judgement
// had tried, and nothing went wrong that had not gone wrong before.
type Repair struct {
	Kind RepairKind
	// File and Range are the code to change: the import, or the name that is exported.
	File  FileID
	Range syntax.Range
	// To is the file that the import leads to, None where none is changed. Name is the exported name, for RepairHoist.
	To   FileID
	Name string
	// Mends is how many of the component's hazards it mends, Of how many there are.
	Mends, Of int
	// Import is the index of the import in the facts of File, None for none.
	Import int32
}

// Limits of what is tried to mend one hazard.
const (
	maxChanges = 12
	maxProofs  = 6 // first members
)

// repair finds the cheapest change that mends the hazard of a report: the mechanical ones first, then what mends most. It gives what that
// mends, nil when nothing is found.
func (j *judge) repair(r *CycleReport, tried []*outcome, all []*Hazard) map[hazardKey]bool {
	// the ways of loading in which it happens, then others
	var proofs []*outcome
	for _, with := range []bool{true, false} {
		for _, o := range tried {
			if with == slices.ContainsFunc(o.hazards, func(h Hazard) bool { return h.key() == r.Hazard.key() }) && len(proofs) < maxProofs {
				proofs = append(proofs, o)
			}
		}
	}
	var best map[hazardKey]bool
	changes := j.changes(r.Hazard, proofs[0])
	for i := range changes {
		c := &changes[i]
		if best != nil && (c.kind == RepairCut) != (r.Repair.Kind == RepairCut) || j.m.steps > j.limit && i > 1 {
			break
		}
		mends, ok := j.try(c, r.Hazard, proofs)
		if ok && len(mends) > len(best) {
			best = mends
			r.Repair = j.describe(c)
		}
	}
	if r.Repair != nil {
		for _, h := range all {
			r.Repair.Of++
			if best[h.key()] {
				r.Repair.Mends++
			}
		}
	}
	return best
}

// try loads the component with a change and gives the hazards that it mends; ok is false when it does not mend the one that it is for, or
// something else goes wrong.
func (j *judge) try(c *change, h *Hazard, proofs []*outcome) (mended map[hazardKey]bool, ok bool) {
	mended = map[hazardKey]bool{}
	after := map[hazardKey]bool{}
	for _, o := range proofs {
		now, _ := j.load(o.start, c, false)
		if now.cut && !o.cut {
			return nil, false
		}
		before := map[hazardKey]bool{}
		for i := range o.hazards {
			before[o.hazards[i].key()] = true
			mended[o.hazards[i].key()] = true
		}
		for i := range now.hazards {
			k := now.hazards[i].key()
			if !before[k] || k == h.key() {
				return nil, false
			}
			after[k] = true
		}
		if c.imp >= 0 && c.kind != RepairCut && c.kind != RepairKeep && j.m.p.Files[c.file].usesAtLoad(c.imp, now.ran[c.file]) {
			return nil, false // it is needed at once
		}
		for fn, ran := range now.ran[c.file] {
			if ran && fn != 0 && c.kind == RepairAbove {
				return nil, false // it may need what the file has not made yet
			}
		}
	}
	for k := range after {
		delete(mended, k)
	}
	return mended, true
}

// changes are what could mend a hazard, the cheapest first.
func (j *judge) changes(h *Hazard, o *outcome) []change {
	m := j.m
	p := m.p
	var out []change
	add := func(c change) {
		if len(out) < maxChanges {
			out = append(out, c)
		}
	}
	reader := h.File
	if h.Kind == HazardStale {
		reader = h.Holders[0].File
	}
	if h.Kind == HazardTaken && h.imp >= 0 && !h.Replaced && p.Files[h.File].Facts.Imports[h.imp].Kind == effects.Require && h.Func == 0 {
		if !p.Files[h.File].usesAtLoad(h.imp, o.ran[h.File]) {
			add(change{kind: RepairKeep, file: h.File, imp: h.imp})
		}
	}
	// the imports of the cycle, from the module that is half loaded to the one that asks for it again
	var edges []change
	if h.imp >= 0 {
		edges = append(edges, change{file: reader, imp: h.imp})
	}
	for fr := h.stack; fr != nil && fr.file != h.Target && fr.at.file >= 0; fr = fr.below {
		if i := m.importAt(fr.at); i >= 0 && !slices.ContainsFunc(edges, func(c change) bool { return c.file == fr.at.file && c.imp == i }) {
			edges = append(edges, change{file: fr.at.file, imp: i})
		}
	}
	isRequire := func(c change) bool {
		im := &p.Files[c.file].Facts.Imports[c.imp]
		return im.Kind == effects.Require && im.Func == 0
	}
	for _, kind := range []RepairKind{RepairBelow, RepairDelay} {
		for i := len(edges) - 1; i >= 0; i-- { // what the half-loaded module asks for comes first
			c := edges[i]
			c.kind = kind
			if kind == RepairBelow && p.Files[c.file].asksIfMain() {
				continue // what it does as the main module needs the require()
			}
			if !isRequire(c) || len(edges) > 6 && i > 2 && i < len(edges)-3 || kind == RepairBelow && c.file != h.Target ||
				p.Files[c.file].usesAtLoad(c.imp, o.ran[c.file]) {
				continue
			}
			if im := &p.Files[c.file].Facts.Imports[c.imp]; kind == RepairDelay && im.Flags&effects.ImportBare != 0 {
				continue
			}
			add(c)
		}
	}
	if h.Kind == HazardTDZ {
		if g := p.Files[h.Target]; hoistable(g, h.Names[0]) {
			add(change{kind: RepairHoist, file: h.Target, imp: None, name: h.Names[0]})
		}
	}
	if writes := j.early(h); len(writes) > 0 {
		add(change{kind: RepairAbove, file: h.Target, imp: None, writes: writes})
	}
	for i, c := range edges {
		if c.kind = RepairCut; i < 2 || i >= len(edges)-2 {
			add(c)
		}
	}
	return out
}

// asksIfMain reports whether a file looks at require.main, as programs do that are modules, too.
func (f *File) asksIfMain() bool {
	for _, v := range f.Facts.Values {
		if v.Kind == effects.Prop && f.Facts.Strings[v.B] == "main" {
			if g := f.Facts.Val(v.A); g.Kind == effects.Global && f.Facts.Strings[g.A] == "require" {
				return true
			}
		}
	}
	return false
}

// hoistable reports whether an exported name is a function that could be a declaration.
func hoistable(g *File, name string) bool {
	e := exportNamed(g, name)
	if e == nil || e.Import >= 0 {
		return false
	}
	v := g.Facts.Val(e.Value)
	if v.Kind == effects.Var && len(g.Facts.Vars[v.A].Values) == 1 {
		v = g.Facts.Val(g.Facts.Vars[v.A].Values[0])
	}
	return v.Kind == effects.Closure && g.Facts.Funcs[v.A].Flags&effects.FuncDecl == 0
}

// early are the top-level assignments to the exports of a module that need nothing which stands above them: functions, and literals of
// functions that are declared.
func (j *judge) early(h *Hazard) []int32 {
	if h.Kind != HazardTaken && h.Kind != HazardRead && h.Kind != HazardStale {
		return nil
	}
	f := j.m.p.Files[h.Target]
	if f.ESM || j.m.hasExportSyntax(f) {
		return nil
	}
	var out []int32
	ops := f.Facts.Funcs[0].Ops
	for i := int32(0); i < int32(len(ops)); i = ops[i].Skip {
		op := &ops[i]
		if op.Kind != effects.OpWrite {
			continue
		}
		t := f.Facts.Val(op.A)
		whole := ModuleExports(f.Facts, op.A)
		if !whole && !(t.Kind == effects.Prop && (f.Facts.Val(t.A).Kind == effects.Exports || ModuleExports(f.Facts, t.A))) {
			continue
		}
		if f.needsNothing(op.B, 0) {
			out = append(out, i)
		} else if whole {
			return nil // the other names would be lost
		}
	}
	return out
}

// needsNothing reports whether a value can be made before any statement has run.
func (f *File) needsNothing(v effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined, effects.RegExp:
		return true
	case effects.Closure:
		return true
	case effects.Object:
		o := &f.Facts.Objects[x.A]
		for i := range o.Members {
			mm := &o.Members[i]
			if depth > 3 || mm.Flags&(effects.MemberSpread|effects.MemberComputed) != 0 || !f.needsNothing(mm.Value, depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

func (j *judge) describe(c *change) *Repair {
	f := j.m.p.Files[c.file]
	r := &Repair{Kind: c.kind, File: c.file, To: None, Name: c.name, Import: c.imp}
	switch {
	case c.imp >= 0:
		im := &f.Facts.Imports[c.imp]
		r.Range, r.To = syntax.Range{Start: im.CallStart, End: im.CallEnd}, f.Targets[c.imp].File
	case c.kind == RepairHoist:
		e := exportNamed(f, c.name)
		r.Range = syntax.Range{Start: e.Start, End: e.End}
	default:
		op := &f.Facts.Funcs[0].Ops[c.writes[0]]
		r.Range = syntax.Range{Start: op.Start, End: op.End}
	}
	return r
}

// RepairText says what to do, in the imperative, as Markdown; "" for no repair.
func (p *Program) RepairText(r *Repair) string {
	if r == nil {
		return ""
	}
	file := p.Rel(r.File)
	to := ""
	if r.To >= 0 {
		to = p.Rel(r.To)
	}
	switch r.Kind {
	case RepairKeep:
		return "In " + file + ", keep the object that the require() of " + to + " gives, and read the names from it inside the functions that need them."
	case RepairBelow:
		return "In " + file + ", move the require() of " + to + " below the lines that set the exports."
	case RepairDelay:
		return "In " + file + ", move the require() of " + to + " into the functions that use it."
	case RepairHoist:
		return "In " + file + ", export " + r.Name + " as a function declaration: it is there before the module runs."
	case RepairAbove:
		return "In " + file + ", set the exports above the first require()."
	}
	return "Move what " + file + " needs of " + to + " into a module of its own, so that " + file + " no longer imports " + to + "."
}
