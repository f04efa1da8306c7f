package rule

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// ReportBlockingInside reports every call that a handler reaches and that keeps the thread in the code of a dependency, and every handler which
// a dependency makes that does. It needs Rule.Inside.
func (p *ProgramPass) ReportBlockingInside() {
	serves := p.Serves()
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for ci := range f.Facts.Calls {
			r := program.CallRef{File: f.ID, Call: effects.CallID(ci)}
			fn := program.FuncRef{File: f.ID, Func: f.Facts.Calls[ci].Func}
			if when, root, ok := p.Serving(fn); serves && ok {
				if in, b := p.BlockedInside(r); b != nil && !p.DevelopmentOnly(r) {
					p.reportInside(r, fn, when, root, in, b)
				}
			}
			p.BlockedHandlers(r, func(arg int, h *nodeapi.Handler, in *program.Inside, b *program.Blocked) {
				p.reportMadeHandler(r, arg, h, in, b)
			})
		}
	}
}

func (p *ProgramPass) reportInside(r program.CallRef, fn program.FuncRef, when nodeapi.When, root program.Root, in *program.Inside, b *program.Blocked) {
	f := p.Files[r.File]
	path, _ := p.Path(fn, when)
	name := in.Title(f.Facts.CalleeName(p.Call(r).Callee))
	who, others := p.HandlerNamed(root, path), p.Others(fn, root, path)
	opts := []Option{Because(append(p.Steps(p.Witness(fn, when)), inside(b)...)...), insideHelp(in), insideFact(in)}
	msg := fmt.Sprintf("%s %s (%s) on the event loop's thread for every %s (%s%s): no other client is served meanwhile.", name, blocked[b.Kind], b.API, when, who, others)
	if b.Maybe {
		msg = fmt.Sprintf("%s has a branch that %s (%s) on the event loop's thread, and is called for every %s (%s%s): where it is taken, no other client is served meanwhile.", name, blocked[b.Kind], b.API, when, who, others)
		opts = append(opts, As(Info))
	} else if p.Once(r) || onceOnTheWay(p, fn, when) {
		msg = fmt.Sprintf("%s %s (%s) on the event loop's thread the first time a %s (%s%s) needs it: until it is done no other client is served.", name, blocked[b.Kind], b.API, when, who, others)
		opts = append(opts, As(Info))
	} else if when == nodeapi.Schedule {
		opts = append(opts, As(Info))
	}
	p.Report(f, p.CalleeRange(r), msg, opts...)
}

// reportMadeHandler reports a handler that a dependency makes: app.use(archive('/data')).
func (p *ProgramPass) reportMadeHandler(r program.CallRef, arg int, h *nodeapi.Handler, in *program.Inside, b *program.Blocked) {
	f := p.Files[r.File]
	c := p.Call(r)
	if len(p.Args(r)) != len(c.Args) || p.DevelopmentOnly(r) {
		return
	}
	switch h.When {
	case nodeapi.Request, nodeapi.Connection, nodeapi.Message, nodeapi.Job:
	default:
		return
	}
	opts := []Option{Because(inside(b)...), insideHelp(in), insideFact(in)}
	msg := fmt.Sprintf("This %s of %s %s (%s) on the event loop's thread for every %s: no other client is served meanwhile.", h.What, in.Name, blocked[b.Kind], b.API, h.When)
	if b.Maybe {
		msg = fmt.Sprintf("This %s of %s has a branch that %s (%s) on the event loop's thread: where a %s takes it, no other client is served meanwhile.", h.What, in.Name, blocked[b.Kind], b.API, h.When)
		opts = append(opts, As(Info))
	}
	p.Report(f, syntax.Range{Start: c.ArgStart[arg], End: c.ArgEnd[arg]}, msg, opts...)
}

func inside(b *program.Blocked) []Step {
	out := make([]Step, len(b.Way))
	for i, s := range b.Way {
		out[i] = Step{File: s.Path, Range: s.Range, Message: s.Message}
	}
	return out
}

func insideHelp(in *program.Inside) Option {
	return Help(fmt.Sprintf("Use a form of it that does not wait, if %s has one; otherwise do it once when the program starts, keep the result, or call it in a worker thread.", in.Name))
}

func insideFact(in *program.Inside) Option {
	version := in.Name
	if in.Version != "" {
		version += " " + in.Version
	}
	return Fact(fmt.Sprintf("Seen in the code of %s as it is installed; another version may do it otherwise.", version))
}
