package syntax

import (
	"slices"
	"strings"

	shim "github.com/evanw/esbuild/shim"
)

// Outline is the Names of a text that is being typed. It cuts the text into the statements of the top level; an edit parses the statement that
// it falls into, with its two neighbours, and nothing else.
//
// Why that is right: a parser of JavaScript reads a list of statements from left to right, and where one ends depends on its own text and the
// token behind it. The statement before the edited one is parsed again since it ends at a token that may have changed. The one behind it is
// parsed again to see that it still begins where it began: from there on the parser is in the state that it was in, before the same text. What
// else statements have to do with each other is checked by name: two declarations of one name, exports, directives, what makes a text an ES
// module. Where any of it may have changed the answer is that nobody knows (Unsure), and the whole text has to be parsed.
//
// An Outline is for one goroutine.
type Outline struct {
	path, text string
	strict     bool
	module     bool
	jsx        bool // JavaScript that parsed only with JSX
	typescript bool
	lists      bool // has export lists, which speak of names of other statements
	parts      []part
	declares   map[string]int // in how many parts
	free       map[string]int
}

// part is a stretch of a text that holds a statement of the top level and what stands behind it up to the next one; the first part begins with
// the text. Where the tree does not say where a statement begins, a part holds several.
type part struct {
	start     int
	declares  []declaration
	free      []freeName
	notes     []string
	module    bool // it makes the text an ES module
	fixed     bool // what it means for the text only a parse of the whole knows
	directive bool
	bad       bool   // it does not parse; what is known is of the time when it did
	was       string // its text then
}

type declaration struct {
	name string
	kind SymKind
	at   Range // from the start of the part
}

// freeName is a name that a part uses, from the scope of the top level or from outside: which of the two is for the declarations of all parts to say.
type freeName struct {
	name string
	uses []NameUse // as Names.Written gives them, from the start of the part
}

// Follow says what became of an Outline by an edit.
type Follow uint8

const (
	// Followed: the Outline is that of the new text.
	Followed Follow = iota
	// Damaged: the statement that was edited does not parse. It keeps what was known of it, the others are right.
	Damaged
	// Unsure: the text has to be parsed. The Outline is what it was; when the text does not parse, Break makes it Damaged.
	Unsure
)

// NewOutline parses a text. It is nil when that fails, or when the text is one whose statements cannot be told apart, such as TypeScript that
// the parser rewrites.
func NewOutline(file, text string) *Outline {
	f := Parse(file, text)
	defer f.Release()
	return f.Outline()
}

// Outline is that of the file, which it does not keep; nil as for NewOutline.
func (f *File) Outline() *Outline {
	if len(f.Problems) > 0 || f.lowered {
		return nil
	}
	o := &Outline{path: f.Path, text: f.Text, strict: f.Strict, module: f.HasESM, typescript: f.typescript, jsx: f.jsx, declares: map[string]int{}, free: map[string]int{}}
	starts := boundaries(f, 0)
	// What stands before the first statement belongs to it.
	starts = append([]int{0}, starts[min(1, len(starts)):]...)
	var ok bool
	if o.parts, ok = partsOf(f, starts, 0, 0); !ok {
		return nil
	}
	for i := range o.parts {
		o.count(&o.parts[i], 1)
	}
	for c := f.Root().First(); c.Valid(); c = c.Next() {
		o.lists = o.lists || c.Is(KindExportNames)
	}
	// Imports that only types use have no node, and declare their names all the same.
	for name, m := range f.tree.ModuleScope.Members {
		if s := f.follow(m.Ref); s != NoSym && f.syms[s].Decl < 0 && f.tree.Symbols[s].Kind == shim.SymbolImport {
			o.declares[name]++
		}
	}
	return o
}

func (o *Outline) count(p *part, by int) {
	for i := range p.declares {
		if n := o.declares[p.declares[i].name] + by; n > 0 {
			o.declares[p.declares[i].name] = n
		} else {
			delete(o.declares, p.declares[i].name)
		}
	}
	for i := range p.free {
		if n := o.free[p.free[i].name] + by; n > 0 {
			o.free[p.free[i].name] = n
		} else {
			delete(o.free, p.free[i].name)
		}
	}
}

// boundaries are the places from an offset of a file's text on where a statement of its top level begins, as far as that is certain.
func boundaries(f *File, from int) (starts []int) {
	for c := f.Root().First(); c.Valid(); c = c.Next() {
		at := int(f.nodes[c.id].start)
		if at < from {
			continue
		}
		if at, ok := statementStart(f, c, at); ok && at >= from && (len(starts) == 0 || at > starts[len(starts)-1]) {
			starts = append(starts, at)
		}
	}
	return starts
}

// statementStart is where a statement begins whose node stands at an offset. Keywords before a declaration do not belong to its node, nor do
// decorators; ok is false where these are not plain to see.
func statementStart(f *File, c Node, at int) (_ int, ok bool) {
	text := f.Text
	switch d := f.nodes[c.id].data.(type) {
	case *shim.SClass:
		if len(d.Class.Decorators) > 0 {
			return 0, false
		}
	case *shim.SExportDefault:
		return at, plainBefore(text, at)
	}
	q := blanksBefore(text, at)
	if c.Exported() {
		if !strings.HasSuffix(text[:q], "export") || q == at {
			return 0, false
		}
		at = q - len("export")
	}
	return at, plainBefore(text, at)
}

// blanksBefore is the start of the blanks before an offset, line terminators apart.
func blanksBefore(text string, at int) int {
	for at > 0 && (text[at-1] == ' ' || text[at-1] == '\t') {
		at--
	}
	return at
}

// plainBefore reports whether what stands before an offset, on its line, ends a statement or a comment.
func plainBefore(text string, at int) bool {
	q := blanksBefore(text, at)
	if q == 0 {
		return true
	}
	switch text[q-1] {
	case '\n', '\r', ';', '}', '/':
		return true
	}
	return false
}

// partsOf makes the parts of a file that begin at the starts. by is what to subtract from an offset of the file to have the offset in the text,
// lead where the file's own text begins. ok is false when not every name could be given to a part.
func partsOf(f *File, starts []int, by, lead int) (parts []part, ok bool) {
	parts = make([]part, len(starts))
	for i := range parts {
		parts[i].start = starts[i] - by
	}
	// which part a node belongs to, by its statement: nodes stand in source order
	var limits []int32 // the first node behind each part
	at := 0
	for c := f.Root().First(); c.Valid(); c = c.Next() {
		s := int(f.nodes[c.id].start)
		for at+1 < len(starts) && s >= starts[at+1] {
			limits = append(limits, c.id)
			at++
		}
		if s >= lead {
			parts[at].look(f, c)
		}
	}
	for len(limits) < len(parts) {
		limits = append(limits, int32(len(f.nodes)))
	}
	owner := func(id int32) int {
		i, found := slices.BinarySearch(limits, id)
		if found {
			i++
		}
		return i
	}
	top := map[SymID]bool{}
	for _, m := range f.tree.ModuleScope.Members {
		if s := f.follow(m.Ref); s != NoSym && f.syms[s].Kind != SymFree {
			top[s] = false
		}
	}
	for i := range f.syms {
		s := &f.syms[i]
		if _, isTop := top[SymID(i)]; !isTop && s.Kind != SymFree || s.useStart == s.useEnd {
			continue
		}
		last := -1
		for _, id := range f.Uses(SymID(i)) {
			k := owner(id)
			if k >= len(parts) {
				return nil, false
			}
			p := &parts[k]
			if k != last {
				p.free = append(p.free, freeName{name: s.Name})
				last = k
			}
			if use, ok := f.nameUse(id); ok {
				use.At.Start -= int32(starts[k])
				use.At.End -= int32(starts[k])
				name := &p.free[len(p.free)-1]
				name.uses = append(name.uses, use)
			}
		}
	}
	for id := int32(1); id < int32(len(f.nodes)); id++ {
		n := &f.nodes[id]
		switch n.kind {
		case KindBinding, KindFunctionDecl, KindClassDecl:
			if _, isTop := top[n.sym]; !isTop {
				continue
			}
			top[n.sym] = true
			k := owner(id)
			if k >= len(parts) {
				return nil, false
			}
			p, at := &parts[k], f.declaredAt(id)
			d := declaration{f.syms[n.sym].Name, f.syms[n.sym].Kind, Range{at.Start - int32(starts[k]), at.End - int32(starts[k])}}
			if n.sym >= 0 && !slices.ContainsFunc(p.declares, func(x declaration) bool { return x.name == d.name }) {
				p.declares = append(p.declares, d)
			}
		}
	}
	for s, found := range top {
		// declared by a node of another kind: TypeScript's enums and namespaces
		if !found && f.tree.Symbols[s].Kind != shim.SymbolImport && f.syms[s].Decl >= 0 {
			return nil, false
		}
	}
	if f.Mentions(NoteWord) {
		for _, c := range f.Comments() {
			if int(c.Range.Start) < lead {
				continue
			}
			if body := strings.TrimSpace(f.Text[c.Body.Start:c.Body.End]); strings.HasPrefix(body, NoteWord) {
				k := 0
				for k+1 < len(starts) && starts[k+1] <= int(c.Range.Start) {
					k++
				}
				parts[k].notes = append(parts[k].notes, strings.Clone(body))
			}
		}
	}
	return parts, true
}

// look takes down what a statement means for the text as a whole.
func (p *part) look(f *File, c Node) {
	switch c.Kind() {
	case KindImport, KindExportNames, KindExportFrom, KindExportStar, KindExportDefault, KindExportAssign:
		p.module, p.fixed = true, true
		return
	case KindDirective:
		p.fixed, p.directive = true, true
	case KindEnum, KindNamespace:
		p.fixed = true
	}
	if c.Exported() {
		p.module = true
	}
	if !f.HasESM || p.module {
		return
	}
	for id := c.id; id < f.nodes[c.id].next; id++ {
		switch n := (Node{f, id}); n.Kind() {
		case KindImportMeta:
			p.module = true
		case KindAwait, KindForOf, KindVar:
			if n.Func().Kind() == KindModule && (n.Kind() == KindAwait || n.AwaitLoop() || n.Kind() == KindVar && n.VarKind() == AwaitUsing) {
				p.module = true
			}
		}
	}
}

// Edit makes the Outline that of a new text, which differs from its own in that the bytes from start to end were replaced by length others.
func (o *Outline) Edit(text string, start, end, length int) Follow {
	shift := length - (end - start)
	e := o.around(start, end)
	begin, limit := o.parts[e.from].start, len(text)
	if e.to < len(o.parts) {
		limit = o.parts[e.to].start + shift
	}
	behind := -1 // where the statement behind the edited ones has to begin
	if e.to > e.last+1 {
		behind = o.parts[e.last+1].start + shift
	}
	lead := o.lead(e.from, text)
	f := parseAs(o.path, lead+text[begin:limit], o.jsx)
	defer f.Release()
	if len(f.Problems) > 0 {
		o.damage(text, e.first, e.last+1, shift)
		return Damaged
	}
	by := len(lead) - begin
	starts := boundaries(f, len(lead))
	if behind >= 0 && !slices.Contains(starts, behind+by) {
		return Unsure
	}
	if e.from == 0 { // what stands before the first statement belongs to it
		if len(starts) > 0 && starts[0] != behind+by {
			starts = starts[1:]
		}
		starts = append([]int{len(lead)}, starts...)
	}
	if len(starts) == 0 || starts[0] != begin+by {
		return Unsure
	}
	fresh, ok := partsOf(f, starts, by, len(lead))
	if !ok || f.lowered || f.Strict != o.strict || f.jsx && !o.jsx {
		return Unsure
	}
	// The neighbours are as they were, if they end where they did.
	if behind >= 0 {
		fresh = slices.DeleteFunc(fresh, func(p part) bool { return p.start >= behind })
	}
	if e.from < e.first {
		i := slices.IndexFunc(fresh, func(p part) bool { return p.start == o.parts[e.first].start })
		if i < 0 {
			e.first = e.from
		} else {
			fresh = fresh[i:]
		}
	}
	if !o.replaceable(f, e.first, e.last+1, fresh) {
		return Unsure
	}
	o.swap(e.first, e.last+1, fresh, shift)
	o.text = text
	if slices.ContainsFunc(o.parts, func(p part) bool { return p.bad }) {
		return Damaged
	}
	return Followed
}

// Break is Edit for an edit of which it is known that the text does not parse after it.
func (o *Outline) Break(text string, start, end, length int) {
	e := o.around(start, end)
	o.damage(text, e.first, e.last+1, length-(end-start))
}

// window is a run of parts: those from first to last were edited, the ones from from up to and without to are parsed.
type window struct{ from, first, last, to int }

// around is what has to be parsed for an edit of the bytes from start to end.
func (o *Outline) around(start, end int) window {
	var e window
	e.first = o.partAt(start)
	e.last = e.first
	if e.first > 0 && o.parts[e.first].start == start { // what is put before a statement may go on with the one before it
		e.first--
	}
	for e.last+1 < len(o.parts) && o.parts[e.last+1].start <= end {
		e.last++
	}
	for e.first > 0 && o.parts[e.first-1].bad {
		e.first--
	}
	for e.last+1 < len(o.parts) && o.parts[e.last+1].bad {
		e.last++
	}
	e.from, e.to = max(e.first-1, 0), min(e.last+2, len(o.parts))
	for e.from > 0 && o.parts[e.from].directive { // a string behind directives is one as well
		e.from--
	}
	return e
}

// partAt is the part that holds an offset.
func (o *Outline) partAt(at int) int {
	i, found := slices.BinarySearchFunc(o.parts, at, func(p part, at int) int { return p.start - at })
	if found {
		return i
	}
	return max(i-1, 0)
}

// lead is what has to stand before a part for it to be read as it is in the text.
func (o *Outline) lead(from int, text string) string {
	switch {
	case from == 0 && (!o.module || strings.HasPrefix(text, "#!")):
		return ""
	case o.module:
		return "export{};"
	case o.strict:
		return `"use strict";`
	}
	return ";" // so that a string is no directive
}

// replaceable reports whether parts may stand for those from first up to and without last without a look at the rest of the text.
func (o *Outline) replaceable(f *File, first, last int, fresh []part) bool {
	old := o.parts[first:last]
	fixed := func(p part) bool { return p.fixed }
	if slices.ContainsFunc(old, fixed) || slices.ContainsFunc(fresh, fixed) {
		return false
	}
	if o.module {
		// Something else must say so, or it may be no ES module any more.
		module := func(p part) bool { return p.module }
		if !slices.ContainsFunc(o.parts[:first], module) && !slices.ContainsFunc(o.parts[last:], module) {
			return false
		}
	} else if f.HasESM {
		return false
	}
	before := map[string]int{} // declarations in the old parts
	for i := range old {
		for _, d := range old[i].declares {
			before[d.name]++
		}
	}
	same, now := true, 0
	for i := range fresh {
		for _, d := range fresh[i].declares {
			now++
			if o.declares[d.name] > before[d.name] {
				return false // declared elsewhere, too
			}
			same = same && before[d.name] > 0
		}
	}
	// Lists of exports speak of names that other statements declare.
	return !o.lists || same && now == len(before)
}

// swap puts parts in the place of those from first up to and without last, and moves the ones behind.
func (o *Outline) swap(first, last int, fresh []part, shift int) {
	for i := first; i < last; i++ {
		o.count(&o.parts[i], -1)
	}
	for i := range fresh {
		o.count(&fresh[i], 1)
	}
	for i := last; i < len(o.parts); i++ {
		o.parts[i].start += shift
	}
	o.parts = slices.Replace(o.parts, first, last, fresh...)
}

// damage makes one part of those from first up to and without last, which keeps what was known of their names.
func (o *Outline) damage(text string, first, last, shift int) {
	one := part{start: o.parts[first].start, bad: true}
	for i := first; i < last; i++ {
		p := &o.parts[i]
		if p.bad {
			one.was += p.was
		} else {
			one.was += o.text[p.start:o.endOf(i)]
		}
		one.declares = append(one.declares, p.declares...)
		one.notes = append(one.notes, p.notes...)
		one.module, one.fixed, one.directive = one.module || p.module, one.fixed || p.fixed, one.directive || p.directive
		for _, n := range p.free {
			n.uses = nil // where they stand now is not known
			one.free = append(one.free, n)
		}
	}
	o.swap(first, last, []part{one}, shift)
	o.text = text
}

// endOf is where a part of the text ends.
func (o *Outline) endOf(i int) int {
	if i+1 < len(o.parts) {
		return o.parts[i+1].start
	}
	return len(o.text)
}

// Damage is what does not parse, from the first such statement to the last; ok is false when all of the text does.
func (o *Outline) Damage() (r Range, ok bool) {
	for i := range o.parts {
		if !o.parts[i].bad {
			continue
		}
		if !ok {
			r.Start, ok = int32(o.parts[i].start), true
		}
		r.End = int32(o.endOf(i))
	}
	return r, ok
}

// Splice says that the bytes from Start to End of a text were replaced by Len others.
type Splice struct{ Start, End, Len int }

// StandIn is the text with what does not parse as it was when it did. The splices lead from it to the text, each from what the one before it left. It
// is the text itself when all of it parses.
func (o *Outline) StandIn() (text string, back []Splice) {
	var b strings.Builder
	at := 0
	for i := range o.parts {
		p := &o.parts[i]
		if !p.bad {
			continue
		}
		now := o.text[p.start:o.endOf(i)]
		b.WriteString(o.text[at:p.start])
		b.WriteString(p.was)
		at = p.start + len(now)
		same, rest := shared(p.was, now)
		back = append(back, Splice{Start: p.start + same, End: p.start + len(p.was) - rest, Len: len(now) - rest - same})
	}
	if at == 0 && len(back) == 0 {
		return o.text, nil
	}
	b.WriteString(o.text[at:])
	return b.String(), back
}

// shared is how many bytes two texts have in common at their starts, and behind that at their ends.
func shared(a, b string) (head, tail int) {
	n := min(len(a), len(b))
	for head < n && a[head] == b[head] {
		head++
	}
	for tail < n-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return head, tail
}

// Source is Names.Source.
func (o *Outline) Source() string { return o.text }

// IsStrict is Names.IsStrict.
func (o *Outline) IsStrict() bool { return o.strict }

// IsModule is Names.IsModule.
func (o *Outline) IsModule() bool { return o.module }

// Free is Names.Free.
func (o *Outline) Free(yield func(string) bool) {
	for name := range o.free {
		if o.declares[name] == 0 && !yield(name) {
			return
		}
	}
}

// Written is Names.Written.
func (o *Outline) Written(yield func(string, []NameUse)) {
	var names []string
	var all map[string][]NameUse
	for i := range o.parts {
		p := &o.parts[i]
		for k := range p.free {
			n := &p.free[k]
			if len(n.uses) == 0 || o.declares[n.name] > 0 {
				continue
			}
			if all == nil {
				all = map[string][]NameUse{}
			}
			if all[n.name] == nil {
				names = append(names, n.name)
			}
			for _, u := range n.uses {
				u.At.Start += int32(p.start)
				u.At.End += int32(p.start)
				all[n.name] = append(all[n.name], u)
			}
		}
	}
	for _, name := range names {
		if slices.ContainsFunc(all[name], func(u NameUse) bool { return u.Flags&UseWrites != 0 }) {
			yield(name, all[name])
		}
	}
}

// Declared is Names.Declared.
func (o *Outline) Declared(yield func(string, SymKind, Range)) {
	var seen map[string]bool // of those that several parts declare
	for i := range o.parts {
		p := &o.parts[i]
		for _, d := range p.declares {
			if o.declares[d.name] > 1 {
				if seen[d.name] {
					continue
				}
				if seen == nil {
					seen = map[string]bool{}
				}
				seen[d.name] = true
			}
			yield(d.name, d.kind, Range{d.at.Start + int32(p.start), d.at.End + int32(p.start)})
		}
	}
}

// Notes is Names.Notes.
func (o *Outline) Notes() (all []string) {
	for i := range o.parts {
		all = append(all, o.parts[i].notes...)
	}
	return all
}
