package program

import (
	"path"
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
)

// Rel is the path of a file below the folder that all files of the program share, for messages.
func (p *Program) Rel(file FileID) string {
	rel, _ := p.Below(p.Files[file].Path)
	return rel
}

// Below is a path below the folder that all files of the program share; inside is false, and the path as it is, for any other.
func (p *Program) Below(at string) (rel string, inside bool) {
	if p.common == "" && len(p.Files) > 0 {
		dir := path.Dir(p.Files[0].Path)
		for _, f := range p.Files[1:] {
			for dir != "/" && dir != "." && !strings.HasPrefix(f.Path, dir+"/") {
				dir = path.Dir(dir)
			}
		}
		p.common = strings.TrimSuffix(dir, "/") + "/"
	}
	return strings.CutPrefix(at, p.common)
}

// entry is a file that programs may start with.
type entry struct {
	file FileID
	// sure: nothing suggests that something else loads it first. named: package.json or a hashbang says that it is a program.
	sure, named bool
}

// entries are the files that start programs, the surest first: main modules, commands and what "exports" names, then files that no other file asks for.
func (p *Program) entries() []entry {
	if p.starts != nil {
		return p.starts
	}
	asked := make([]bool, len(p.Files))
	named := make([]bool, len(p.Files))
	anywhere := false // files are loaded by computed names
	packages := map[string]bool{}
	for _, f := range p.Files {
		for i := range f.Facts.Imports {
			im := &f.Facts.Imports[i]
			if t := f.Targets[i].File; t >= 0 && t != f.ID {
				if !f.Test || p.Files[t].Test {
					asked[t] = true
				}
			}
			for _, t := range f.Targets[i].Scan {
				asked[t] = asked[t] || !f.Test || p.Files[t].Test
			}
			if im.Flags&effects.ImportComputed != 0 && im.Kind != effects.RequireResolve && !f.Test && len(f.Targets[i].Scan) == 0 && f.Targets[i].File < 0 {
				anywhere = true
			}
		}
		if pkg := f.Package; pkg != nil && !packages[pkg.Dir] {
			packages[pkg.Dir] = true
			for _, at := range slices.Concat([]string{pkg.Main}, pkg.Bins, pkg.Starts, pkg.Exports) {
				if g := p.moduleAt(at); g != nil {
					named[g.ID] = true
				}
			}
		}
		if f.Facts.Hashbang {
			named[f.ID] = true
		}
	}
	var list []entry
	for pass := range 4 {
		for _, id := range p.byPath() {
			f := p.Files[id]
			var rank int
			switch {
			case named[f.ID]:
				rank = 0
			case asked[f.ID]:
				continue
			case f.Test:
				rank = 3
			case anywhere:
				rank = 2
			default:
				rank = 1
			}
			if rank == pass {
				list = append(list, entry{f.ID, rank <= 1, rank == 0})
			}
		}
	}
	p.starts = list
	return list
}

// moduleAt is the file that a path of a package.json means, nil for none.
func (p *Program) moduleAt(at string) *File {
	if at == "" {
		return nil
	}
	buf := make([]byte, 0, 256)
	for _, ext := range []string{"", ".js", ".cjs", ".mjs", ".ts", "/index.js"} {
		buf = append(append(buf[:0], at...), ext...)
		if id, ok := p.pathOf[string(buf)]; ok { // without a string for each guess
			return p.Files[id]
		}
	}
	return nil
}

// Started reports, for each file, whether a program that package.json names, or a file with a hashbang, loads it as it starts: without any
// condition. Where there is no package.json, the files that no other asks for stand in.
func (p *Program) Started() []bool {
	if p.started != nil {
		return p.started
	}
	m := p.loads()
	p.started = make([]bool, len(p.Files))
	var queue []FileID
	add := func(f FileID) {
		if !p.started[f] {
			p.started[f] = true
			queue = append(queue, f)
		}
	}
	list := p.entries()
	for _, e := range list {
		if e.named || e.sure && p.Files[e.file].Package == nil {
			add(e.file)
		}
	}
	for i := 0; i < len(queue); i++ {
		for _, x := range m.eagers[queue[i]] {
			if !x.maybe {
				add(x.to)
			}
		}
	}
	return p.started
}

// Entry is a file that programs may start with.
type Entry struct {
	File FileID
	// Named says that package.json or a hashbang line says so; else it is that no other file asks for it.
	Named bool
}

// Entries are the files that programs may start with: those that package.json names first, then those that no other file asks for, tests last.
// The result is the caller's.
func (p *Program) Entries() []Entry {
	var out []Entry
	for _, e := range p.entries() {
		out = append(out, Entry{e.file, e.named})
	}
	return out
}
