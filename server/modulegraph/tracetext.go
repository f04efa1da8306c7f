package modulegraph

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// How much is shown: up to fewModules all, with the steps of each; up to manyModules a line for each, and what is remarkable; of more, those that
// the entry asks for, and the way to those that read something too early or end with an error. Where not all is shown, a module shows so many
// unfinished answers.
const (
	fewModules  = 40
	manyModules = 200
	answers     = 4
)

// WriteTraceText writes a trace for reading on a terminal: each module below the one that asks for it, with the steps of loading it as they
// happen. Of a long trace, what loads without anything remarkable is folded unless s.All. Errors are those of w.
func WriteTraceText(w io.Writer, t *Trace, s Style) error {
	x := &traceText{Writer: bufio.NewWriter(w), t: t, s: s, p: newPalette(s.Color), full: s.All || t.Modules <= fewModules}
	if t.Entry != nil {
		fmt.Fprintf(x, "%s loads %s, as Node %d does it. Nothing was run.\n\n", t.Entry.Path, plural(t.Modules, "module"), t.Node)
		x.module(t.Entry, "", "", "")
		x.end()
	}
	return x.Flush()
}

type traceText struct {
	*bufio.Writer
	t      *Trace
	s      Style
	p      palette
	full   bool
	folded int // modules that are not shown
}

// module writes a module. first goes before its first line, rest before the others.
func (x *traceText) module(l *Loading, first, rest, how string) {
	order := "–" // never starts
	if l.Order > 0 {
		order = fmt.Sprint(l.Order)
	}
	head := fmt.Sprintf("%s%s %s", first, x.p.dim(order), x.p.bold(l.Path))
	if how != "" {
		head += "  " + x.p.dim(how)
	}
	if !x.shows(l) {
		if l.Below > 0 {
			head += x.p.dim(fmt.Sprintf("  and %s below it", plural(l.Below, "module")))
			x.folded += l.Below
		}
		fmt.Fprintln(x, head)
		return
	}
	fmt.Fprintln(x, head)
	if x.full {
		fmt.Fprintf(x, "%s%s\n", rest, x.p.dim("│ "+steps(l)))
		if len(l.Outside) > 0 {
			fmt.Fprintf(x, "%s%s\n", rest, x.p.dim("│ outside of the project: "+some(l.Outside, 8)))
		}
	}
	x.events(l, rest)
	switch {
	case !l.Complete:
		fmt.Fprintf(x, "%s%s %s\n", rest, x.p.dim("└"), x.p.red("does not end"))
	case x.full || l.Cycle:
		fmt.Fprintf(x, "%s%s\n", rest, x.p.dim("└ ends: "+exportsOf(l)))
	}
}

// shows reports whether what happens in a module is shown.
func (x *traceText) shows(l *Loading) bool {
	return x.full || l.Harmful || l == x.t.Entry || x.t.Modules <= manyModules
}

// steps are those of loading a module, in their order, up to where its code runs (Node docs, "Modules: CommonJS modules", "The module wrapper"
// and "Caching"; "Modules: ECMAScript modules", "Resolution and loading algorithm"). The cache is filled before the code runs: that is why a
// cycle meets an unfinished module.
func steps(l *Loading) string {
	resolved := "resolve"
	if l.Spec != "" {
		resolved += " " + l.Spec
	}
	text := "load " + plural(l.Lines, "line")
	if l.ESM {
		return resolved + " · " + text + " (ES module) · cache · link imports to exports · evaluate what it imports, then itself:"
	}
	return resolved + " · " + text + " · cache {} · wrap in a function · evaluate:"
}

func exportsOf(l *Loading) string {
	switch {
	case len(l.Exports) == 0 && l.More:
		return "exports names that are not known"
	case len(l.Exports) == 0:
		return "exports nothing by name"
	case l.More:
		return "exports " + some(l.Exports, 8) + " and perhaps more"
	}
	return "exports " + some(l.Exports, 8)
}

func (x *traceText) events(l *Loading, rest string) {
	branch, down := rest+x.p.dim("├─ "), rest+x.p.dim("│  ")
	unfinishedHere, foldedHere := 0, 0
	threw := ""        // where the last error was that may be thrown
	var again []string // answers with modules that have ended, in a row
	flush := func() {
		if len(again) > 0 {
			fmt.Fprintf(x, "%s%s\n", branch, x.p.dim("= from the cache: "+some(again, 8)))
			again = nil
		}
	}
	for i := range l.Events {
		h := &l.Events[i]
		maybe := ""
		if h.Maybe {
			maybe = x.p.dim(", on some paths")
		}
		at := fmt.Sprintf("line %d", h.At.Line)
		if h.At.File != "" && h.At.File != l.Path {
			at = fmt.Sprintf("%s:%d", h.At.File, h.At.Line)
		}
		if h.Cached == nil || !h.Cached.Complete {
			flush()
		}
		switch {
		case h.Loads != nil && !x.shows(h.Loads) && l != x.t.Entry:
			x.folded += h.Loads.Below + 1
			foldedHere += h.Loads.Below + 1
		case h.Loads != nil:
			x.module(h.Loads, branch, down, asked(h.Loads.How, h.Loads.Spec)+" at "+at+maybe)
		case h.Cached != nil && !h.Cached.Complete:
			if unfinishedHere++; !x.full && unfinishedHere > answers {
				continue
			}
			fmt.Fprintf(x, "%s%s %s at %s: %s%s\n", branch, x.p.yellow("↺ "+h.Cached.Path), x.p.dim(asked(h.Cached.How, h.Cached.Spec)), at, unfinished(h.Cached), maybe)
		case h.Cached != nil:
			if x.full && !slices.Contains(again, h.Cached.Path) {
				again = append(again, h.Cached.Path)
			}
		case h.Read != nil && h.Read.early():
			fmt.Fprintf(x, "%s%s\n", branch, x.p.red(fmt.Sprintf("✗ %s reads `%s` of %s and gets %s", at, h.Read.Name, h.Read.Path, h.Read.result()))+maybe)
			if h.At.Text != "" {
				fmt.Fprintf(x, "%s   %s\n", down, h.At.Text)
			}
		case h.Error != nil && h.Maybe:
			if place := fmt.Sprintf("%s:%d", h.Error.At.File, h.Error.At.Line); x.full && place != threw {
				threw = place
				fmt.Fprintf(x, "%s%s\n", branch, x.p.dim("? "+h.Error.text())+maybe)
			}
		case h.Error != nil:
			fmt.Fprintf(x, "%s%s\n", branch, x.p.red("✗ "+h.Error.text())+maybe)
		case h.Caught != nil && !h.Maybe:
			fmt.Fprintf(x, "%s%s\n", branch, x.p.yellow("! "+at+" catches it")+x.p.dim(": the load goes on"))
		case h.Unknown != "" && x.full:
			fmt.Fprintf(x, "%s%s\n", branch, x.p.dim("? "+at+": "+h.Unknown))
		}
	}
	flush()
	if unfinishedHere > answers && !x.full {
		fmt.Fprintf(x, "%s%s\n", branch, x.p.yellow("↺ ")+x.p.dim(fmt.Sprintf("and %d more that have not ended", unfinishedHere-answers)))
	}
	if foldedHere > 0 {
		fmt.Fprintf(x, "%s%s\n", branch, x.p.dim(fmt.Sprintf("… %s in which nothing goes wrong", plural(foldedHere, "module"))))
	}
}

func (r *NameRead) result() string {
	if r.Stale {
		return "what an object has that is module.exports no longer"
	}
	return article(r.Gets)
}

func (f *Fault) text() string {
	s := f.Message
	if f.Code != "" {
		s = f.Code + ": " + s
	}
	if f.At.File != "" {
		s = fmt.Sprintf("%s:%d: %s", f.At.File, f.At.Line, s)
	}
	return s
}

// unfinished says what a module has that is asked for before it has ended.
func unfinished(c *Cached) string {
	s := "unfinished, "
	switch {
	case len(c.Has) == 0 && c.More:
		s += "with names that are not known"
	case len(c.Has) == 0:
		s += "without any name"
	default:
		s += "with " + some(c.Has, 6)
	}
	if len(c.Lacks) > 0 {
		s += "; not yet " + some(c.Lacks, 6)
	}
	return s
}

// asked is how a module is asked for, as it is written.
func asked(how, spec string) string {
	switch {
	case spec == "":
		return how + " of a computed name"
	case how == "import":
		return "import '" + spec + "'"
	case how == "import()":
		return "import('" + spec + "')"
	}
	return "require('" + spec + "')"
}

// end sums up.
func (x *traceText) end() {
	var parts []string
	if n := x.t.Unfinished; n > 0 {
		parts = append(parts, x.p.yellow(plural(n, "answer")+" with a module that had not ended (↺)"))
	}
	if n := x.t.Early; n > 0 {
		parts = append(parts, x.p.red(plural(n, "name")+" read too early (✗)"))
	}
	if len(parts) > 0 {
		fmt.Fprintf(x, "\n%s\n", strings.Join(parts, ", "))
	}
	switch {
	case x.t.Error != nil:
		fmt.Fprintf(x, "\n%s %s\n", x.p.red("The load ends with"), x.t.Error.text())
		if strings.HasSuffix(x.t.Error.Code, "MODULE_NOT_FOUND") {
			fmt.Fprintln(x, x.p.dim("If that is a package, install the project's packages first."))
		}
	case x.t.Unsure:
		fmt.Fprintf(x, "\nAn error that cannot be told for sure may end the load earlier.\n")
	case x.t.Cut:
		fmt.Fprintf(x, "\nThis is not all: a limit was met.\n")
	}
	if x.folded > 0 {
		fmt.Fprintf(x, "\n%s\n", x.p.dim(fmt.Sprintf("%s load without anything going wrong and are not shown; --all shows them, and the steps of each.", plural(x.folded, "module"))))
	}
}

// Cycles are the modules that are asked for before they have ended, in order of loading.
func (t *Trace) Cycles() []string {
	var out []string
	var visit func(l *Loading)
	visit = func(l *Loading) {
		if l.Cycle && !slices.Contains(out, l.Path) {
			out = append(out, l.Path)
		}
		for i := range l.Events {
			if n := l.Events[i].Loads; n != nil {
				visit(n)
			}
		}
	}
	if t.Entry != nil {
		visit(t.Entry)
	}
	return out
}
