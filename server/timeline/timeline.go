// Package timeline lays out a prediction of the event loop's order for reading: as a table, as JSON, and as a page of its own with a lane for each
// queue.
//
// It knows what people read. It must not know how the order was found, which is analyzers/order, or the disk.
package timeline

import (
	"fmt"
	"path"
	"strings"

	"nodebeyond/analyzers/order"
	"nodebeyond/analyzers/syntax"
)

// Formats are the names that Write knows.
var Formats = []string{"text", "json", "html"}

// Timeline is a prediction with its places as lines. Lines and columns count from 1, columns in UTF-16 units.
type Timeline struct {
	File    string   `json:"file"`
	Subject string   `json:"subject"`
	Steps   []Step   `json:"steps"`
	Races   [][2]int `json:"races"`
	Reasons []string `json:"reasons"`
	Notes   []Remark `json:"notes"`
	// Cut says why it ends before the program does; "" when it does not.
	Cut  string `json:"cut,omitempty"`
	Ways int    `json:"ways"`
}

// Step is one callback that runs, or the rest of a function after an await.
type Step struct {
	Number int    `json:"number"`
	Queue  string `json:"queue"`
	What   string `json:"what"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	// By is the line of the call that scheduled it, 0 where nothing did.
	By     int      `json:"scheduledBy,omitempty"`
	Prints []string `json:"prints,omitempty"`
	Maybe  bool     `json:"maybe,omitempty"`
	Open   bool     `json:"undecided,omitempty"`
	Dies   string   `json:"dies,omitempty"`
}

// Remark is a note on a place.
type Remark struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

// Of lays a prediction out. base is the folder that names are told from.
func Of(p *order.Prediction, file *syntax.File, base, subject string) *Timeline {
	t := &Timeline{File: below(base, file.Path), Subject: subject, Races: [][2]int{}, Reasons: p.Reasons, Notes: []Remark{}, Cut: p.Cut, Ways: p.Runs, Steps: []Step{}}
	if t.Reasons == nil {
		t.Reasons = []string{}
	}
	maps := map[*syntax.File]*syntax.Mapper{}
	at := func(f *syntax.File, offset int) (line, col int) {
		if f == nil {
			return 0, 0
		}
		if maps[f] == nil {
			maps[f] = syntax.NewMapper(f.Text)
		}
		line, col = maps[f].Position(offset, syntax.UTF16)
		return line + 1, col + 1
	}
	row := make([]int, len(p.Steps)) // of each step
	first := true
	for i, s := range p.Steps {
		last := len(t.Steps) - 1
		if s.Printed && (last >= 0 && t.Steps[last].Queue == s.Phase.String() && t.Steps[last].Open == s.Open && t.Steps[last].Maybe == s.Maybe || last >= 0 && sameRun(p, i)) {
			t.Steps[last].Prints = append(t.Steps[last].Prints, s.Text)
			row[i] = last
			continue
		}
		x := Step{Number: len(t.Steps) + 1, Queue: s.Phase.String(), Maybe: s.Maybe, Open: s.Open}
		x.Line, x.Column = at(s.File, s.Start)
		if s.File != nil && s.File != file {
			x.File = below(base, s.File.Path)
		}
		switch {
		case s.Printed:
			x.What = "the code that runs first"
			if !first {
				x.What = "goes on"
			}
			x.Prints = []string{s.Text}
		case s.Dies:
			x.What, x.Dies = "the process ends by an error", s.Text
		default:
			x.What = what(s)
			if x.By, _ = at(s.ByFile, s.ByStart); s.ByFile == nil {
				x.By = 0
			}
		}
		first = false
		row[i] = len(t.Steps)
		t.Steps = append(t.Steps, x)
	}
	seen := map[[2]int]bool{}
	for _, r := range p.Races {
		pair := [2]int{t.Steps[row[r.A]].Number, t.Steps[row[r.B]].Number}
		if pair[0] != pair[1] && !seen[pair] {
			seen[pair] = true
			t.Races = append(t.Races, pair)
		}
	}
	for _, n := range p.Notes {
		line, _ := at(n.File, n.Start)
		t.Notes = append(t.Notes, Remark{line, n.Text})
	}
	return t
}

// sameRun reports whether a printed line belongs to the step before it: nothing else runs between.
func sameRun(p *order.Prediction, i int) bool {
	for j := i - 1; j >= 0; j-- {
		if !p.Steps[j].Printed {
			return p.Steps[j].Phase == p.Steps[i].Phase && p.Steps[j].Maybe == p.Steps[i].Maybe
		}
	}
	return false
}

func what(s order.Step) string {
	switch {
	case s.Name == "after await":
		return "goes on after await"
	case s.Name == "":
		return "a callback"
	}
	return s.Name
}

func below(base, file string) string {
	if rel, ok := strings.CutPrefix(file, strings.TrimSuffix(base, "/")+"/"); ok && base != "" {
		return rel
	}
	return path.Base(file)
}

// place is where a step stands, as people write it.
func (t *Timeline) place(s *Step) string {
	if s.Line == 0 {
		return ""
	}
	f := s.File
	if f == "" {
		f = t.File
	}
	return fmt.Sprintf("%s:%d", f, s.Line)
}

// mark says how sure the place of a step is.
func (s *Step) mark() string {
	switch {
	case s.Open:
		return "~"
	case s.Maybe:
		return "?"
	}
	return ""
}
