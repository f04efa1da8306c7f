package features

import (
	"cmp"
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// CallKind says what an item of the call hierarchy is.
type CallKind string

// The kinds.
const (
	CallModule      CallKind = "module" // the top level of a file
	CallFunction    CallKind = "function"
	CallMethod      CallKind = "method"
	CallConstructor CallKind = "constructor"
	CallAPI         CallKind = "api"  // a call of Node's API or a package's, which may call back what it is handed
	CallRoot        CallKind = "root" // a registration: a route, an event, a timer. Nothing of the project calls what it registers
)

// CallItem is one item. Kind, File and Selection.Start name it as long as the text stays.
type CallItem struct {
	Kind         CallKind
	Name, Detail string
	File         string
	// Range holds Selection, which is the name.
	Range, Selection syntax.Range
}

// CallLink is an item that calls, or is called, and the places where: in the file of the one that calls. Those that rest on a guess say so in the
// item's Detail, and come last.
type CallLink struct {
	Item  CallItem
	Sites []syntax.Range
}

// CallsAt are the items at an offset: the function whose name stands there, what the call there calls, or the functions that the argument there
// is. ok is false when the file is not analysed as it is in the editor.
func CallsAt(s *workspace.Snapshot, file string, offset int) (items []CallItem, ok bool) {
	ok = ask(s, file, func(p *program.Program, f *program.File) {
		c := calls{p, s}
		at := int32(offset)
		if fn, found := c.named(f, at); found {
			items = append(items, c.function(fn))
		} else if items = c.callee(f, at); len(items) == 0 {
			if fn, found := c.head(f, at); found {
				items = append(items, c.function(fn))
			}
		}
	})
	return items, ok
}

// Incoming are the callers of an item, what is sure first. ok is as in CallsAt.
func Incoming(s *workspace.Snapshot, file string, kind CallKind, start int) (links []CallLink, ok bool) {
	ok = ask(s, file, func(p *program.Program, f *program.File) {
		c := calls{p, s}
		if kind == CallAPI || kind == CallRoot {
			if call, found := c.callNamed(f, int32(start)); found {
				from := program.FuncRef{File: f.ID, Func: p.Call(call).Func}
				links = append(links, CallLink{c.function(from), []syntax.Range{calleeName(p.Call(call))}})
			}
			return
		}
		if fn, found := c.at(f, kind, int32(start)); found {
			links = append(c.roots(fn), c.callers(fn)...)
		}
	})
	return links, ok
}

// Outgoing are the functions of the project that an item calls, or leads to by a callback or registration, what is sure first. ok is as in CallsAt.
func Outgoing(s *workspace.Snapshot, file string, kind CallKind, start int) (links []CallLink, ok bool) {
	ok = ask(s, file, func(p *program.Program, f *program.File) {
		c := calls{p, s}
		if kind == CallAPI || kind == CallRoot {
			if call, found := c.callNamed(f, int32(start)); found {
				links = c.handed(call)
			}
			return
		}
		if fn, found := c.at(f, kind, int32(start)); found {
			links = c.callees(fn)
		}
	})
	return links, ok
}

// calls reads the call hierarchy from a program.
type calls struct {
	*program.Program
	snap *workspace.Snapshot
}

func within(r syntax.Range, at int32) bool { return r.Start <= at && at <= r.End && r.Start < r.End }

// named is the function whose name stands at an offset.
func (c calls) named(f *program.File, at int32) (program.FuncRef, bool) {
	for i := 1; i < len(f.Facts.Funcs); i++ {
		r := program.FuncRef{File: f.ID, Func: effects.FuncID(i)}
		if c.Func(r).Flags&effects.FuncFields == 0 && within(c.name(r), at) {
			return r, true
		}
	}
	return program.FuncRef{}, false
}

// head is the innermost function, one without a name as a rule, whose parameters or first word stand at an offset.
func (c calls) head(f *program.File, at int32) (found program.FuncRef, ok bool) {
	const keyword = int32(len("function"))
	for i := 1; i < len(f.Facts.Funcs); i++ {
		fn := &f.Facts.Funcs[i]
		end := fn.Start + keyword
		for _, p := range fn.Params {
			end = max(end, p.End)
		}
		if fn.Flags&effects.FuncFields == 0 && within(syntax.Range{Start: fn.Start, End: min(end, fn.End)}, at) {
			found, ok = program.FuncRef{File: f.ID, Func: effects.FuncID(i)}, true
		}
	}
	return found, ok
}

// callee is what is called at an offset, or handed on there.
func (c calls) callee(f *program.File, at int32) (items []CallItem) {
	best := int32(-1)
	for i := range f.Facts.Calls {
		call := &f.Facts.Calls[i]
		ref := program.CallRef{File: f.ID, Call: effects.CallID(i)}
		// Findings stand at the whole of what is called: fs.readFileSync, from the f on.
		for _, name := range []syntax.Range{calleeName(call), {Start: call.Start, End: call.CalleeEnd}} {
			if within(name, at) && (best < 0 || name.End-name.Start < best) {
				if list := c.targets(ref); len(list) > 0 {
					items, best = list, name.End-name.Start
				}
			}
		}
		for k, v := range call.Args {
			arg := syntax.Range{Start: call.ArgStart[k], End: call.ArgEnd[k]}
			if f.Facts.Val(v).Kind == effects.Closure || !within(arg, at) || best >= 0 && arg.End-arg.Start >= best {
				continue
			}
			if fns := c.Funcs(f, v); len(fns) > 0 {
				items, best = nil, arg.End-arg.Start
				for _, fn := range fns {
					items = append(items, c.function(fn))
				}
			}
		}
	}
	return items
}

// targets are what a call calls.
func (c calls) targets(r program.CallRef) (items []CallItem) {
	for _, t := range c.Targets(r) {
		switch t.Kind {
		case program.AbsFunc:
			items = append(items, c.function(program.FuncRef{File: t.File, Func: t.ID}))
		case program.AbsClass:
			class := &c.Files[t.File].Facts.Classes[t.ID]
			if class.Ctor >= 0 {
				items = append(items, c.function(program.FuncRef{File: t.File, Func: class.Ctor}))
			}
		case program.AbsMember:
			call := c.Call(r)
			items = append(items, CallItem{
				Kind: CallAPI, Name: program.Display(t.Member()), Detail: c.Rel(r.File), File: c.Files[r.File].Path,
				Range: syntax.Range{Start: call.Start, End: call.End}, Selection: calleeName(call),
			})
		}
	}
	return items
}

// calleeName is the last name of what a call calls.
func calleeName(call *effects.Call) syntax.Range {
	return syntax.Range{Start: max(call.Start, call.NameStart), End: call.CalleeEnd}
}

// callNamed is the call whose callee's name starts at an offset; of several the outermost, which is the one that an item was made of.
func (c calls) callNamed(f *program.File, start int32) (program.CallRef, bool) {
	for i := range f.Facts.Calls {
		if calleeName(&f.Facts.Calls[i]).Start == start {
			return program.CallRef{File: f.ID, Call: effects.CallID(i)}, true
		}
	}
	return program.CallRef{}, false
}

// at is the function of an item.
func (c calls) at(f *program.File, kind CallKind, start int32) (program.FuncRef, bool) {
	if kind == CallModule {
		return program.FuncRef{File: f.ID}, true
	}
	for i := 1; i < len(f.Facts.Funcs); i++ {
		r := program.FuncRef{File: f.ID, Func: effects.FuncID(i)}
		if c.Func(r).Flags&effects.FuncFields == 0 && c.name(r).Start == start {
			return r, true
		}
	}
	return program.FuncRef{}, false
}

// function is the item of a function.
func (c calls) function(r program.FuncRef) CallItem {
	fn := c.Func(r)
	item := CallItem{Kind: CallFunction, Name: c.FuncName(r), Detail: c.Rel(r.File), File: c.Files[r.File].Path}
	if r.Func == 0 {
		item.Kind, item.Name, item.Range = CallModule, c.Rel(r.File), syntax.Range{Start: fn.Start, End: fn.End}
		item.Selection = syntax.Range{Start: fn.Start, End: fn.Start}
		return item
	}
	switch {
	case fn.Flags&effects.FuncCtor != 0:
		item.Kind = CallConstructor
	case fn.Flags&effects.FuncMethod != 0:
		item.Kind = CallMethod
	}
	if item.Name == program.Anonymous {
		item.Name = c.described(r)
	}
	item.Selection = c.name(r)
	// The name of a function expression may stand before it: exports.list = function () {}.
	item.Range = syntax.Range{Start: min(fn.Start, item.Selection.Start), End: max(fn.End, item.Selection.End)}
	return item
}

// name is where a function's name stands: its own, or the one that its place gives it, as in list() {}, list: function () {} and
// exports.list = () => {}; else its first character.
func (c calls) name(r program.FuncRef) syntax.Range {
	fn := c.Func(r)
	f := c.Files[r.File]
	name := f.Facts.Str(fn.Name)
	if own := nameOf(fn); own.Start != fn.Start || name == "" {
		return own
	}
	m, err := c.snap.Lines(f.Path)
	if err != nil || int(fn.Start) > len(m.Text()) {
		return nameOf(fn)
	}
	before := strings.TrimRight(m.Text()[:fn.Start], " \t\r\n")
	before = strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(before, "="), ":"), " \t\r\n")
	before = strings.TrimRight(before, `'"]`)
	if !strings.HasSuffix(before, name) {
		return nameOf(fn)
	}
	return syntax.Range{Start: int32(len(before) - len(name)), End: int32(len(before))}
}

// described names a function without a name by where it is handed to.
func (c calls) described(r program.FuncRef) string {
	f := c.Files[r.File]
	start := c.Func(r).Start
	for i := range f.Facts.Calls {
		call := &f.Facts.Calls[i]
		if slices.Contains(call.ArgStart, start) {
			if name := f.Facts.CalleeName(call.Callee); name != "" {
				return "callback of " + name + "()"
			}
		}
	}
	return program.Anonymous
}

// roots are the registrations of a function.
func (c calls) roots(fn program.FuncRef) (links []CallLink) {
	seen := map[program.CallRef]bool{}
	for _, r := range c.Roots() {
		if r.Func != fn || r.At.Call < 0 || seen[r.At] {
			continue
		}
		seen[r.At] = true
		call := c.Call(r.At)
		name := c.Route(r)
		links = append(links, CallLink{
			CallItem{
				Kind: CallRoot, Name: cmp.Or(name, r.What), Detail: r.What + " in " + c.Rel(r.At.File), File: c.Files[r.At.File].Path,
				Range: syntax.Range{Start: call.Start, End: call.End}, Selection: calleeName(call),
			},
			[]syntax.Range{c.given(r.At, fn)},
		})
	}
	return links
}

// handed are the functions that a call hands to an API, to be called by it or registered.
func (c calls) handed(at program.CallRef) (links []CallLink) {
	seen := map[program.FuncRef]bool{}
	add := func(fn program.FuncRef) {
		if !seen[fn] {
			seen[fn] = true
			links = append(links, CallLink{c.function(fn), []syntax.Range{c.given(at, fn)}})
		}
	}
	for _, r := range c.Roots() {
		if r.At == at {
			add(r.Func)
		}
	}
	for _, e := range c.Edges(program.FuncRef{File: at.File, Func: c.Call(at).Func}) {
		if e.At == at && e.Kind == program.EdgeCallback {
			add(e.To)
		}
	}
	return links
}

// given is the argument of a registration that is a function, or the name of what is called where none is.
func (c calls) given(at program.CallRef, fn program.FuncRef) syntax.Range {
	call := c.Call(at)
	f := c.Files[at.File]
	for i, v := range call.Args {
		if slices.Contains(c.Funcs(f, v), fn) {
			return syntax.Range{Start: call.ArgStart[i], End: call.ArgEnd[i]}
		}
	}
	return calleeName(call)
}

// tie joins a caller and one that it calls.
type tie struct {
	other program.FuncRef
	edges []program.Edge
	weak  bool
}

// callers are the functions that lead to one. A registration that a root stands for is left out.
func (c calls) callers(fn program.FuncRef) []CallLink {
	registers := map[program.CallRef]bool{}
	for _, r := range c.Roots() {
		if r.Func == fn {
			registers[r.At] = true
		}
	}
	var ties []tie
	for _, f := range c.Files {
		for i := range f.Facts.Funcs {
			from := program.FuncRef{File: f.ID, Func: effects.FuncID(i)}
			t := tie{other: from, weak: true}
			for _, e := range c.Edges(from) {
				if e.To == fn && (e.Kind == program.EdgeAccess || !registers[e.At]) {
					t.add(e)
				}
			}
			if len(t.edges) > 0 {
				ties = append(ties, t)
			}
		}
	}
	return c.links(ties, func(t tie) (from, to program.FuncRef) { return t.other, fn })
}

// callees are the functions that one leads to.
func (c calls) callees(fn program.FuncRef) []CallLink {
	var ties []tie
	index := map[program.FuncRef]int{}
	add := func(e program.Edge) {
		k, known := index[e.To]
		if !known {
			k = len(ties)
			index[e.To] = k
			ties = append(ties, tie{other: e.To, weak: true})
		}
		ties[k].add(e)
	}
	for _, e := range c.Edges(fn) {
		add(e)
	}
	c.Calls(fn, add)
	return c.links(ties, func(t tie) (from, to program.FuncRef) { return fn, t.other })
}

func (t *tie) add(e program.Edge) {
	t.edges = append(t.edges, e)
	t.weak = t.weak && e.Weak
}

// links makes the links of ties, what is sure first.
func (c calls) links(ties []tie, ends func(tie) (from, to program.FuncRef)) (links []CallLink) {
	slices.SortStableFunc(ties, func(a, b tie) int {
		switch {
		case a.weak == b.weak:
			return 0
		case a.weak:
			return 1
		}
		return -1
	})
	for _, t := range ties {
		from, to := ends(t)
		l := CallLink{Item: c.function(t.other)}
		if t.weak {
			l.Item.Detail += ", not for sure"
		}
		for _, e := range t.edges {
			if e.At.File == from.File {
				l.site(c.siteOf(e))
			}
		}
		c.CallsIn(from, func(r program.CallRef) {
			for _, a := range c.Targets(r) {
				if called, ok := a.Func(); ok && called == to {
					l.site(calleeName(c.Call(r)))
				}
			}
		})
		slices.SortFunc(l.Sites, func(a, b syntax.Range) int { return cmp.Compare(a.Start, b.Start) })
		links = append(links, l)
	}
	return links
}

// siteOf is where an edge stands, in the file of the function that it leads from.
func (c calls) siteOf(e program.Edge) syntax.Range {
	if e.At.Call < 0 {
		return syntax.Range{Start: e.Start, End: e.End}
	}
	return calleeName(c.Call(e.At))
}

func (l *CallLink) site(r syntax.Range) {
	if !slices.Contains(l.Sites, r) {
		l.Sites = append(l.Sites, r)
	}
}
