package rule

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// JSON.parse of a whole file blocks as the read before it may, and no form of it does not. Where the read is synchronous and a handler reaches it,
// the finding is about the read, and says that the parsing stays; only where the read keeps nobody waiting is the parsing reported by itself.

func isParse(m *nodeapi.Member) bool { return m.Is("JSON.parse") }

// ReportParsing reports every JSON.parse of a whole file that a handler reaches, where the read is not itself a call that blocks the handler.
func (p *ProgramPass) ReportParsing() {
	if !p.Serves() {
		return
	}
	p.CallsTo(isParse, func(r program.CallRef, _ *nodeapi.Member) {
		if args := p.Args(r); len(args) > 0 {
			if read, ok := p.ReadFrom(p.Files[r.File], args[0]); ok {
				p.reportParsing(r, read, p.CalleeRange(r))
			}
		}
	})
	// fs.promises.readFile(file, 'utf8').then(JSON.parse)
	p.CallbacksTo(isParse, func(r program.CallRef, arg int, _ *nodeapi.Member) {
		c := p.Call(r)
		if p.MethodName(r) != "then" || len(p.Args(r)) != len(c.Args) {
			return
		}
		if read, ok := p.ReadFrom(p.Files[r.File], p.Receiver(r)); ok {
			p.reportParsing(r, read, syntax.Range{Start: c.ArgStart[arg], End: c.ArgEnd[arg]})
		}
	})
}

func (p *ProgramPass) reportParsing(r, read program.CallRef, at syntax.Range) {
	f := p.Files[r.File]
	fn := program.FuncRef{File: r.File, Func: p.Call(r).Func}
	when, root, ok := p.Serving(fn)
	if !ok || p.Once(r) || p.Once(read) || onceOnTheWay(p, fn, when) || p.DevelopmentOnly(r) || p.isManifest(read) {
		return
	}
	path, _ := p.Path(fn, when)
	if p.restarts(root, path) {
		return
	}
	m := p.Member(read)
	name := program.Display(m)
	who := p.HandlerNamed(root, path) + p.Others(fn, root, path)
	msg := fmt.Sprintf("JSON.parse works through the whole file on the event loop's thread for every %s (%s): while %s reads, other clients are served, but not while this parses.", when, who, name)
	help := "Parse it once, keep the value, and parse it anew only when the file has changed; parse what is large in a worker thread."
	if m.Func.Blocks != nodeapi.BlocksNot {
		reader := program.FuncRef{File: read.File, Func: p.Call(read).Func}
		if _, hot := p.Hot(reader); hot {
			return // that is reported
		}
		msg = fmt.Sprintf("JSON.parse works through the same text on the event loop's thread for every %s (%s): it was read before, and does not change.", when, who)
		help = "Parse it once, where it is read; give each its copy by structuredClone where it is changed."
	}
	readAt := p.Call(read)
	steps := append(p.Steps(p.Witness(fn, when)), Step{
		File: p.Files[read.File].Path, Range: syntax.Range{Start: readAt.Start, End: readAt.CalleeEnd}, Message: name + " gives the whole of the file",
	})
	p.Report(f, at, msg, Help(help), Because(steps...))
}

// isManifest reports whether a call reads a file that is small by nature: a package.json.
func (p *ProgramPass) isManifest(read program.CallRef) bool {
	f := p.Files[read.File]
	args := p.Args(read)
	if len(args) == 0 {
		return false
	}
	v := args[0]
	if x := f.Facts.Val(v); x.Kind == effects.Var {
		name := strings.ToLower(f.Facts.Str(f.Facts.Vars[x.A].Name))
		if strings.Contains(name, "packagejson") || strings.Contains(name, "package_json") {
			return true
		}
		if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
			v = vals[0]
		}
	}
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Result: // path.join(dir, 'package.json')
		if last := p.Call(program.CallRef{File: read.File, Call: x.A}).Args; len(last) > 0 {
			v = last[len(last)-1]
		}
	case effects.Template:
		if last := f.Facts.Lists[x.A]; len(last) > 0 {
			v = last[len(last)-1]
		}
	case effects.Binary:
		v = x.B
	}
	name, ok := p.Literal(f, v)
	return ok && strings.HasSuffix(name, "package.json")
}

// parsed says of a synchronous read that what it gives is parsed as a whole: how the file is read makes no difference to that.
func (p *ProgramPass) parsed(read program.CallRef) (Option, bool) {
	if !p.Member(read).Is("fs.readFileSync") {
		return nil, false
	}
	if p.parsers == nil {
		p.parsers = map[program.CallRef]program.CallRef{}
		p.CallsTo(isParse, func(r program.CallRef, _ *nodeapi.Member) {
			args := p.Args(r)
			if len(args) == 0 {
				return
			}
			if from, ok := p.ReadFrom(p.Files[r.File], args[0]); ok {
				if _, known := p.parsers[from]; !known {
					p.parsers[from] = r
				}
			}
		})
	}
	at, ok := p.parsers[read]
	if !ok {
		return nil, false
	}
	where := ""
	if in := (program.FuncRef{File: at.File, Func: p.Call(at).Func}); at.File != read.File || in.Func != p.Call(read).Func {
		where = " in " + p.FuncName(in)
	}
	return Fact(fmt.Sprintf("JSON.parse works through the whole of it%s: that stays on the thread, however the file is read.", where)), true
}
