// Package cwdrelativepath flags fs paths that are meant from the file's own folder and are resolved from the process's current one.
package cwdrelativepath

import (
	"fmt"
	"path"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "cwd-relative-path",
	Summary:  "fs path relative to the current folder, not to the file",
	Section:  docs.PathsAndCwd,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

// reads are the functions of fs whose first argument names something that should exist already. What is written may well be meant from
// the current folder: logs, output, a cache.
var reads = map[string]bool{
	"readFile": true, "readFileSync": true, "createReadStream": true, "readdir": true, "readdirSync": true, "existsSync": true, "exists": true,
	"stat": true, "statSync": true, "lstat": true, "lstatSync": true, "access": true, "accessSync": true, "open": true, "openSync": true,
	"copyFile": true, "copyFileSync": true, "readJson": true, "readJsonSync": true, "readJSONSync": true, "watch": true, "watchFile": true,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Module == "fs" && reads[m.Name[strings.LastIndexByte(m.Name, '.')+1:]]
	}, func(r program.CallRef, m *nodeapi.Member) { checkCall(p, r, m) })
}

func checkCall(p *rule.ProgramPass, r program.CallRef, m *nodeapi.Member) {
	f := p.Files[r.File]
	args := p.Args(r)
	if f.Test || len(args) == 0 {
		return
	}
	text, ok := p.Literal(f, args[0])
	if !ok || text == "" || path.IsAbs(text) || strings.Contains(text, ":") || strings.HasPrefix(text, "~") || commandLine(f) {
		return
	}
	dir := path.Dir(f.Path)
	beside := path.Join(dir, text)
	top, what := topFolder(p), "the project's"
	if f.Package != nil {
		top, what = f.Package.Dir, "the package's"
	}
	inPackage := path.Join(top, text)
	var opts []rule.Option
	message := fmt.Sprintf("%s resolves %s from the folder the process was started in, not from this file's, where the file is.", program.Display(m), quote(text))
	switch {
	case dir != top && p.Exists(beside) && !p.Exists(inPackage):
		opts = append(opts, rule.Help(fix(f, text)), rule.Fact(fmt.Sprintf("From this file's folder: `%s` (exists).", strings.TrimPrefix(beside, top+"/"))), rule.Fact(fmt.Sprintf("From %s folder: `%s` (does not exist).", what, path.Clean(text))))
	case f.Package != nil && strings.HasPrefix(text, ".") && path.Base(text) != "package.json" && p.Exists(inPackage) && p.Serves():
		// a server is started by a supervisor, from a folder of the supervisor's choice
		message = fmt.Sprintf("%s resolves %s from the folder the process was started in: this works only when the server is started in the package's own folder.", program.Display(m), quote(text))
		if rel := relativeTo(dir, inPackage); rel != "" {
			text = rel
		}
		opts = append(opts, rule.Help(fix(f, text)), rule.As(rule.Info), rule.Fact(fmt.Sprintf("From the package's folder: `%s` (exists).", strings.TrimPrefix(inPackage, top+"/"))))
	default:
		return
	}
	c := p.Call(r)
	at := syntax.Range{Start: c.ArgStart[0], End: c.ArgEnd[0]}
	if f.ESM {
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Resolve it from this file", Edits: []rule.Edit{{Range: at, New: "new URL(" + quote(relative(text)) + ", import.meta.url)"}}}))
	} else {
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Resolve it from this file", Edits: []rule.Edit{{Range: at, New: "require('node:path').join(__dirname, " + quote(text) + ")"}}}))
	}
	p.Report(f, at, message, opts...)
}

// topFolder is the folder that holds all files of the program: where a program without a package.json is most likely started.
func topFolder(p *rule.ProgramPass) string {
	top := path.Dir(p.Files[0].Path)
	for _, f := range p.Files {
		for top != "/" && !strings.HasPrefix(f.Path, top+"/") {
			top = path.Dir(top)
		}
	}
	return top
}

// fix says how to make the path from the file.
func fix(f *program.File, text string) string {
	if f.ESM {
		return fmt.Sprintf("Make the path from the file's URL: new URL(%s, import.meta.url).", quote(relative(text)))
	}
	return fmt.Sprintf("Make the path from the file's folder: path.join(__dirname, %s).", quote(text))
}

// relativeTo is the path from a folder to a file below the same package, with ../ where needed.
func relativeTo(dir, file string) string {
	up := ""
	for d := dir; d != "/" && d != "."; d = path.Dir(d) {
		if rest, ok := strings.CutPrefix(file, d+"/"); ok {
			return up + rest
		}
		up += "../"
	}
	return ""
}

// commandLine reports whether a file is a program for the command line, which means the caller's folder.
func commandLine(f *program.File) bool {
	if f.Facts.Hashbang {
		return true
	}
	if readsArguments(f) {
		return true
	}
	if f.Package != nil {
		for _, b := range f.Package.Bins {
			if b == f.Path {
				return true
			}
		}
	}
	for _, part := range strings.Split(path.Dir(f.Rel), "/") {
		switch part {
		case "bin", "scripts", "script", "tools", "tasks", "build", "cli":
			return true
		}
	}
	return false
}

// readsArguments reports whether a file mentions process.argv.
func readsArguments(f *program.File) bool {
	for _, v := range f.Facts.Values {
		if v.Kind == effects.Prop && f.Facts.Strings[v.B] == "argv" {
			if base := f.Facts.Val(v.A); base.Kind == effects.Global && f.Facts.Strings[base.A] == "process" {
				return true
			}
		}
	}
	return false
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }

func relative(s string) string {
	if strings.HasPrefix(s, ".") {
		return s
	}
	return "./" + s
}
