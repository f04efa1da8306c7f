// Package classinstanceoverport flags instances of classes that are sent to another thread, where their methods do not arrive.
package classinstanceoverport

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "class-instance-over-port",
	Summary:  "Class instance sent to another thread",
	Section:  docs.WorkerThreads,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Method != nil && strings.HasPrefix(m.Name, "worker_threads.") && strings.HasSuffix(m.Name, "#postMessage")
	}, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 {
			return
		}
		p.Parts(f, args[0], func(part program.Part) bool {
			class, methods := instance(p, part)
			if len(methods) == 0 {
				return true
			}
			at := part.At
			name := part.Path
			if at.End == 0 || part.File != f {
				at = p.ArgRange(r, 0)
			}
			if name == "" {
				name = "what is sent"
			}
			p.Report(f, at,
				fmt.Sprintf("Cloning keeps the fields of an object and not its class: %s is a %s here, and a plain object without %s() in the other thread.", name, class, methods[0]),
				rule.Help("Send the data, and make the object anew on the other side."),
				rule.Fact("Lost: `"+strings.Join(methods, "`, `")+"`."))
			return false
		})
	})
}

// instance is the class of the project that a part is an instance of, for certain, with the names of its methods, at most five.
func instance(p *rule.ProgramPass, part program.Part) (class string, methods []string) {
	list := p.Eval(part.File, part.Value)
	if len(list) != 1 || list[0].Kind != program.AbsNew {
		return "", nil
	}
	g := p.Files[list[0].File].Facts
	def := &g.Classes[list[0].ID]
	for _, m := range def.Members {
		if m.Flags&effects.MemberMethod != 0 && m.Flags&effects.MemberStatic == 0 && g.Str(m.Name) != "constructor" && g.Str(m.Name) != "toJSON" && g.Str(m.Name) != "" && len(methods) < 5 {
			methods = append(methods, g.Str(m.Name))
		}
	}
	return g.Str(def.Name), methods
}
