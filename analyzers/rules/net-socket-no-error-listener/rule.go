// Package netsocketnoerrorlistener flags sockets, of clients and to servers, whose errors nobody listens for.
package netsocketnoerrorlistener

import (
	"fmt"

	"nodebeyond/analyzers/effects"
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
	checkServers(p)
}

// handler is a function that a server calls with the raw socket of each connection.
type handler struct {
	root  program.Root
	param int // which parameter is the socket
}

// checkServers judges the connection handlers. The handlers of one event of one server get the same socket, so one that listens is enough.
func checkServers(p *rule.ProgramPass) {
	type source struct {
		server program.Abs
		event  string
	}
	var servers [][]handler
	index := map[source]int{}
	for _, root := range p.Roots() {
		if root.When != nodeapi.Connection || root.At.Call < 0 || p.Files[root.Func.File].Test {
			continue
		}
		i := socketParam(p, root)
		if i < 0 {
			continue
		}
		h := handler{root, i + bound(p, root)}
		f := p.Files[root.At.File]
		server, event := p.Receiver(root.At), root.Event
		if root.Member.Func.Handler != nil {
			server, event = f.ResultValue(root.At.Call), "connection"
			if root.Member.Module == "tls" {
				event = "secureConnection"
			}
		}
		at := -1
		objects := p.Eval(f, server)
		for _, a := range objects {
			if k, ok := index[source{a, event}]; ok {
				at = k
			}
		}
		if at < 0 {
			at = len(servers)
			servers = append(servers, nil)
		}
		for _, a := range objects {
			index[source{a, event}] = at
		}
		servers[at] = append(servers[at], h)
	}
	seen := map[program.FuncRef]bool{}
	for _, handlers := range servers {
		deaf := true
		for _, h := range handlers {
			deaf = deaf && !hears(p, h)
		}
		if !deaf || seen[handlers[0].root.Func] {
			continue
		}
		seen[handlers[0].root.Func] = true
		report(p, handlers)
	}
}

// bound is how many parameters of a handler are bound before the socket comes.
func bound(p *rule.ProgramPass, root program.Root) int {
	f := p.Files[root.At.File]
	for _, arg := range p.Args(root.At) {
		for _, fn := range p.Funcs(f, arg) {
			if fn == root.Func {
				return p.Bound(f, arg)
			}
		}
	}
	return 0
}

// socketParam is which parameter of a handler is the raw socket, -1 for none.
func socketParam(p *rule.ProgramPass, root program.Root) int {
	m := root.Member
	if m == nil || m.Func == nil {
		return -1
	}
	if m.Is("net.createServer", "tls.createServer", "net.Server", "tls.Server") {
		return 0
	}
	if m.Func.Effect != nodeapi.EffectListens {
		return -1
	}
	for _, c := range p.ReceiverClasses(root.At) {
		switch {
		case root.Event == "connection" && c.Name == "net.Server", root.Event == "secureConnection" && c.Name == "tls.Server":
			return 0
		case (root.Event == "upgrade" || root.Event == "connect") && c.IsA("http.Server"):
			return 1 // http takes its own listener away before it hands the socket over
		}
	}
	return -1
}

// hears reports whether a handler listens to its socket, or may, or needs not to.
func hears(p *rule.ProgramPass, h handler) bool {
	f := p.Files[h.root.Func.File]
	fn := p.Func(h.root.Func)
	switch {
	case len(fn.Ops) == 0:
		return true // takes connections to do nothing with them: a probe for a free port
	case h.param >= len(fn.Params):
		return h.param > 0 || fn.Flags&effects.FuncUsesArgs != 0
	case fn.Params[h.param].Flags&(effects.ParamRest|effects.ParamPattern) != 0:
		return true
	}
	v := f.ParamValue(h.root.Func.Func, h.param)
	return onlyDestroyed(p, f, v) || p.Hears(f, v, "error") != program.HeardNo
}

// onlyDestroyed reports whether all that is done with a socket is to destroy it: nothing fails after that.
func onlyDestroyed(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	uses := p.Uses(f, v)
	for _, u := range uses {
		if u.Kind != program.UseReturn && (u.Kind != program.UseMethod || u.Name != "destroy") {
			return false
		}
	}
	return len(uses) > 0
}

// report flags the server's first handler that takes the socket, or its first.
func report(p *rule.ProgramPass, handlers []handler) {
	h := handlers[0]
	for _, x := range handlers {
		if x.param < len(p.Func(x.root.Func).Params) {
			h = x
			break
		}
	}
	f := p.Files[h.root.Func.File]
	fn := p.Func(h.root.Func)
	if h.param >= len(fn.Params) {
		at := syntax.Range{Start: fn.NameStart, End: fn.NameEnd}
		if at.Start >= at.End {
			at = p.CalleeRange(h.root.At)
			f = p.Files[h.root.At.File]
		}
		p.Report(f, at, "This connection listener does not take its socket, so nobody listens for the socket's 'error': a client that resets its connection (ECONNRESET) ends the server.",
			rule.Help("Take the socket and add socket.on('error', …)."), rule.Because(registered(p, h.root)))
		return
	}
	param := fn.Params[h.param]
	name := f.Facts.Str(param.Name)
	p.Report(f, syntax.Range{Start: param.Start, End: param.End},
		fmt.Sprintf("Nobody listens for 'error' on %s: one client that resets its connection (ECONNRESET) ends the server for all.", name),
		rule.Help(fmt.Sprintf("Add %s.on('error', …) first thing in this listener.", name)), rule.Because(registered(p, h.root)))
}

func registered(p *rule.ProgramPass, root program.Root) rule.Step {
	return rule.Step{File: p.Files[root.At.File].Path, Range: p.CalleeRange(root.At), Message: "is registered here as a " + root.What}
}
