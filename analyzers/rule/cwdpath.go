package rule

import (
	"fmt"
	"path"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// ReportCwdPath reports the first argument of a call, a path that Node resolves from the process's current folder, where the file that it names
// stands beside the calling file; name is the function's, for the message. Node may add .js where modules says so, and takes only paths that
// begin with a dot where dotted does. Programs for the command line mean the current folder, and are left alone.
func (p *ProgramPass) ReportCwdPath(r program.CallRef, name string, modules, dotted bool) {
	f := p.Files[r.File]
	args := p.Args(r)
	if f.Test || len(args) == 0 {
		return
	}
	text, ok := p.Literal(f, args[0])
	if !ok || text == "" || dotted && !strings.HasPrefix(text, ".") || path.IsAbs(text) || strings.Contains(text, ":") || strings.HasPrefix(text, "~") || commandLine(f) {
		return
	}
	exists := func(file string) bool { return p.Exists(file) || modules && p.Exists(file+".js") }
	dir := path.Dir(f.Path)
	beside := path.Join(dir, text)
	top, what := p.topFolder(), "the project's"
	if f.Package != nil {
		top, what = f.Package.Dir, "the package's"
	}
	inPackage := path.Join(top, text)
	var opts []Option
	message := fmt.Sprintf("%s resolves %s from the folder the process was started in, not from this file's, where the file is.", name, quote(text))
	switch {
	case dir != top && exists(beside) && !exists(inPackage):
		opts = append(opts, Help(fromFile(f, text)), Fact(fmt.Sprintf("From this file's folder: `%s` (exists).", strings.TrimPrefix(beside, top+"/"))), Fact(fmt.Sprintf("From %s folder: `%s` (does not exist).", what, path.Clean(text))))
	case f.Package != nil && strings.HasPrefix(text, ".") && path.Base(text) != "package.json" && exists(inPackage) && p.Serves():
		// a server is started by a supervisor, from a folder of the supervisor's choice
		message = fmt.Sprintf("%s resolves %s from the folder the process was started in: this works only when the server is started in the package's own folder.", name, quote(text))
		if rel := relativeTo(dir, inPackage); rel != "" {
			text = rel
		}
		opts = append(opts, Help(fromFile(f, text)), As(Info), Fact(fmt.Sprintf("From the package's folder: `%s` (exists).", strings.TrimPrefix(inPackage, top+"/"))))
	default:
		return
	}
	c := p.Call(r)
	at := syntax.Range{Start: c.ArgStart[0], End: c.ArgEnd[0]}
	if f.ESM {
		opts = append(opts, FixWith(Fix{Title: "Resolve it from this file", Edits: []Edit{{Range: at, New: "new URL(" + quote(relative(text)) + ", import.meta.url)"}}}))
	} else {
		opts = append(opts, FixWith(Fix{Title: "Resolve it from this file", Edits: []Edit{{Range: at, New: "require('node:path').join(__dirname, " + quote(text) + ")"}}}))
	}
	p.Report(f, at, message, opts...)
}

// topFolder is the folder that holds all files of the program: where a program without a package.json is most likely started.
func (p *ProgramPass) topFolder() string {
	top := path.Dir(p.Files[0].Path)
	for _, f := range p.Files {
		for top != "/" && !strings.HasPrefix(f.Path, top+"/") {
			top = path.Dir(top)
		}
	}
	return top
}

// fromFile says how to make the path from the file.
func fromFile(f *program.File, text string) string {
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
