// Package netsocketnoerrorlistener flags sockets, of clients and to servers, whose errors nobody listens for.
package netsocketnoerrorlistener

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "net-socket-no-error-listener",
	Summary:  "Socket without an 'error' listener",
	Section:  docs.Sockets,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.UnheardCalls(func(c *nodeapi.Class) bool { return c.IsA("net.Socket") }, func(r program.CallRef, m *nodeapi.Member, c *nodeapi.Class) {
		p.Report(p.Files[r.File], p.CalleeRange(r),
			fmt.Sprintf("Nobody listens for 'error' on the socket that %s makes: a peer that refuses or resets the connection ends this process.", program.Display(m)),
			rule.Help("Add .on('error', …) to the socket before anything else."))
	})
	seen := map[program.FuncRef]bool{}
	for _, root := range p.Roots() {
		if root.When != nodeapi.Connection || root.At.Call < 0 || seen[root.Func] || p.Files[root.Func.File].Test {
			continue
		}
		if i := socketParam(p, root); i >= 0 {
			seen[root.Func] = true
			checkHandler(p, root, i)
		}
	}
}

// socketParam is which parameter of a handler is the raw socket, -1 for none.
func socketParam(p *rule.ProgramPass, root program.Root) int {
	m := root.Member
	if m == nil {
		return -1
	}
	if m.Is("net.createServer", "tls.createServer") {
		return 0
	}
	if m.Func == nil || m.Func.Effect != nodeapi.EffectListens {
		return -1
	}
	for _, c := range p.ReceiverClasses(root.At) {
		switch {
		case root.Event == "connection" && c.IsA("net.Server") && !c.IsA("http.Server"), root.Event == "secureConnection" && c.IsA("tls.Server") && !c.IsA("http.Server"):
			return 0
		case root.Event == "upgrade" && c.IsA("http.Server"):
			return 1
		}
	}
	return -1
}

func checkHandler(p *rule.ProgramPass, root program.Root, i int) {
	f := p.Files[root.Func.File]
	fn := p.Func(root.Func)
	if len(fn.Ops) == 0 {
		return // takes connections to do nothing with them: a probe for a free port
	}
	if i >= len(fn.Params) {
		if i > 0 {
			return
		}
		p.Report(f, syntax.Range{Start: fn.NameStart, End: fn.NameEnd}, "This connection listener does not take its socket, so nobody listens for the socket's 'error': a client that resets its connection (ECONNRESET) ends the server.",
			rule.Help("Take the socket and add socket.on('error', …)."), rule.Because(registered(p, root)))
		return
	}
	if p.Hears(f, f.ParamValue(root.Func.Func, i), "error") != program.HeardNo {
		return
	}
	param := fn.Params[i]
	name := f.Facts.Str(param.Name)
	if name == "" {
		return
	}
	p.Report(f, syntax.Range{Start: param.Start, End: param.End},
		fmt.Sprintf("Nobody listens for 'error' on %s: one client that resets its connection (ECONNRESET) ends the server for all.", name),
		rule.Help(fmt.Sprintf("Add %s.on('error', …) first thing in this listener.", name)), rule.Because(registered(p, root)))
}

func registered(p *rule.ProgramPass, root program.Root) rule.Step {
	return rule.Step{File: p.Files[root.At.File].Path, Range: p.CalleeRange(root.At), Message: "is registered here as a " + root.What}
}
