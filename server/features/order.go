package features

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/order"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// hoverSteps bounds the work of a hover: a few milliseconds.
const hoverSteps = 6_000

// schedules are the topics whose callbacks wait in a queue: of them a hover tells the order.
var schedules = map[string]bool{"process.nextTick": true, "setImmediate": true, "queueMicrotask": true, "setTimeout": true, "setInterval": true}

// order tells when the callback of the call under the cursor runs among the others of its function; "" where that is not decided or says nothing.
func (q *query) order() string {
	if q.topic == nil || !schedules[q.topic.Name] || q.spot.call < 0 {
		return ""
	}
	call := &q.f.Facts.Calls[q.spot.call]
	fn := scheduler(q.t.File, call.Start)
	opt := order.Options{ESM: q.f.ESM, Func: fn, Steps: hoverSteps}
	name := "this module"
	if fn.Valid() {
		opt.From = q.phase(fn)
		name = "this function"
		if n := fn.Name(); n != "" {
			name = code(n)
		}
	}
	return orderFact(order.Predict(q.t.File, opt), q.t.File, call.Start, name)
}

// scheduler is the function whose order a call is part of: callbacks that are written into their scheduling belong to the function around
// them. It is invalid for the module.
func scheduler(f *syntax.File, start int32) syntax.Node {
	best := f.Root()
	for i := int32(1); i < int32(f.Len()); i++ {
		n := f.NodeAt(i)
		if !n.Kind().IsFunction() || int32(n.Start()) > start || int32(n.End()) <= start {
			continue
		}
		if !scheduled(n) {
			best = n
		}
	}
	if best.Kind() == syntax.KindModule {
		return syntax.NoNode
	}
	return best
}

// schedulers are what runs the functions that are written into their calls at a time that is followed.
var schedulers = map[string]bool{"nextTick": true, "setTimeout": true, "setInterval": true, "setImmediate": true, "queueMicrotask": true, "Promise": true, "then": true, "catch": true,
	"finally": true, "forEach": true, "map": true, "filter": true, "reduce": true, "some": true, "every": true, "find": true, "flatMap": true}

// scheduled reports whether a function is called where it stands, or written into the call that schedules it.
func scheduled(n syntax.Node) bool {
	p := n.Parent()
	return p.Is(syntax.KindCall, syntax.KindNew) && (p.First() == n || schedulers[p.First().Name()])
}

// phase is where the loop is when it calls a function.
func (q *query) phase(fn syntax.Node) order.Phase {
	for i := range q.f.Facts.Funcs {
		if q.f.Facts.Funcs[i].Start == int32(fn.Start()) {
			if _, hot := q.p.Hot(program.FuncRef{File: q.f.ID, Func: int32(i)}); hot {
				return order.Poll
			}
		}
	}
	return order.Main
}

// shownSteps is how many steps around its own a fact lists.
const shownSteps = 7

// orderFact lists the steps around the one that a call schedules.
func orderFact(p *order.Prediction, f *syntax.File, call int32, name string) string {
	var steps []order.Step
	own := -1
	for _, s := range p.Steps {
		if s.Printed {
			continue
		}
		if own < 0 && s.ByFile == f && s.ByStart == int(call) {
			own = len(steps)
		}
		steps = append(steps, s)
	}
	if own < 0 || len(steps) < 2 {
		return ""
	}
	m := syntax.NewMapper(f.Text)
	from := max(0, min(own-shownSteps/2, len(steps)-shownSteps))
	var parts []string
	for i := from; i < min(len(steps), from+shownSteps); i++ {
		s := steps[i]
		what := fmt.Sprintf("%d. line %d, %s", i+1, m.Line(s.Start)+1, s.Phase)
		if s.Dies {
			what = fmt.Sprintf("%d. the process ends by an error", i+1)
		}
		if i == own {
			what = "**" + what + " (this callback)**"
		}
		parts = append(parts, what)
	}
	head := fmt.Sprintf("Order in %s: ", name)
	if steps[own].Open {
		head = fmt.Sprintf("Its place in %s is not fixed%s. One order: ", name, because(p))
	}
	tail := ""
	if len(steps) > from+shownSteps {
		tail = ", …"
	}
	return head + strings.Join(parts, ", ") + tail + "."
}

func because(p *order.Prediction) string {
	if len(p.Reasons) == 0 {
		return ""
	}
	return ": " + p.Reasons[0]
}
