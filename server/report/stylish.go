package report

import (
	"fmt"
	"strings"

	"github.com/rivo/uniseg"
)

// stylish writes the layout of ESLint's formatter of that name: one line a finding, grouped by file.
func (p *printer) stylish() {
	pal := newPalette(p.style.Color)
	for i := 0; i < len(p.Findings); {
		j := i
		for j < len(p.Findings) && p.Findings[j].File == p.Findings[i].File {
			j++
		}
		group := p.Findings[i:j]
		i = j
		var posWidth, msgWidth int
		pos := make([]string, len(group))
		msg := make([]string, len(group))
		for k := range group {
			at := p.place(group[k].File, group[k].Range)
			pos[k] = fmt.Sprintf("%d:%d", at.Line, at.Column)
			msg[k] = clean(strings.ReplaceAll(group[k].Message, "\n", " "))
			posWidth = max(posWidth, len(pos[k]))
			msgWidth = max(msgWidth, uniseg.StringWidth(msg[k]))
		}
		fmt.Fprintf(p, "%s\n", pal.bold(clean(Relative(p.Dir, group[0].File))))
		for k := range group {
			d := &group[k]
			fmt.Fprintf(p, "  %*s  %s%s  %s%s  %s\n", posWidth, pos[k],
				pal.severity[d.Severity](d.Severity.String()), strings.Repeat(" ", len("warning")-len(d.Severity.String())),
				msg[k], strings.Repeat(" ", msgWidth-uniseg.StringWidth(msg[k])), pal.dim(d.Rule))
		}
		p.WriteByte('\n')
	}
	p.problems(pal)
	p.summaryLine(pal)
}
