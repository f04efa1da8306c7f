// Package pathtraversaljoin flags paths of files that are made of what a client sent, so that ../ leads out of the folder.
package pathtraversaljoin

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
	ID:       "path-traversal-join",
	Summary:  "A path from a request that can leave its folder",
	Section:  docs.PathsAndCwd,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	type place struct {
		file program.FileID
		at   syntax.Range
	}
	said := map[place]bool{}
	p.CallsTo(opens, func(r program.CallRef, m *nodeapi.Member) {
		args := p.Args(r)
		if len(args) == 0 || hasRoot(p, r, m) {
			return
		}
		o, ok := p.ClientArg(r, 0, program.AsPath)
		if !ok || o.Part == "headers" {
			return
		}
		f := p.Files[r.File]
		at, how, ok := made(p, f, args[0], p.ArgRange(r, 0), 0)
		if !ok || said[place{f.ID, at}] {
			return
		}
		said[place{f.ID, at}] = true
		steps := append(p.Steps(o.Steps), rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: "and the file is used here"})
		p.Report(f, at,
			fmt.Sprintf("A client decides %s, and %s follows each `../` in it: the path that %s gets can lie outside of the folder.", o.Text, how, program.Display(m)),
			rule.Help("Resolve the whole path, and use it only when it starts with the folder and path.sep; or take path.basename of a name."),
			rule.Because(steps...),
			rule.Fact("`path.join('/srv/public', '../../etc/passwd')` is `/etc/passwd`."))
	})
}

// opens reports whether a member takes the path of a file first.
func opens(m *nodeapi.Member) bool {
	if m.Func == nil {
		return false
	}
	if m.Is("express.Response#sendFile", "express.Response#sendfile", "express.Response#download") {
		return true
	}
	if m.Method != nil || m.Module != "fs" && m.Module != "fs/promises" {
		return false
	}
	for _, name := range []string{"readFile", "readFileSync", "createReadStream", "createWriteStream", "writeFile", "writeFileSync", "appendFile", "appendFileSync",
		"unlink", "unlinkSync", "rm", "rmSync", "rmdir", "rmdirSync", "open", "openSync", "readdir", "readdirSync", "mkdir", "mkdirSync", "rename", "renameSync", "copyFile", "copyFileSync"} {
		if m.Is("fs."+name, "fs.promises."+name, "fs/promises."+name) {
			return true
		}
	}
	return false
}

// hasRoot reports whether Express is told the folder, which it then does not leave (send, option root).
func hasRoot(p *rule.ProgramPass, r program.CallRef, m *nodeapi.Member) bool {
	if m.Method == nil {
		return false
	}
	if len(p.Args(r)) < 2 {
		return false
	}
	root, open := p.OptionAt(r, 1, "root")
	return open || root.File >= 0 && root.Value > 0
}

// made is where a path is put together of a folder and what a client sent, and what does it; ok is false when the client gives the folder, too,
// because then there is none to be left.
func made(p *rule.ProgramPass, f *program.File, v effects.ValueID, at syntax.Range, depth int) (_ syntax.Range, how string, ok bool) {
	folder := func(list []effects.ValueID) bool {
		if len(list) < 2 {
			return false
		}
		_, sent := p.ClientData(f, list[0], at, program.AsText)
		return !sent
	}
	const system = "the file system"
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Var:
		if va := &f.Facts.Vars[x.A]; len(va.Values) == 1 && depth < 4 {
			return made(p, f, va.Values[0], syntax.Range{Start: va.Start, End: va.End}, depth+1)
		}
	case effects.Await:
		return made(p, f, x.A, at, depth+1)
	case effects.Result:
		r := program.CallRef{File: f.ID, Call: x.A}
		if m := p.Member(r); m.Is("path.join", "path.resolve") {
			return p.CalleeRange(r), "`" + f.Facts.CalleeName(p.Call(r).Callee) + "`", folder(p.Args(r))
		}
		if args := p.Args(r); len(args) > 0 && depth < 4 && p.MethodName(r) != "" {
			if recv := p.Receiver(r); len(args) == 1 && p.Member(r).Is("path.normalize") {
				return made(p, f, args[0], at, depth+1)
			} else if recv >= 0 {
				return made(p, f, recv, at, depth+1) // join(root, name).replace(…)
			}
		}
	case effects.Template:
		return at, system, folder(f.Facts.Lists[x.A])
	case effects.Binary:
		for y := f.Facts.Val(x.A); y.Kind == effects.Binary && y.Op == effects.Add; y = f.Facts.Val(x.A) {
			x = y
		}
		return at, system, x.Op == effects.Add && folder([]effects.ValueID{x.A, x.B})
	}
	return at, system, false
}
