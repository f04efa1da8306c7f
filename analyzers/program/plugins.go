package program

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Plug-ins: files that a program loads and gives its own object, which no file here makes. What they register is told by the names that their hosts
// ask for: Haraka's hooks (Haraka documentation, "Writing Plugins"), the inputs of Node-RED's nodes (Node-RED documentation, "Creating nodes"), and the
// messages of irc-framework's client, which is handed on by name.

// pluginRoots adds the roots of a call whose callee nobody knows.
func (p *Program) pluginRoots(f *File, ref CallRef, args []effects.ValueID) {
	if len(args) < 2 {
		return
	}
	switch name := p.MethodName(ref); {
	case name == "register_hook":
		p.harakaHook(f, ref, args)
	case listens(name):
		event, ok := p.Literal(f, args[0])
		if !ok {
			return
		}
		what := ""
		switch {
		case event == "input" && p.makesNodes(f):
			what = "Node-RED 'input' listener"
		case ircMessage(event) && f.dependsOn("irc-framework"):
			what = "'" + event + "' listener of an IRC client"
		default:
			return
		}
		p.eachFunc(f, args[1], func(fn FuncRef) {
			p.roots = append(p.roots, Root{Func: fn, When: nodeapi.Message, At: ref, What: what, hosted: true})
		})
	}
}

// harakaHook adds the root of this.register_hook('data', 'check'): the plug-in's export of that name.
func (p *Program) harakaHook(f *File, ref CallRef, args []effects.ValueID) {
	hook, ok := p.Literal(f, args[0])
	name, named := p.Literal(f, args[1])
	if ok && !perMail(hook) || !named || f.ESM {
		return
	}
	var s set
	p.absProp(Abs{Kind: AbsModule, File: f.ID}, p.nameOf(name), &s)
	for _, a := range s {
		if fn, ok := a.Func(); ok {
			p.roots = append(p.roots, Root{Func: fn, When: nodeapi.Message, At: ref, What: "Haraka hook", hosted: true})
		}
	}
}

// perMail reports whether Haraka runs a hook for its clients: not when it starts or writes its log.
func perMail(hook string) bool { return !strings.HasPrefix(hook, "init_") && hook != "log" }

// hookRoots adds the functions that a plug-in of Haraka exports as hook_data, hook_rcpt and so on.
func (p *Program) hookRoots() {
	known := map[*Package]bool{}
	for _, f := range p.Files {
		if f.Test || f.ESM || f.Package == nil {
			continue
		}
		of, ok := known[f.Package]
		if !ok {
			of = f.Package.ofHaraka()
			known[f.Package] = of
		}
		if !of {
			continue
		}
		module := Abs{Kind: AbsModule, File: f.ID}
		for _, id := range p.slots.read(p, module) {
			if id == anyName {
				continue
			}
			hook, ok := strings.CutPrefix(p.texts[id], "hook_")
			if !ok || !perMail(hook) {
				continue
			}
			for _, r := range p.propsOf(module, id) {
				p.eachFunc(p.Files[r.File], r.Value, func(fn FuncRef) {
					p.roots = append(p.roots, Root{Func: fn, When: nodeapi.Message, At: CallRef{fn.File, None}, What: "Haraka hook", hosted: true, Looks: "Haraka calls " + p.texts[id] + " of its plug-ins"})
				})
			}
		}
	}
}

// ofHaraka reports whether a package is Haraka, a plug-in that is named for it, or one that depends on either.
func (pkg *Package) ofHaraka() bool {
	is := func(name string) bool {
		return strings.HasPrefix(name, "haraka") || strings.HasPrefix(name, "Haraka")
	}
	return is(pkg.Name) || slices.ContainsFunc(pkg.Ranges, func(r Range) bool { return is(r.Name) })
}

// makesNodes reports whether a file calls RED.nodes.createNode(this, config), as the constructors of nodes do first.
func (p *Program) makesNodes(f *File) bool {
	known, ok := p.nodeMakers[f.ID]
	if !ok {
		known = createsNode(f)
		if p.nodeMakers == nil {
			p.nodeMakers = map[FileID]bool{}
		}
		p.nodeMakers[f.ID] = known
	}
	return known
}

func createsNode(f *File) bool {
	for i := range f.Facts.Calls {
		cv := f.Facts.Val(f.Facts.Calls[i].Callee)
		if cv.Kind != effects.Prop || f.Facts.Strings[cv.B] != "createNode" {
			continue
		}
		if base := f.Facts.Val(cv.A); base.Kind == effects.Prop && f.Facts.Strings[base.B] == "nodes" {
			return true
		}
	}
	return false
}

// ircMessage reports whether an event of irc-framework's client stands for a message of somebody (its documentation, "Events").
func ircMessage(event string) bool {
	switch event {
	case "privmsg", "message", "notice", "action", "wallops", "tagmsg", "ctcp request", "ctcp response", "raw", "join", "part", "kick", "quit", "nick", "topic", "invite", "mode":
		return true
	}
	return false
}
