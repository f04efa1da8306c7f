package features

import (
	"slices"
	"strconv"

	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/order"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// OrderHint is a number in the text: where a callback begins, or a function goes on after an await, the place of that step in the order.
type OrderHint struct {
	At    int    // byte offset
	Label string // "③", "③ ⑤ …", "~"
	About string // the queue, in words
}

// Limits of hints: a long function has so many numbers that they are read by nobody.
const (
	hintSteps = 12_000 // of the interpreter, for all functions of a file
	hintLines = 80
)

// Parsed is the tree of an open buffer as it is typed now, and whether Node takes it for an ES module; ok is false for what is not open or does not
// parse.
func Parsed(s *workspace.Snapshot, file string) (f *syntax.File, esm, ok bool) {
	doc := s.Document(file)
	if doc == nil {
		return nil, false, false
	}
	f = syntax.Parse(file, doc.Text)
	if len(f.Problems) > 0 {
		return nil, false, false
	}
	kind := s.Kind(file, file)
	return f, kind == modules.KindESM || (kind == modules.KindAmbiguous || kind == modules.KindUnknown) && f.HasESM, true
}

// OrderHints are those of an open file, in order of place. There are none while it does not parse.
func OrderHints(s *workspace.Snapshot, file string) []OrderHint {
	f, esm, ok := Parsed(s, file)
	if !ok {
		return nil
	}
	m := syntax.NewMapper(f.Text)
	hints := map[int]*OrderHint{}
	left := hintSteps
	for _, fn := range roots(f) {
		if fn.Valid() && m.Line(fn.End())-m.Line(fn.Start()) > hintLines || left <= 0 {
			continue
		}
		p := order.Predict(f, order.Options{ESM: esm, Func: fn, Steps: left})
		left -= p.Work
		number(f, p, hints)
	}
	out := make([]OrderHint, 0, len(hints))
	for _, h := range hints {
		out = append(out, *h)
	}
	slices.SortFunc(out, func(a, b OrderHint) int { return a.At - b.At })
	return out
}

// roots are the module, as the invalid node, and the functions that are not written into their scheduling.
func roots(f *syntax.File) []syntax.Node {
	out := []syntax.Node{{}}
	for i := int32(1); i < int32(f.Len()); i++ {
		if n := f.NodeAt(i); n.Is(syntax.KindFunction, syntax.KindArrow, syntax.KindFunctionDecl) && !scheduled(n) {
			out = append(out, n)
		}
	}
	return out
}

// number adds the steps of a prediction to the hints; what another one has numbered keeps its numbers.
func number(f *syntax.File, p *order.Prediction, hints map[int]*OrderHint) {
	mine := map[int]bool{}
	n := 0
	var steps []order.Step
	for _, s := range p.Steps {
		if !s.Printed && !s.Dies && s.ByFile != nil {
			steps = append(steps, s)
		}
	}
	if len(steps) < 2 {
		return // nothing to be in order with
	}
	for _, s := range steps {
		n++
		if s.File != f {
			continue
		}
		at := s.Start
		if s.Name == "after await" {
			at = s.End
		}
		label := circled(n)
		if s.Open {
			label = "~"
		}
		h := hints[at]
		switch {
		case h == nil:
			mine[at] = true
			hints[at] = &OrderHint{At: at, Label: label, About: s.Phase.String()}
		case mine[at] && len([]rune(h.Label)) < 4:
			h.Label += " " + label
		case mine[at] && h.Label[len(h.Label)-len("…"):] != "…":
			h.Label += " …"
		}
	}
}

// circled is a number as one character, where there is one.
func circled(n int) string {
	if n <= 20 {
		return string(rune('①' + n - 1))
	}
	return "(" + strconv.Itoa(n) + ")"
}

// FunctionAt is the innermost function that a line (from 0) stands in or begins; invalid at the top level.
func FunctionAt(f *syntax.File, line int) syntax.Node {
	m := syntax.NewMapper(f.Text)
	var best syntax.Node
	for i := int32(1); i < int32(f.Len()); i++ {
		n := f.NodeAt(i)
		if !n.Is(syntax.KindFunction, syntax.KindArrow, syntax.KindFunctionDecl) {
			continue
		}
		if m.Line(n.Start()) <= line && line <= m.Line(n.End()) {
			if best.Valid() && m.Line(n.Start()) == line && m.Line(best.Start()) == line {
				continue // of several that begin in one line the outer one
			}
			best = n
		}
	}
	return best
}
