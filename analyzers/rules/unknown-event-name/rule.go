// Package unknowneventname flags listeners for events that an object of Node never emits.
package unknowneventname

import (
	"fmt"
	"slices"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "unknown-event-name",
	Summary:  "Listener for an event that is never emitted",
	Section:  docs.EventNames,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.Effect == nodeapi.EffectListens && !m.Package
	}, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		if len(c.Args) < 2 || len(c.ArgStart) < 1 || f.Test {
			return
		}
		event, ok := p.Literal(f, c.Args[0])
		if !ok {
			return
		}
		class, meant := judge(p, f, r, event)
		if meant != "" {
			report(p, r, class, event, meant)
		}
	})
}

// judge finds the class of Node's own that is listened to, and what it emits instead; "" when something may emit the event after all: the object is
// not seen to be made by Node, or code of the program emits the event on it.
func judge(p *rule.ProgramPass, f *program.File, r program.CallRef, event string) (class *nodeapi.Class, meant string) {
	recv := p.Receiver(r)
	for _, a := range p.Eval(f, recv) {
		c := a.Class()
		if c == nil || class != nil && class != c || !own(c) {
			return nil, ""
		}
		class = c
	}
	if class == nil {
		return nil, ""
	}
	if talk, _ := p.TalkOn(f, recv); slices.Contains(talk.Emitted, event) {
		return nil, ""
	}
	return class, program.EventMeant(class, event)
}

// own reports whether instances of a class are made by Node, with the events that Node gives them.
func own(c *nodeapi.Class) bool {
	for _, name := range []string{"http.IncomingMessage", "http.ServerResponse", "http.ClientRequest", "net.Server", "net.Socket", "fs.ReadStream", "fs.WriteStream", "child_process.ChildProcess", "dgram.Socket", "worker_threads.Worker"} {
		if c.IsA(name) {
			return true
		}
	}
	switch c.Name {
	case "stream.Readable", "stream.Writable":
		return true
	}
	return false
}

func report(p *rule.ProgramPass, r program.CallRef, class *nodeapi.Class, event, meant string) {
	c := p.Call(r)
	f := p.Files[r.File]
	at := syntax.Range{Start: c.ArgStart[0], End: c.ArgEnd[0]}
	opts := []rule.Option{
		rule.Help(fmt.Sprintf("Listen for '%s'.", meant)),
		rule.Fact(fmt.Sprintf("This is %s, which emits %s.", class.Name, program.EventList(class))),
	}
	if _, literal := f.Facts.Literal(c.Args[0]); literal {
		opts = append(opts, rule.FixWith(rule.Fix{Title: fmt.Sprintf("Listen for '%s'", meant), Edits: []rule.Edit{{Range: at, New: "'" + meant + "'"}}}))
	}
	p.Report(f, at, fmt.Sprintf("%s never emits '%s', so this listener never runs: the event is '%s'.", class.Name, event, meant), opts...)
}
