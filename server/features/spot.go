package features

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// spot is what stands at an offset of a file: one of its fields says of what kind.
type spot struct {
	at syntax.Range
	// value is what a name stands for, None for other spots.
	value effects.ValueID
	// imp is the import whose require(), import() or statement it is part of, None otherwise; specifier says that it is the string.
	imp       int32
	specifier bool
	// event is the name of an event, where it is listened to or emitted on the value emitter.
	event   string
	emitter effects.ValueID
	// option is the name of an option of the call.
	option string
	// call is the call that the name is called by, or that the string or option is an argument of; None otherwise.
	call effects.CallID
	// iterated is what a `for await` goes over, None otherwise.
	iterated effects.ValueID
	// fn is the function whose name or keyword it is, None otherwise; in is the function around the place.
	fn, in effects.FuncID
	node   syntax.Node
}

// spotAt finds what stands at an offset of a text; ok is false for places with nothing to say about, such as blanks and comments.
func spotAt(t *effects.Traced, p *program.Program, f *program.File, offset int) (s spot, ok bool) {
	text := t.File.Text
	if offset > len(text) {
		return s, false
	}
	// A cursor stands between characters: right behind a name is on it.
	if offset > 0 && (offset == len(text) || !wordByte(text[offset])) && wordByte(text[offset-1]) {
		offset--
	}
	n := nodeAt(t.File, offset)
	s = spot{value: effects.None, imp: effects.None, emitter: effects.None, call: effects.None, iterated: effects.None, fn: effects.None, node: n, at: n.Range()}
	s.in = funcOf(t, n.Func())
	switch n.Kind() {
	case syntax.KindIdent, syntax.KindBinding, syntax.KindThis, syntax.KindSuper:
		s.name(t, n)
	case syntax.KindDot:
		start, end := n.NameRange()
		if offset < start || offset >= end {
			return s, false
		}
		s.at = syntax.Range{Start: int32(start), End: int32(end)}
		s.name(t, n)
	case syntax.KindString:
		return s, s.str(t, p, f, n)
	case syntax.KindImport, syntax.KindExportFrom, syntax.KindExportStar:
		return s, s.statement(t, n, offset)
	case syntax.KindImportCall:
		s.at.End = s.at.Start + int32(len("import"))
		s.imp = importAt(t.Facts, int32(n.Start()))
		return s, holds(s.at, offset) && s.imp >= 0
	case syntax.KindForOf:
		s.at.End = int32(strings.IndexByte(text[n.Start():], '(') + n.Start())
		s.iterated = t.Value(n.Child(1))
		return s, n.AwaitLoop() && holds(s.at, offset) && s.iterated > 0
	case syntax.KindFunction, syntax.KindArrow, syntax.KindFunctionDecl:
		return s, s.function(t, n, offset)
	case syntax.KindProperty:
		return s, s.key(t, n) && holds(s.at, offset)
	default:
		return s, false
	}
	return s, s.value > 0 || s.imp >= 0
}

// nodeAt is the smallest node that holds an offset.
func nodeAt(f *syntax.File, offset int) syntax.Node {
	n := f.Root()
	for {
		var in syntax.Node
		for c := n.First(); c.Valid(); c = c.Next() {
			if c.Missing() {
				continue
			}
			if c.Start() > offset {
				break
			}
			in = c
		}
		if !in.Valid() || offset >= in.End() {
			return n
		}
		n = in
	}
}

// name is a use or a declaration of a name, or a member of something.
func (s *spot) name(t *effects.Traced, n syntax.Node) {
	s.value = t.Value(n)
	up := n.Parent()
	if up.Is(syntax.KindCall, syntax.KindNew) && up.First().ID() == n.ID() {
		s.call = callAt(t.Facts, int32(up.Start()), int32(up.End()))
		if s.call == effects.None {
			s.imp = importAt(t.Facts, int32(up.Start()))
		}
	}
}

// str is a string: a specifier, the name of an event, a key.
func (s *spot) str(t *effects.Traced, p *program.Program, f *program.File, n syntax.Node) bool {
	up := n.Parent()
	switch up.Kind() {
	case syntax.KindElement:
		s.value = t.Value(n)
		return s.value > 0
	case syntax.KindProperty:
		return up.First().ID() == n.ID() && s.key(t, up)
	case syntax.KindIndex:
		s.value = t.Value(up)
		return s.value > 0
	case syntax.KindImportCall:
		s.imp, s.specifier = importAt(t.Facts, int32(up.Start())), true
		return s.imp >= 0
	case syntax.KindCall, syntax.KindNew:
		first := up.First().Next().ID() == n.ID()
		if s.imp = importAt(t.Facts, int32(up.Start())); s.imp >= 0 && first {
			s.specifier = true
			return true
		}
		s.imp = effects.None
		if s.call = callAt(t.Facts, int32(up.Start()), int32(up.End())); s.call < 0 {
			return false
		}
		s.event, _ = n.Str()
		ref := program.CallRef{File: f.ID, Call: s.call}
		if first && speaksOfEvents(p.MethodName(ref)) {
			s.emitter = p.Receiver(ref)
		} else if m := p.Member(ref); m.Is("events.once", "events.on") {
			if args := p.Args(ref); len(args) > 0 {
				s.emitter = args[0]
			}
		}
		return s.emitter > 0
	}
	return false
}

// speaksOfEvents reports whether a method's first argument is the name of an event.
func speaksOfEvents(method string) bool {
	switch method {
	case "on", "once", "addListener", "prependListener", "prependOnceListener", "off", "removeListener", "removeAllListeners", "emit", "listenerCount", "listeners":
		return true
	}
	return false
}

// statement is an import or export ... from, at its keyword or its specifier.
func (s *spot) statement(t *effects.Traced, n syntax.Node, offset int) bool {
	s.imp = importAt(t.Facts, int32(n.Start()))
	if s.imp < 0 {
		return false
	}
	im := &t.Facts.Imports[s.imp]
	keyword := syntax.Range{Start: im.CallStart, End: im.CallStart + int32(len("import"))}
	switch spec := (syntax.Range{Start: im.Start, End: im.End}); {
	case holds(spec, offset):
		s.at, s.specifier = spec, true
		return true
	case holds(keyword, offset):
		s.at = keyword
		return true
	}
	return false
}

// function is a function, at its name, its keywords or its arrow.
func (s *spot) function(t *effects.Traced, n syntax.Node, offset int) bool {
	s.fn = funcOf(t, n)
	body := n.Body()
	if s.fn < 0 || body.Missing() || offset >= body.Start() {
		return false
	}
	text := t.File.Text
	if n.Kind() == syntax.KindArrow {
		i := strings.LastIndex(text[n.Start():body.Start()], "=>")
		if i < 0 {
			return false
		}
		at := syntax.Range{Start: int32(n.Start() + i), End: int32(n.Start() + i + len("=>"))}
		if head := (syntax.Range{Start: int32(n.Start()), End: int32(n.Start() + len("async"))}); n.Async() && holds(head, offset) {
			at = head
		}
		s.at = at
		return holds(at, offset)
	}
	open := strings.IndexByte(text[n.Start():body.Start()], '(')
	if open < 0 {
		return false
	}
	s.at = syntax.Range{Start: int32(n.Start()), End: int32(n.Start() + len(strings.TrimRight(text[n.Start():n.Start()+open], " \t")))}
	return holds(s.at, offset)
}

// key is the key of a member of an object or class: an option of a call, or the name of a method.
func (s *spot) key(t *effects.Traced, n syntax.Node) bool {
	k := n.First()
	s.at = k.Range()
	name, ok := n.KeyName()
	if !ok {
		return false
	}
	if v := k.Next(); v.Is(syntax.KindFunction, syntax.KindArrow) {
		s.fn = funcOf(t, v)
	}
	if up := n.Parent(); up.Kind() == syntax.KindObject {
		s.option, s.value = name, t.Value(up)
		return true
	}
	return s.fn >= 0
}

// funcOf is the function that a node is, None when it is none.
func funcOf(t *effects.Traced, n syntax.Node) effects.FuncID {
	if !n.Valid() {
		return effects.None
	}
	if n.Kind() == syntax.KindModule {
		return 0
	}
	start, end := int32(n.Start()), int32(n.End())
	for i := range t.Facts.Funcs {
		if fn := &t.Facts.Funcs[i]; i > 0 && fn.Start == start && fn.End == end && fn.Flags&effects.FuncFields == 0 {
			return effects.FuncID(i)
		}
	}
	return effects.None
}

// callAt is the call with that extent, None for none.
func callAt(f *effects.Facts, start, end int32) effects.CallID {
	for i := range f.Calls {
		if f.Calls[i].Start == start && f.Calls[i].End == end {
			return effects.CallID(i)
		}
	}
	return effects.None
}

// importAt is the import whose call or statement starts there, None for none.
func importAt(f *effects.Facts, start int32) int32 {
	for i := range f.Imports {
		if f.Imports[i].CallStart == start {
			return int32(i)
		}
	}
	return effects.None
}

// wordByte reports whether a byte is part of a name. Those over ASCII all count: they are letters nearly always.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= 0x80
}

// holds reports whether an offset is in a range.
func holds(r syntax.Range, offset int) bool {
	return int32(offset) >= r.Start && int32(offset) < r.End
}
