package features

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// Hover is what there is to say about a place in the code.
type Hover struct {
	// Range is what it is about, in bytes: that of the smallest finding there.
	Range    syntax.Range
	Findings []Explained // the smallest first
	// Topics are what there is to say of the code itself; with no findings there is one at least.
	Topics []Topical
}

// Explained is a finding with what teaches it.
type Explained struct {
	Rule     string // id
	Severity rule.Severity
	Title    string   // of the rule
	Message  string   // of the finding, one sentence
	Help     string   // what to do; may be ""
	Facts    []string // of this code, Markdown
	Steps    []Step   // the evidence, in its order
	Why      string   // Markdown; may be ""
	Section  Section
}

// Step is one step of the evidence.
type Step struct {
	File    string // below the folder that all steps and the finding share
	Line    int    // from 1; 0 when the file is gone
	Message string
}

// At is the place as people write it.
func (s Step) At() string {
	if s.Line == 0 {
		return s.File
	}
	return s.File + ":" + strconv.Itoa(s.Line)
}

// Section is a place in the companion text.
type Section struct {
	Anchor string // "event-loop#blocking-the-loop"; "" when the finding has none
	Title  string
	Link   string // address; "" when there is none
}

// HoverAt is what there is to say about an offset in bytes of a file. The place right behind a finding counts as the finding: a cursor
// stands between characters. ok is false when there is nothing.
func HoverAt(s *workspace.Snapshot, b *Book, file string, offset int) (_ Hover, ok bool) {
	var h Hover
	// A rule may speak of one place more than once (two branches, say); its page is shown once.
	why := map[string]bool{}
	for _, d := range At(s, file, offset) {
		e := explain(b, d)
		if why[e.Rule] {
			e.Why = ""
		}
		why[e.Rule] = true
		e.Steps = steps(s, file, d.Evidence)
		if len(h.Findings) == 0 {
			h.Range = d.Range
		}
		h.Findings = append(h.Findings, e)
	}
	t, at, ok := nameAt(s, b, file, offset)
	if !ok {
		t, at, ok = topicAt(s, b, file, offset)
	}
	if ok && !h.says(&t) {
		if len(h.Findings) == 0 {
			h.Range = at
		}
		h.Topics = append(h.Topics, t)
	}
	return h, len(h.Findings)+len(h.Topics) > 0
}

// says reports whether the findings teach the topic already, and better: they are of its section.
func (h *Hover) says(t *Topical) bool {
	return slices.ContainsFunc(h.Findings, func(f Explained) bool { return f.Section.Anchor == t.Section.Anchor })
}

func explain(b *Book, d rule.Diagnostic) Explained {
	return Explained{
		Rule: d.Rule, Severity: d.Severity, Title: b.Title(d.Rule), Message: d.Message, Help: d.Help, Facts: d.Facts, Why: b.Why(d.Rule),
		Section: b.section(d.Section),
	}
}

// steps are the evidence of a finding in a file: what the command line prints, and diagnostics have as related places.
func steps(s *workspace.Snapshot, file string, evidence []rule.Step) []Step {
	common := path.Dir(file)
	for _, e := range evidence {
		for common != "/" && common != "." && !strings.HasPrefix(e.File, common+"/") {
			common = path.Dir(common)
		}
	}
	common = strings.TrimSuffix(common, "/") + "/"
	out := make([]Step, 0, len(evidence))
	for _, e := range evidence {
		step := Step{File: strings.TrimPrefix(e.File, common), Message: e.Message}
		if lines, err := s.Lines(e.File); err == nil {
			step.Line = lines.Line(int(e.Range.Start)) + 1
		}
		out = append(out, step)
	}
	return out
}

// Markdown is the hover for a client that shows Markdown.
func (h Hover) Markdown() string {
	var parts []string
	for _, f := range h.Findings {
		var out strings.Builder
		out.WriteString("**" + f.Title + "** `" + f.Rule + "`\n\n" + f.Message)
		if f.Help != "" {
			out.WriteString("\n\n" + f.Help)
		}
		bullets(&out, f.Facts)
		if len(f.Steps) > 0 {
			out.WriteString("\n\nEvidence:\n")
			for n, step := range f.Steps {
				fmt.Fprintf(&out, "\n%d. `%s` %s", n+1, step.At(), step.Message)
			}
		}
		if f.Why != "" {
			out.WriteString("\n\n" + f.Why)
		}
		f.Section.markdown(&out)
		parts = append(parts, out.String())
	}
	for _, t := range h.Topics {
		var out strings.Builder
		out.WriteString("**" + t.Title + "**")
		if t.Text != "" {
			out.WriteString("\n\n" + t.Text)
		}
		bullets(&out, t.Facts)
		t.Section.markdown(&out)
		parts = append(parts, out.String())
	}
	return strings.Join(parts, "\n\n---\n\n")
}

// bullets are facts, a line each.
func bullets(out *strings.Builder, facts []string) {
	if len(facts) > 0 {
		out.WriteString("\n")
	}
	for _, fact := range facts {
		out.WriteString("\n- " + fact)
	}
}

// markdown writes where to read on.
func (s Section) markdown(out *strings.Builder) {
	if s.Anchor == "" {
		return
	}
	out.WriteString("\n\nRead: ")
	if s.Link != "" {
		out.WriteString("[" + s.Title + "](" + s.Link + ")")
	} else {
		out.WriteString(s.Title)
	}
	// The id as well: some editors hide the address, and `nodebeyond explain` takes it.
	out.WriteString(" `" + s.Anchor + "`")
}

// Plain is the hover for a client that shows text as it is.
func (h Hover) Plain() string {
	var parts []string
	for _, f := range h.Findings {
		var out strings.Builder
		out.WriteString(f.Title + " (" + f.Rule + ")\n\n" + f.Message)
		if f.Help != "" {
			out.WriteString("\n\n" + f.Help)
		}
		plainBullets(&out, f.Facts)
		if len(f.Steps) > 0 {
			out.WriteString("\n\nEvidence:")
			for n, step := range f.Steps {
				fmt.Fprintf(&out, "\n%d. %s %s", n+1, step.At(), plain(step.Message))
			}
		}
		if f.Why != "" {
			out.WriteString("\n\n" + plain(f.Why))
		}
		f.Section.plain(&out)
		parts = append(parts, out.String())
	}
	for _, t := range h.Topics {
		var out strings.Builder
		out.WriteString(t.Title)
		if t.Text != "" {
			out.WriteString("\n\n" + plain(t.Text))
		}
		plainBullets(&out, t.Facts)
		t.Section.plain(&out)
		parts = append(parts, out.String())
	}
	return strings.Join(parts, "\n\n")
}

func plainBullets(out *strings.Builder, facts []string) {
	if len(facts) > 0 {
		out.WriteString("\n")
	}
	for _, fact := range facts {
		out.WriteString("\n- " + plain(fact))
	}
}

func (s Section) plain(out *strings.Builder) {
	if s.Anchor == "" {
		return
	}
	out.WriteString("\n\nRead: " + s.Title + " (" + s.Anchor + ")")
	if s.Link != "" {
		out.WriteString("\n" + s.Link)
	}
}

// plain takes the marks from Markdown that a reader would stumble over: fences, and the backticks and asterisks around words. Code is
// kept as it is.
func plain(markdown string) string {
	var out strings.Builder
	fence := ""
	for line := range strings.Lines(markdown) {
		mark := fenceOf(strings.TrimRight(line, " \t\r\n"))
		switch {
		case fence == "" && mark != "":
			fence = mark
		case fence != "" && strings.HasPrefix(mark, fence):
			fence = ""
		case fence != "":
			out.WriteString("    " + line)
		default:
			out.WriteString(unmark.Replace(line))
		}
	}
	return strings.TrimRight(out.String(), "\n")
}

var unmark = strings.NewReplacer("`", "", "**", "")
