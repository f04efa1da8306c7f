// Package responsenotended flags request handlers that can return without having ended the response.
package responsenotended

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "response-not-ended",
	Summary:  "Request handler with a path that never ends the response",
	Section:  docs.EndingResponses,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

// checker remembers what is said already: one helper may serve many handlers.
type checker struct {
	*rule.ProgramPass
	said map[place]bool
}

type place struct {
	file program.FileID
	at   syntax.Range
}

func check(p *rule.ProgramPass) {
	c := &checker{p, map[place]bool{}}
	for _, root := range p.Roots() {
		if i := p.MustEnd(root); i >= 0 {
			c.handler(root, i)
		}
	}
}

func (c *checker) handler(root program.Root, param int) {
	f := c.Files[root.Func.File]
	if f.Test || c.streams(root.Func) {
		return
	}
	object := f.ParamValue(root.Func.Func, param)
	e := c.EndingOf(root.Func, object, true)
	if e == nil || !e.Ended && !e.Handed {
		return // it never ends a response: a stub, or one of several listeners
	}
	start := []rule.Step{c.registered(root)}
	c.leaks(e, program.Ref{File: f.ID, Value: object}, start, 0)
}

// registered is where the handler is registered.
func (c *checker) registered(root program.Root) rule.Step {
	call := c.Call(root.At)
	name := c.FuncName(root.Func)
	if name == program.Anonymous {
		name = "this function"
	}
	what := root.What
	if root.Handler == nil {
		what = "request listener"
	}
	return rule.Step{File: c.Files[root.At.File].Path, Range: syntax.Range{Start: call.Start, End: call.CalleeEnd}, Message: fmt.Sprintf("%s is registered here as the %s", name, what)}
}

func (c *checker) leaks(e *program.Ending, object program.Ref, way []rule.Step, depth int) {
	if depth > 4 {
		return
	}
	for _, l := range e.Opens {
		if l.Left.Call >= 0 {
			if to := c.EndingOf(l.To, l.Object.Value, false); to != nil {
				c.leaks(to, l.Object, append(way[:len(way):len(way)], c.calls(l.Left, l.To)), depth+1)
			}
			continue
		}
		if e.Ended || e.Handed {
			c.leak(l, object, way)
		}
	}
	if depth > 0 {
		return // what a helper leaves to a callback: its callers may know more
	}
	for _, d := range e.Later {
		if to := c.EndingOf(d.Func, object.Value, false); to != nil && to.Ended {
			call := c.Call(d.By)
			step := rule.Step{File: c.Files[d.By.File].Path, Range: syntax.Range{Start: call.Start, End: call.CalleeEnd}, Message: fmt.Sprintf("leaves %s to this callback", c.object(object))}
			c.leaks(to, object, append(way[:len(way):len(way)], step), depth+1)
		}
	}
}

func (c *checker) calls(r program.CallRef, to program.FuncRef) rule.Step {
	call := c.Call(r)
	name := c.FuncName(to)
	msg := "calls " + name + "()"
	if name == program.Anonymous {
		msg = "calls a function made here"
	}
	return rule.Step{File: c.Files[r.File].Path, Range: syntax.Range{Start: call.Start, End: call.CalleeEnd}, Message: msg}
}

func (c *checker) object(object program.Ref) string {
	f := c.Files[object.File]
	v := f.Facts.Val(object.Value)
	if name := f.Facts.Str(f.Facts.Funcs[v.A].Params[v.B].Name); name != "" {
		return "`" + name + "`"
	}
	return "the response"
}

// leak reports one path.
func (c *checker) leak(l program.Leak, object program.Ref, way []rule.Step) {
	f := c.Files[l.Func.File]
	if f.Test {
		return
	}
	at := l.At
	if at.End == 0 {
		at = rule.PathEnd(c.Func(l.Func), l.Turns)
	}
	if c.said[place{f.ID, at}] {
		return
	}
	c.said[place{f.ID, at}] = true
	steps := way[:len(way):len(way)]
	condition := ""
	for i, t := range l.Turns {
		text := rule.TurnText(f.Facts, t)
		if t.At.End > t.At.Start {
			steps = append(steps, rule.Step{File: f.Path, Range: t.At, Message: text})
		}
		if i == len(l.Turns)-1 {
			condition = rule.TurnWhen(f.Facts, t)
		}
	}
	if l.At.End > 0 {
		steps = append(steps, rule.Step{File: f.Path, Range: l.At, Message: "returns, and nothing has ended " + c.object(object)})
	}
	opts := []rule.Option{rule.Help("End the response on this path too, with a status that says what happened, or give it to something that does.")}
	if len(steps) > 0 {
		opts = append(opts, rule.Because(steps...))
	}
	opts = append(opts, rule.Fact(fmt.Sprintf("The path with no end%s returns from %s.", condition, c.FuncName(l.Func))))
	c.Report(f, at, fmt.Sprintf("This path%s never ends %s: Node ignores that the function returns, so the client waits until it gives up.", condition, c.object(object)), opts...)
}

// streams reports whether a handler answers with server-sent events: it is meant never to end.
func (c *checker) streams(fn program.FuncRef) bool {
	facts := c.Files[fn.File].Facts
	inner := c.Func(fn)
	for i := range facts.Calls {
		call := &facts.Calls[i]
		if call.Start < inner.Start || call.End > inner.End {
			continue
		}
		for _, a := range call.Args {
			if c.mentionsEvents(facts, a, 0) {
				return true
			}
		}
	}
	return false
}

func (c *checker) mentionsEvents(f *effects.Facts, v effects.ValueID, depth int) bool {
	x := f.Val(v)
	switch x.Kind {
	case effects.String:
		return strings.Contains(f.Str(x.A), "event-stream")
	case effects.Object:
		for _, m := range f.Objects[x.A].Members {
			if depth < 3 && c.mentionsEvents(f, m.Value, depth+1) {
				return true
			}
		}
	}
	return false
}
