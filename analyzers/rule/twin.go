package rule

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// What to write in place of a call that blocks: advice for every call, an edit where the function around it is async already.

// insteadHelp says what replaces a blocking call, and what else has to change for it: a function that begins to wait makes all wait that call
// it.
func (p *ProgramPass) insteadHelp(m *nodeapi.Member, fn program.FuncRef, path []program.Edge) string {
	instead := m.Func.Instead
	if p.Func(fn).Flags&effects.FuncAsync != 0 {
		return fmt.Sprintf("Use %s, and await it.", instead)
	}
	name := p.FuncName(fn)
	if name == program.Anonymous {
		name = "the function around it"
	}
	if len(path) == 0 {
		return fmt.Sprintf("Use %s; %s must then become async or take a callback.", instead, name)
	}
	if last := path[len(path)-1]; last.Kind == program.EdgeCallback && last.Phase == nodeapi.PhaseSync {
		if at := p.Member(last.At); at != nil && at.Method != nil && (at.Method.Name == "Array" || at.Method.Name == "Map" || at.Method.Name == "Set") {
			return fmt.Sprintf("Use %s; %s does not wait for what it calls back, so write a loop in its place and await in that.", instead, program.Display(at))
		}
	}
	var callers []program.FuncRef
	var names []string
	for _, c := range p.Callers(fn) {
		if c.Func == 0 {
			continue // start-up may wait for it, too
		}
		callers = append(callers, c)
		if n := p.FuncName(c); n != program.Anonymous {
			names = append(names, n)
		}
	}
	who := "what calls it"
	switch {
	case len(callers) == 1 && len(names) == 1:
		who = names[0] + ", which calls it"
	case len(callers) == 2 && len(names) == 2:
		who = names[0] + " and " + names[1] + ", which call it"
	case len(callers) > 2:
		who = fmt.Sprintf("the %d functions that call it", len(callers))
	}
	return fmt.Sprintf("Use %s; %s must then become async or take a callback, and so must %s.", instead, name, who)
}

// awaitTwin suggests the promise twin of a blocking call, where the function around it is async already. The text of the call must be as simple
// as its meaning: name(...) or object.name(...), and not a function handed on.
func (p *ProgramPass) awaitTwin(r program.CallRef, m *nodeapi.Member, fn program.FuncRef, at syntax.Range) (Fix, bool) {
	f := p.Files[r.File]
	c := p.Call(r)
	if p.Func(fn).Flags&(effects.FuncAsync|effects.FuncGenerator) != effects.FuncAsync || c.Flags&(effects.CallNew|effects.CallOptional|effects.CallTagged) != 0 || at != p.CalleeRange(r) {
		return Fix{}, false
	}
	mod, name, ok := strings.Cut(m.Name, ".")
	sync, found := strings.CutSuffix(name, "Sync")
	if !ok || !found || strings.Contains(name, ".") {
		return Fix{}, false
	}
	cv := f.Facts.Val(c.Callee)
	property := cv.Kind == effects.Prop && int(c.CalleeEnd-c.NameStart) == len(name) && c.NameStart > c.Start && f.Facts.Str(cv.B) == name
	plain := int(c.CalleeEnd-c.Start) == len(name) && (cv.Kind == effects.ImportName || cv.Kind == effects.Var || cv.Kind == effects.Prop) // imported or destructured under its own name
	name = sync
	switch {
	case mod == "fs" && m.Func.Instead == "fs.promises."+name:
		title := "Await fs.promises." + name
		switch {
		case property && p.isModule(f, cv.A, "fs"):
			return wrap(c, title, syntax.Range{Start: c.NameStart, End: c.CalleeEnd}, "promises."+name), true
		case plain && f.ESM:
			return p.imported(f, c, title, name, "node:fs/promises", name)
		case plain:
			return wrap(c, title, at, "require('node:fs/promises')."+name), true
		}
	case (mod == "crypto" || mod == "zlib") && m.Func.Instead == mod+"."+name && len(c.Args) > 0:
		// the callback's only result is what the synchronous call returns (Node docs, "util.promisify")
		if name == "generateKeyPair" { // two results
			return Fix{}, false
		}
		title := "Await the promise of " + mod + "." + name
		whole := syntax.Range{Start: c.Start, End: c.CalleeEnd}
		switch {
		case plain && !f.ESM:
			return wrap(c, title, whole, "require('node:util').promisify(require('node:"+mod+"')."+name+")"), true
		case property && !f.ESM && p.isModule(f, cv.A, mod) && f.Facts.Val(cv.A).Kind == effects.Var:
			return wrap(c, title, whole, "require('node:util').promisify("+f.Facts.CalleeName(cv.A)+"."+name+")"), true
		}
	}
	return Fix{}, false
}

// isModule reports whether a value is a module of Node's and can be nothing else: fs-extra has the same functions and no promises.
func (p *ProgramPass) isModule(f *program.File, v effects.ValueID, name string) bool {
	list := p.Eval(f, v)
	return len(list) == 1 && list[0].Member().Is(name)
}

// wrap awaits a call whose callee is changed in a range. A call that is a statement gets no parentheses: the line before it may end without a
// semicolon, and would then call what it has.
func wrap(c *effects.Call, title string, at syntax.Range, text string) Fix {
	open, end := "(await ", []Edit{{Range: syntax.Range{Start: c.End, End: c.End}, New: ")"}}
	if c.Flags&effects.CallDiscarded != 0 {
		open, end = "await ", nil
	}
	if at.Start == c.Start {
		return Fix{Title: title, Edits: append([]Edit{{Range: at, New: open + text}}, end...)}
	}
	return Fix{Title: title, Edits: append([]Edit{{Range: syntax.Range{Start: c.Start, End: c.Start}, New: open}, {Range: at, New: text}}, end...)}
}

// imported awaits a call of a name that is imported for it, before the first import of the file; not where the name is taken.
func (p *ProgramPass) imported(f *program.File, c *effects.Call, title, name, from, text string) (Fix, bool) {
	for _, s := range f.Facts.Strings {
		if s == name {
			return Fix{}, false
		}
	}
	for i := range f.Facts.Imports {
		im := &f.Facts.Imports[i]
		if im.Kind != effects.StaticImport || im.Flags&effects.ImportReexport != 0 {
			continue
		}
		fix := wrap(c, title, syntax.Range{Start: c.Start, End: c.CalleeEnd}, text)
		add := Edit{Range: syntax.Range{Start: im.CallStart, End: im.CallStart}, New: "import { " + name + " } from '" + from + "';\n"}
		fix.Edits = append([]Edit{add}, fix.Edits...)
		return fix, true
	}
	return Fix{}, false
}
