package timeline

import (
	_ "embed"
	"html/template"
	"io"
	"strconv"

	"nodebeyond/analyzers/order"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("timeline").Parse(pageText))

// lanes are the queues, from the first to run to the last.
var lanes = []order.Phase{order.Main, order.Tick, order.Microtask, order.Timers, order.Poll, order.Check, order.Exit}

// Measures of the picture, in pixels.
const (
	laneHeight = 46
	stepWidth  = 34
	laneLeft   = 150
	top        = 12
)

type box struct {
	X, Y, W, H    int
	Number, Class string
	Step          *Step
	Place         string
}

type lane struct {
	Y, Middle int
	Name      string
	Odd       bool
}

// WriteHTML writes a page that needs nothing else: a lane for each queue, a box for each step, and buttons to step through.
func (t *Timeline) WriteHTML(w io.Writer) error {
	used := map[string]bool{}
	for _, s := range t.Steps {
		used[s.Queue] = true
	}
	var rows []lane
	at := map[string]int{}
	for _, p := range lanes {
		if name := p.String(); used[name] {
			at[name] = top + len(rows)*laneHeight
			rows = append(rows, lane{Y: at[name], Middle: at[name] + laneHeight/2 + 5, Name: name, Odd: len(rows)%2 == 1})
		}
	}
	var boxes []box
	for i := range t.Steps {
		s := &t.Steps[i]
		class := "sure"
		if s.Open {
			class = "open"
		} else if s.Maybe {
			class = "maybe"
		}
		boxes = append(boxes, box{X: laneLeft + i*stepWidth, Y: at[s.Queue] + 8, W: stepWidth - 6, H: laneHeight - 16, Number: strconv.Itoa(s.Number), Class: class, Step: s, Place: t.place(s)})
	}
	return page.Execute(w, map[string]any{
		"T": t, "Lanes": rows, "Boxes": boxes,
		"Width": laneLeft + len(boxes)*stepWidth + 12, "Height": top + len(rows)*laneHeight + 12, "LaneHeight": laneHeight, "TextY": laneHeight/2 - 3,
	})
}
