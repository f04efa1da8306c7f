package modulegraph

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"
)

// Style says how the text is to look.
type Style struct {
	// Color turns on ANSI colours.
	Color bool
	// All lists everything, however long that gets.
	All bool
}

// How much the text shows before it says "and so many more".
const (
	maxListed  = 40 // modules with their imports; above that, folders
	maxFolders = 16
	maxCycles  = 12
	maxMembers = 10
	maxHarms   = 3
)

type palette struct{ bold, dim, red, yellow, green func(a ...any) string }

func newPalette(on bool) palette {
	paint := func(attrs ...color.Attribute) func(a ...any) string {
		c := color.New(attrs...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	return palette{paint(color.Bold), paint(color.Faint), paint(color.FgRed, color.Bold), paint(color.FgYellow, color.Bold), paint(color.FgGreen)}
}

func (p *palette) verdict(v Verdict) func(a ...any) string {
	return [...]func(a ...any) string{p.green, p.yellow, p.red}[v]
}

// WriteText writes the graph for reading on a terminal: a summary, the cycles with what goes wrong in them, and then the modules with their
// imports, or the folders when there are many modules. Errors are those of w.
func WriteText(w io.Writer, g *Graph, s Style) error {
	t := &text{Writer: bufio.NewWriter(w), g: g, s: s, p: newPalette(s.Color)}
	t.summary()
	t.cycles()
	if len(g.Modules) <= maxListed || s.All {
		t.modules()
	} else {
		t.folders()
	}
	return t.Flush()
}

type text struct {
	*bufio.Writer
	g *Graph
	s Style
	p palette
}

func (t *text) line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

// plural is a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%s %ss", thousands(n), noun)
}

// thousands is a number with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Summary is the graph in two or three short sentences.
func (g *Graph) Summary() []string {
	imports := 0
	var byKind [kinds]int
	for i := range g.Edges {
		imports += g.Edges[i].Count
		byKind[g.Edges[i].Kind] += g.Edges[i].Count
	}
	line := plural(len(g.Modules), "module") + ", " + plural(imports, "import") + " between them"
	var parts []string
	for k := range kinds {
		if byKind[k] > 0 {
			parts = append(parts, thousands(byKind[k])+" "+k.String())
		}
	}
	if len(parts) > 1 {
		line += " (" + strings.Join(parts, ", ") + ")"
	}
	packages := 0
	for i := range g.Packages {
		if !g.Packages[i].Builtin {
			packages++
		}
	}
	if packages > 0 {
		line += ", " + plural(packages, "package")
	}
	out := []string{line}
	if g.Entry >= 0 {
		loaded := 0
		for i := range g.Modules {
			if g.Modules[i].Order > 0 {
				loaded++
			}
		}
		line := fmt.Sprintf("%s loads %s of them as it starts", g.Modules[g.Entry].Path, thousands(loaded))
		switch {
		case g.ByImports != "":
			line += " (told by the imports alone: " + g.ByImports + ")"
		case g.Ends != "":
			line += ", until " + g.Ends + " ends it"
		}
		out = append(out, line)
	}
	if len(g.Cycles) == 0 {
		return append(out, "no cycles")
	}
	parts = nil
	for _, v := range []Verdict{Breaks, Latent, Safe} {
		if n := g.Count(v); n > 0 {
			word := v.String()
			if v == Breaks && n > 1 {
				word = "break"
			}
			parts = append(parts, thousands(n)+" "+word)
		}
	}
	return append(out, plural(len(g.Cycles), "cycle")+": "+strings.Join(parts, ", "))
}

func (t *text) summary() {
	for _, s := range t.g.Summary() {
		t.line("%s", s)
	}
}

func (t *text) cycles() {
	for i := range t.g.Cycles {
		if i == maxCycles && !t.s.All {
			t.line("\n… and %s, %s", plural(len(t.g.Cycles)-i, "more cycle"), t.p.dim("--all lists them"))
			break
		}
		t.cycle(&t.g.Cycles[i])
	}
}

func (t *text) cycle(c *Cycle) {
	v := t.p.verdict(c.Verdict)
	t.line("")
	head := "cycle of " + plural(len(c.Members), "module")
	if len(c.Harms) == 0 {
		names := t.paths(c.Members, 4)
		t.line("%s  %s: %s", v(c.Verdict), head, strings.Join(names, ", "))
		return
	}
	t.line("%s  %s", v(c.Verdict), t.p.bold(head))
	for i := range c.Harms {
		if i == maxHarms && !t.s.All {
			t.line("  … and %s", plural(len(c.Harms)-i, "more defect"))
			break
		}
		t.harm(&c.Harms[i])
	}
	t.ladder(c)
}

// paths are the paths of modules, at most so many.
func (t *text) paths(list []int, most int) []string {
	var out []string
	for i, m := range list {
		if i == most && len(list) > most+1 && !t.s.All {
			return append(out, "… and "+thousands(len(list)-i)+" more")
		}
		out = append(out, t.g.Modules[m].Path)
	}
	return out
}

// Sentence says what goes wrong, in one sentence without its full stop.
func (g *Graph) Sentence(h *Harm) string {
	target, at := g.Modules[h.Target].Path, fmt.Sprintf("%s:%d", h.At.File, h.At.Line)
	var what string
	switch {
	case h.Gets == "{}":
		what = fmt.Sprintf("%s keeps the empty object of %s, which %s replaces later", g.Modules[h.Reader].Path, target, at)
	case h.Name == "":
		what = fmt.Sprintf("%s requires %s, which is still loading, and gets %s", at, target, h.Gets)
	default:
		what = fmt.Sprintf("%s reads `%s` of %s, which is still loading, and gets %s", at, h.Name, target, article(h.Gets))
	}
	switch {
	case h.Verdict == Breaks:
		return "when " + h.Entry + " starts, " + what
	case h.Test:
		return "when the test " + h.Entry + " is started by itself, " + what
	case h.Entry != "":
		return "in some runs of " + h.Entry + ", " + what
	}
	return "if " + h.First + " is ever loaded first, " + what
}

func article(s string) string {
	if s == "ReferenceError" {
		return "a " + s
	}
	return s
}

func (t *text) harm(h *Harm) {
	t.line("  %s", t.g.Sentence(h))
	if h.At.Text != "" {
		t.line("  %s %s", t.p.dim(fmt.Sprintf("%6d |", h.At.Line)), h.At.Text)
	}
	if len(h.Has) > 0 {
		t.line("         %s has only %s by then", t.g.Modules[h.Target].Path, some(h.Has, 6))
	}
	for i, o := range h.Others {
		if i == maxHarms && !t.s.All {
			t.line("         … and %s", plural(len(h.Others)-i+h.More, "more place"))
			break
		}
		t.line("         also %s:%d  %s", o.At.File, o.At.Line, o.Message)
	}
	if h.Fine != "" && h.Verdict == Breaks {
		t.line("         from %s the modules load in another order, and it does not happen", h.Fine)
	}
	if h.Repair != "" {
		t.line("         %s %s", t.p.green("repair:"), h.Repair)
	}
}

// some are the first few of some names.
func some(names []string, n int) string {
	if len(names) > n+1 {
		return strings.Join(names[:n], ", ") + fmt.Sprintf(" and %d more", len(names)-n)
	}
	return strings.Join(names, ", ")
}

// ladder lists the members in the order in which they load when the worst happens, and marks who reads too early from whom.
func (t *text) ladder(c *Cycle) {
	marks := map[int]string{}
	shown := map[int]bool{}
	h := &c.Harms[0]
	shown[h.Reader], shown[h.Target] = true, true
	marks[h.Target] = t.p.verdict(h.Verdict)("  ← still loading then")
	marks[h.Reader] = t.p.verdict(h.Verdict)("  ← reads too early")
	t.line("  %s", t.p.dim("in order of loading:"))
	room, skipped := maxMembers, 0
	flush := func() {
		if skipped > 0 {
			t.line("       %s", t.p.dim(fmt.Sprintf("… %s", plural(skipped, "module"))))
			skipped = 0
		}
	}
	for i, m := range c.Members {
		if !shown[m] && room <= 0 && !t.s.All {
			skipped++
			continue
		}
		flush()
		room--
		t.line("  %4d %s%s", i+1, t.g.Modules[m].Path, marks[m])
	}
	flush()
}

// modules lists each module with its imports.
func (t *text) modules() {
	out, _ := t.g.out()
	t.line("")
	for i := range t.g.Modules {
		m := &t.g.Modules[i]
		order := "     "
		if m.Order > 0 {
			order = fmt.Sprintf("%4d ", m.Order)
		}
		t.line("%s%s%s", t.p.dim(order), t.p.bold(m.Path), t.p.dim(t.about(m)))
		for _, k := range out[i] {
			e := &t.g.Edges[k]
			line := fmt.Sprintf("       %-11s %s", e.Kind, t.g.Modules[e.To].Path)
			switch {
			case e.Breaks:
				line += t.p.red("  breaks")
			case e.Latent:
				line += t.p.yellow("  latent")
			}
			t.line("%s", line)
		}
	}
}

// about is what else there is to say of a module.
func (t *text) about(m *Module) string {
	var parts []string
	if m.ESM {
		parts = append(parts, "ES module")
	}
	if m.Starts {
		parts = append(parts, "starts a program")
	}
	if m.Missing > 0 {
		parts = append(parts, plural(m.Missing, "import")+" found nowhere")
	}
	if len(parts) == 0 {
		return ""
	}
	return "  (" + strings.Join(parts, ", ") + ")"
}

// folders lists the folders of a folded graph.
func (t *text) folders() {
	v := t.g.Fold(maxFolders, false)
	in, out := make([]int, len(v.Nodes)), make([]int, len(v.Nodes))
	for i := range v.Links {
		n := v.Links[i].Count()
		out[v.Links[i].From] += n
		in[v.Links[i].To] += n
	}
	order := make([]int, len(v.Nodes))
	width := 0
	for i := range order {
		order[i] = i
		width = max(width, len([]rune(v.Nodes[i].Label)))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(v.Nodes[b].Modules), len(v.Nodes[a].Modules)) })
	t.line("\n%s", t.p.dim(fmt.Sprintf("%-*s  %7s  %7s  %11s", width, "where", "modules", "imports", "imported by")))
	for _, i := range order {
		n := &v.Nodes[i]
		label := fmt.Sprintf("%-*s", width, n.Label)
		if n.Verdict > Safe {
			label = t.p.verdict(n.Verdict)(label)
		}
		t.line("%s  %7s  %7s  %11s", label, thousands(len(n.Modules)), thousands(out[i]), thousands(in[i]))
	}
	t.line("%s", t.p.dim("--format html draws all of it; --focus FILE shows what is around a module, --all lists every module"))
}
