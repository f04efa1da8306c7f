package order

import (
	"fmt"
	"strings"
)

// compare holds a prediction against what Node printed. Lines that are printed twice are told apart by their number. It gives the number of lines
// whose place was undecided.
func compare(p *Prediction, printed []string) (undecided int, err error) {
	nth := map[string]int{}
	at := map[string]int{}
	for i, t := range printed {
		at[fmt.Sprint(t, "\x00", nth[t])] = i
		nth[t]++
	}
	clear(nth)
	place := make([]int, len(p.Steps)) // in what was printed, -1 where it is not there
	found := 0
	for i, s := range p.Steps {
		place[i] = -1
		if !s.Printed {
			continue
		}
		k, ok := at[fmt.Sprint(s.Text, "\x00", nth[s.Text])]
		nth[s.Text]++
		switch {
		case ok:
			place[i] = k
			found++
		case !s.Maybe && p.Cut == "":
			return 0, fmt.Errorf("%q was not printed", s.Text)
		}
		if s.Open || s.Maybe {
			undecided++
		}
	}
	if p.Cut != "" {
		undecided += len(printed) - found
	} else if found < len(printed) {
		return 0, fmt.Errorf("%d lines were printed, %d of them predicted", len(printed), found)
	}
	open := map[Race]bool{}
	for _, r := range p.Races {
		open[r] = true
	}
	for i := range p.Steps {
		for j := i + 1; j < len(p.Steps); j++ {
			if place[i] >= 0 && place[j] >= 0 && place[i] > place[j] && !open[Race{i, j}] {
				return 0, fmt.Errorf("%q before %q", p.Steps[i].Text, p.Steps[j].Text)
			}
		}
	}
	return undecided, nil
}

// lines are the lines of an output.
func lines(out string) []string {
	out = strings.TrimSuffix(out, "\n")
	if out == "" {
		return nil
	}
	return strings.Split(out, "\n")
}

// sketch is a prediction as text.
func sketch(p *Prediction) string {
	var b strings.Builder
	for i, s := range p.Steps {
		mark := " "
		if s.Open {
			mark = "~"
		}
		if s.Maybe {
			mark = "?"
		}
		what := "run " + s.Name
		if s.Printed {
			what = "log " + s.Text
		}
		if s.Dies {
			what = "dies " + s.Text
		}
		fmt.Fprintf(&b, "%3d%s %-16s %s\n", i, mark, s.Phase, what)
	}
	for _, r := range p.Reasons {
		fmt.Fprintf(&b, "undecided: %s\n", r)
	}
	if p.Cut != "" {
		fmt.Fprintf(&b, "cut: %s\n", p.Cut)
	}
	fmt.Fprintf(&b, "runs: %d\n", p.Runs)
	return b.String()
}
