package report

import (
	"fmt"
	"strings"
	"time"

	"nodebeyond/analyzers/rule"
)

// text writes for people: each finding with its excerpt, its proof step by step, what to do and where to read on.
func (p *printer) text() {
	pal := newPalette(p.style.Color)
	for i := range p.Findings {
		p.finding(&p.Findings[i], pal)
		p.WriteByte('\n')
	}
	p.problems(pal)
	p.summaryLine(pal)
}

func (p *printer) finding(d *rule.Diagnostic, pal *palette) {
	line, column := p.position(d.File, d.Range.Start)
	fmt.Fprintf(p, "%s %s  %s\n", pal.severity[d.Severity](d.Severity.String()), pal.bold(d.Rule),
		clean(fmt.Sprintf("%s:%d:%d", Relative(p.Dir, d.File), line, column)))
	p.excerpt(p.source(d.File), d.Range, 1, "  ", pal, pal.severity[d.Severity])
	fmt.Fprintf(p, "  %s\n", indented(d.Message, "  "))
	if d.Help != "" {
		fmt.Fprintf(p, "  %s %s\n", pal.help("help:"), indented(d.Help, "        "))
	}
	if len(d.Evidence) > 0 {
		fmt.Fprintf(p, "  %s\n", pal.bold("evidence:"))
	}
	for n, s := range d.Evidence {
		line, column := p.position(s.File, s.Range.Start)
		fmt.Fprintf(p, "  %2d. %s  %s\n", n+1, clean(fmt.Sprintf("%s:%d:%d", Relative(p.Dir, s.File), line, column)), indented(s.Message, "      "))
		if s.File != d.File || s.Range != d.Range {
			p.excerpt(p.source(s.File), s.Range, 0, "      ", pal, pal.gutter)
		}
	}
	if f := bestFix(d); f != nil {
		how := "suggestion"
		if f.Safe {
			how = "fix with --fix"
		}
		fmt.Fprintf(p, "  %s %s\n", pal.help(how+":"), clean(f.Title))
	}
	if s := section(d); s != "" {
		if p.style.Book != "" && d.Section.Anchor() != "" {
			s = strings.TrimSuffix(p.style.Book, "/") + "/" + s
		}
		fmt.Fprintf(p, "  %s %s  %s\n", pal.bold("read:"), s, pal.dim("(nodebeyond explain "+d.Rule+")"))
	}
}

// indented keeps the lines after the first under the first.
func indented(s, indent string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return strings.Join(lines, "\n"+indent)
}

func (p *printer) problems(pal *palette) {
	for i := range p.Skipped {
		p.problem(&p.Skipped[i], pal.severity[rule.Info]("skipped:"), pal)
	}
	for i := range p.Errors {
		p.problem(&p.Errors[i], pal.severity[rule.Error]("not analysed:"), pal)
	}
	if len(p.Errors)+len(p.Skipped) > 0 {
		p.WriteByte('\n')
	}
}

func (p *printer) problem(e *Problem, label string, pal *palette) {
	where := e.at(p.Dir)
	if where != "" {
		where += ": "
	}
	fmt.Fprintf(p, "%s %s%s\n", label, clean(where), indented(e.Message, "  "))
	if e.Remedy != "" {
		fmt.Fprintf(p, "  %s %s\n", pal.help("help:"), indented(e.Remedy, "        "))
	}
}

// summaryLine says in one line what the run came to.
func (p *printer) summaryLine(pal *palette) {
	s := p.Summary()
	var parts []string
	add := func(n int, one string, sev rule.Severity) {
		if n > 0 || len(p.Findings) > 0 && sev >= rule.Warning {
			word := count(n, one)
			if n > 0 {
				word = pal.severity[sev](word)
			}
			parts = append(parts, word)
		}
	}
	add(s.Errors, "error", rule.Error)
	add(s.Warnings, "warning", rule.Warning)
	add(s.Infos, "info", rule.Info)
	add(s.Hints, "hint", rule.Hint)
	line := strings.Join(parts, ", ")
	if len(parts) > 0 {
		line += fmt.Sprintf(" in %d of %s", s.withFindings, count(s.Files, "file"))
	} else if p.style.Quiet && s.Fixed == 0 {
		return
	} else {
		line = "no findings in " + count(s.Files, "file")
	}
	if len(p.Errors) > 0 {
		line += fmt.Sprintf("; %d not analysed", len(p.Errors))
	}
	switch {
	case s.Fixed > 0 && p.FixesApplied:
		line += fmt.Sprintf("; %d fixed in %s", s.Fixed, count(len(p.Fixes), "file"))
	case s.Fixed > 0:
		line += fmt.Sprintf("; %d would be fixed in %s", s.Fixed, count(len(p.Fixes), "file"))
	case s.Fixable > 0:
		line += fmt.Sprintf("; %d fixable with --fix", s.Fixable)
	}
	if p.Elapsed > 0 {
		line += fmt.Sprintf(" (%s", roundTime(p.Elapsed))
		if s.Cached > 0 {
			line += fmt.Sprintf(", %d from the cache", s.Cached)
		}
		line += ")"
	}
	fmt.Fprintln(p, line)
}

func roundTime(d time.Duration) time.Duration {
	if d > time.Second {
		return d.Round(10 * time.Millisecond)
	}
	return d.Round(time.Millisecond)
}
