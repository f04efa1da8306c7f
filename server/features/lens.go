package features

import (
	"fmt"
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// Lens is a line above a function, or above the first line of a module, that says what its text does not show: when it runs, and because of whom.
// Functions get one only when another file calls them, or when they are registered by their name; a handler that is written into its registration, and
// what only this file calls, is there to be seen.
type Lens struct {
	Range syntax.Range // on one line
	// At is where the function starts, ModuleLens for the module. It names the lens in its version of the text.
	At    int32
	Title string
}

// ModuleLens is the At of a module's lens.
const ModuleLens int32 = -1

// Place is a place in a file.
type Place struct {
	File    string
	Range   syntax.Range
	Message string
}

// Lenses are those of a file, in order of place. ok is false when the file is not analysed as it is in the editor.
func Lenses(s *workspace.Snapshot, file string) (list []Lens, ok bool) {
	ok = ask(s, file, func(p *program.Program, f *program.File) {
		if c, cyclic := cycleOf(p, f.ID); cyclic {
			list = append(list, Lens{At: ModuleLens, Title: cycleTitle(p, c)})
		}
		eachRemarkable(p, f, func(r program.FuncRef, when nodeapi.When) {
			fn := p.Func(r)
			list = append(list, Lens{Range: nameOf(fn), At: fn.Start, Title: runsTitle(p, r, when)})
		})
	})
	return list, ok
}

// LensWay are the places that prove what the lens of a function says, from the registration on. ok is false when there is no such lens.
func LensWay(s *workspace.Snapshot, file string, at int32) (way []Place, ok bool) {
	ask(s, file, func(p *program.Program, f *program.File) {
		eachRemarkable(p, f, func(r program.FuncRef, when nodeapi.When) {
			if ok || p.Func(r).Start != at {
				return
			}
			ok = true
			for _, step := range p.Witness(r, when) {
				way = append(way, Place{p.Files[step.File].Path, step.Range, step.Message})
			}
		})
	})
	return way, ok
}

// ask calls use with the program of a file, when that was made of the text that the editor has.
func ask(s *workspace.Snapshot, file string, use func(p *program.Program, f *program.File)) (same bool) {
	doc := s.Document(file)
	s.Program(file, func(p *program.Program, f *program.File, text string) {
		if same = doc == nil || doc.Text == text; same {
			use(p, f)
		}
	})
	return same
}

// nameOf is the place of a function's name, or its first character.
func nameOf(fn *effects.Func) syntax.Range {
	if fn.NameStart < fn.NameEnd {
		return syntax.Range{Start: fn.NameStart, End: fn.NameEnd}
	}
	return syntax.Range{Start: fn.Start, End: fn.Start + 1}
}

// moment is when a function runs, the moment that matters most first; ok is false where that is not known, or only guessed.
func moment(p *program.Program, r program.FuncRef) (when nodeapi.When, ok bool) {
	when, ok = p.Hot(r)
	for _, w := range []nodeapi.When{nodeapi.OnEvent, nodeapi.Timer, nodeapi.Signal, nodeapi.Exit, nodeapi.Worker, nodeapi.CLI, nodeapi.Load} {
		if !ok && p.Runs(r, w) {
			when, ok = w, true
		}
	}
	if !ok {
		return nodeapi.Never, false
	}
	root, _ := p.Root(r, when)
	way, weak := p.Path(r, when)
	if when == nodeapi.Load && slices.ContainsFunc(way, func(e program.Edge) bool { return e.Kind == program.EdgePass }) {
		return when, false // whom it is handed to may call it much later
	}
	if when == nodeapi.OnEvent && root.Event == "" {
		return when, false // there is nothing to say
	}
	return when, !weak && root.Looks == "" && !p.Files[root.Func.File].Test
}

// eachRemarkable calls yield with the functions of a file that get a lens, and when they run. What is written into a call is left out: there the call
// says why it runs. So are constructors and accessors, which would make a crowd.
func eachRemarkable(p *program.Program, f *program.File, yield func(program.FuncRef, nodeapi.When)) {
	if f.Test {
		return
	}
	const plain = effects.FuncFields | effects.FuncCtor | effects.FuncGetter | effects.FuncSetter
	registered, inline := map[effects.FuncID]bool{}, map[int32]bool{}
	for _, r := range p.Roots() {
		if r.Func.File == f.ID && r.At.Call >= 0 {
			registered[r.Func.Func] = true
		}
	}
	for i := range f.Facts.Calls {
		for _, start := range f.Facts.Calls[i].ArgStart {
			inline[start] = true
		}
	}
	for i := 1; i < len(f.Facts.Funcs); i++ {
		r := program.FuncRef{File: f.ID, Func: effects.FuncID(i)}
		fn := p.Func(r)
		if fn.Flags&plain != 0 || inline[fn.Start] {
			continue
		}
		if when, ok := moment(p, r); ok && (registered[r.Func] || often(when) && fromElsewhere(p, r)) {
			yield(r, when)
		}
	}
}

// often reports whether it matters who leads to a function at a moment, and not only what is registered for it.
func often(when nodeapi.When) bool { return when <= nodeapi.Schedule || when == nodeapi.Load }

// fromElsewhere reports whether another file calls a function.
func fromElsewhere(p *program.Program, r program.FuncRef) bool {
	return slices.ContainsFunc(p.Callers(r), func(from program.FuncRef) bool { return from.File != r.File && !p.Files[from.File].Test })
}

// runsTitle says when a function runs.
func runsTitle(p *program.Program, r program.FuncRef, when nodeapi.When) string {
	root, _ := p.Root(r, when)
	way, _ := p.Path(r, when)
	who := p.Route(root)
	if who == "" {
		who = root.What
	}
	switch when {
	case nodeapi.Request, nodeapi.Connection, nodeapi.Message, nodeapi.Job, nodeapi.Schedule:
		title := fmt.Sprintf("runs per %s: %s", when, who)
		switch n, more := p.OtherHandlers(r, root, way, lensReach); {
		case more:
			title += fmt.Sprintf(" (+%d or more)", n)
		case n > 0:
			title += fmt.Sprintf(" (+%d)", n)
		}
		return title
	case nodeapi.Load:
		if root.Func.File != r.File {
			return "runs while modules load: " + p.Rel(root.Func.File)
		}
		return "runs while modules load"
	case nodeapi.Timer:
		return "runs by a timer: " + who
	case nodeapi.Exit:
		return "runs while the process ends: " + who
	}
	return "runs on: " + who
}

// lensReach is how many calls away other handlers may be to be counted.
const lensReach = 7

// cycleOf is the cycle of imports that a module is in. One that asks for itself only is in none.
func cycleOf(p *program.Program, file program.FileID) (*program.Component, bool) {
	all := p.Components()
	for i := range all {
		if len(all[i].Members) < 2 {
			continue
		}
		if slices.Contains(all[i].Members, file) {
			return &all[i], true
		}
	}
	return nil, false
}

// cycleTitle says how large a cycle is, and what goes wrong in it.
func cycleTitle(p *program.Program, c *program.Component) string {
	var b strings.Builder
	fmt.Fprintf(&b, "in a cycle of %d", len(c.Members))
	for _, r := range c.Reports {
		if r.Verdict == program.Breaks && r.Hazard.Entry >= 0 {
			fmt.Fprintf(&b, " that breaks from %s", p.Rel(r.Hazard.Entry))
			return b.String()
		}
	}
	if c.Verdict == program.Latent {
		b.WriteString(" that would break in another order of loading")
	}
	return b.String()
}
