package timeline

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// maxRaces is how many pairs the table lists.
const maxRaces = 6

// WriteText writes the table.
func (t *Timeline) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: in which order %s runs\n\n", t.File, t.Subject)
	tab := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "\t#\tqueue\tplace\twhat runs\tscheduled")
	for i := range t.Steps {
		s := &t.Steps[i]
		by := ""
		if s.By > 0 {
			by = fmt.Sprintf("line %d", s.By)
		}
		fmt.Fprintf(tab, "%s\t%d\t%s\t%s\t%s\t%s\n", s.mark(), s.Number, s.Queue, t.place(s), s.What, by)
		for _, line := range s.Prints {
			fmt.Fprintf(tab, "\t\t\t\t  prints %s\t\n", line)
		}
		if s.Dies != "" {
			fmt.Fprintf(tab, "\t\t\t\t  %s\t\n", s.Dies)
		}
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	out := strings.Builder{}
	for _, line := range strings.SplitAfter(b.String(), "\n") {
		out.WriteString(strings.TrimRight(strings.TrimSuffix(line, "\n"), " "))
		if strings.HasSuffix(line, "\n") {
			out.WriteByte('\n')
		}
	}
	t.legend(&out)
	_, err := io.WriteString(w, out.String())
	return err
}

// legend says what is not decided, and why.
func (t *Timeline) legend(b *strings.Builder) {
	open, maybe := false, false
	for _, s := range t.Steps {
		open, maybe = open || s.Open, maybe || s.Maybe
	}
	if open || maybe || t.Cut != "" || len(t.Notes) > 0 {
		b.WriteByte('\n')
	}
	if open {
		fmt.Fprintf(b, "~ undecided: its place is not fixed.\n")
		for i, r := range t.Races {
			if i == maxRaces {
				fmt.Fprintf(b, "  and %d pairs more\n", len(t.Races)-i)
				break
			}
			fmt.Fprintf(b, "  %d and %d come in either order\n", r[0], r[1])
		}
	}
	if maybe {
		b.WriteString("? does not happen in every run.\n")
	}
	for _, r := range t.Reasons {
		fmt.Fprintf(b, "  because: %s\n", r)
	}
	if t.Cut != "" {
		fmt.Fprintf(b, "What comes then is undecided: %s.\n", t.Cut)
	}
	for _, n := range t.Notes {
		fmt.Fprintf(b, "  line %d: %s\n", n.Line, n.Text)
	}
}

// WriteJSON writes it for programs.
func (t *Timeline) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(t)
}

// Write writes it in a format of Formats.
func (t *Timeline) Write(w io.Writer, format string) error {
	switch format {
	case "json":
		return t.WriteJSON(w)
	case "html":
		return t.WriteHTML(w)
	}
	return t.WriteText(w)
}
