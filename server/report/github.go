package report

import (
	"fmt"
	"strings"
)

// Workflow commands of GitHub Actions ("Workflow commands for GitHub Actions", section "Setting an error message"): data escapes
// percent, CR and LF; a property escapes colon and comma as well.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// github writes one workflow command a finding: GitHub shows them beside the changed lines. Evidence goes into the text, because an
// annotation has one place.
func (p *printer) github() {
	for i := range p.Findings {
		d := &p.Findings[i]
		at := p.place(d.File, d.Range)
		var text strings.Builder
		text.WriteString(d.Message)
		if d.Help != "" {
			text.WriteString("\nhelp: " + d.Help)
		}
		for n, s := range d.Evidence {
			e := p.place(s.File, s.Range)
			fmt.Fprintf(&text, "\n%d. %s:%d:%d  %s", n+1, Relative(p.Dir, s.File), e.Line, e.Column, s.Message)
		}
		if s := section(d); s != "" {
			text.WriteString("\nread: " + s)
		}
		fmt.Fprintf(p, "::%s file=%s,line=%d,endLine=%d", level(d.Severity, "notice"), commandProperty.Replace(Relative(p.Dir, d.File)), at.Line, at.EndLine)
		// GitHub takes columns only where the range stays on one line.
		if at.Line == at.EndLine {
			fmt.Fprintf(p, ",col=%d,endColumn=%d", at.Column, at.EndColumn)
		}
		fmt.Fprintf(p, ",title=%s::%s\n", commandProperty.Replace(d.Rule), commandData.Replace(text.String()))
	}
	for _, e := range p.Errors {
		p.WriteString("::error ")
		if e.File != "" {
			fmt.Fprintf(p, "file=%s,", commandProperty.Replace(Relative(p.Dir, e.File)))
			if e.Line > 0 {
				fmt.Fprintf(p, "line=%d,col=%d,", e.Line, max(e.Column, 1))
			}
		}
		text := e.Message
		if e.Remedy != "" {
			text += "\nhelp: " + e.Remedy
		}
		fmt.Fprintf(p, "title=nodebeyond::%s\n", commandData.Replace(text))
	}
}
