package ruletest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// render writes findings as plain text, everything that a user can get to see of them. It is not the report of the command line, so that
// a change of layout there leaves the snapshots of all rules alone.
func (p *project) render(findings []rule.Diagnostic) string {
	var b strings.Builder
	for i, d := range findings {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s %s %s\n", p.place(d.File, d.Range, nil), d.Severity, d.Rule)
		p.excerpt(&b, d.File, d.Range, "  ")
		fmt.Fprintf(&b, "  %s\n  help: %s\n", d.Message, d.Help)
		for _, f := range d.Facts {
			fmt.Fprintf(&b, "  fact: %s\n", f)
		}
		for n, s := range d.Evidence {
			fmt.Fprintf(&b, "  %d. %s: %s\n", n+1, p.place(s.File, s.Range, nil), s.Message)
			p.excerpt(&b, s.File, s.Range, "     ")
		}
		for _, f := range d.Fixes {
			kind := "suggestion"
			if f.Safe {
				kind = "safe fix"
			}
			fmt.Fprintf(&b, "  %s: %s\n", kind, f.Title)
			name := p.name(d.File)
			before := p.files[name]
			after, problem := apply(before, f.Edits)
			if problem != "" {
				fmt.Fprintf(&b, "  | %s\n", problem)
				continue
			}
			for line := range strings.Lines(udiff.Unified(name, name, before, after)) {
				fmt.Fprintf(&b, "  | %s\n", strings.TrimRight(line, " \t\r\n"))
			}
		}
	}
	return b.String()
}

// excerpt is the line where a range starts, with marks below the part that is in the range.
func (p *project) excerpt(b *strings.Builder, file string, at syntax.Range, indent string) {
	text := p.files[p.name(file)]
	m := syntax.NewMapper(text)
	line := m.Line(int(at.Start))
	start, end := m.LineRange(line)
	src := strings.TrimRight(text[start:end], "\r\n")
	from := min(int(at.Start)-start, len(src))
	to := min(max(int(at.End)-start, from), len(src))
	marks := strings.Repeat("^", max(1, len([]rune(src[from:to]))))
	if int(at.End) > end {
		marks += "..."
	}
	// Tabs stay tabs, so that the marks stand below what they mark.
	blank := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, src[:from])
	fmt.Fprintf(b, "%s| %s\n%s| %s%s\n", indent, src, indent, blank, marks)
}

// checkSnapshot compares text with a file, or writes the file when -update is given.
func checkSnapshot(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	was, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("no snapshot; -update writes it: %v", err)
		return
	}
	if diff := udiff.Unified("snapshot", "now", string(was), text); diff != "" {
		t.Errorf("the report changed; -update accepts it:\n%s", diff)
	}
}
