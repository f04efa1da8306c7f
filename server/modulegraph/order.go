package modulegraph

import (
	"path"
	"slices"
	"strings"

	"nodebeyond/analyzers/program"
)

// order numbers the modules in the order in which they load from the entry.
func (b *builder) order(programs []*program.Program, o Options) {
	var prog *program.Program
	entry := program.FileID(program.None)
	best := 0
	for _, p := range programs {
		if o.Entry != "" {
			if f := p.FileNamed(o.Entry); f != nil {
				prog, entry = p, f.ID
			}
			continue
		}
		for _, e := range p.Entries() {
			if rank := startRank(p.Files[e.File], e.Named); rank > best || rank == best && p != prog && len(p.Files) > len(prog.Files) {
				prog, entry, best = p, e.File, rank
			}
		}
	}
	if entry < 0 {
		return
	}
	b.g.Entry = b.id(prog, entry)
	trace := prog.TraceOnward(entry, o.Node)
	if trace.Error != nil && strings.HasSuffix(trace.Error.Code, "MODULE_NOT_FOUND") {
		// Packages that are not installed end every load. What people want to see is the order of the rest.
		b.g.ByImports = "a package that it needs is not installed"
		b.walk(b.g.Entry)
		return
	}
	n := 0
	for _, e := range trace.Events {
		if e.Kind == program.EventStart && !e.Maybe {
			if m := &b.g.Modules[b.id(prog, e.File)]; m.Order == 0 {
				n++
				m.Order = n
			}
		}
	}
	if trace.Error != nil {
		b.g.Ends = trace.Error.Code + " in " + b.rel(prog.Files[trace.Error.File].Path)
	}
}

// walk numbers the modules by their imports alone: a CommonJS module when it is asked for, an ES module after what it imports.
func (b *builder) walk(entry int) {
	out, _ := b.g.out()
	seen := make([]bool, len(b.g.Modules))
	n := 0
	var visit func(m int)
	visit = func(m int) {
		seen[m] = true
		if !b.g.Modules[m].ESM {
			n++
			b.g.Modules[m].Order = n
		}
		for _, k := range out[m] {
			if e := &b.g.Edges[k]; e.Kind.Eager() && !seen[e.To] {
				visit(e.To)
			}
		}
		if b.g.Modules[m].ESM {
			n++
			b.g.Modules[m].Order = n
		}
	}
	visit(entry)
}

// startRank says how likely it is that a file is what people mean by the program: the main module, what scripts start, commands, what nothing
// asks for, tests.
func startRank(f *program.File, named bool) int {
	pkg := f.Package
	switch {
	case f.Test:
		return 1
	case !named || pkg == nil:
		return 2
	case f.Path == pkg.Main || strings.TrimSuffix(f.Path, path.Ext(f.Path)) == pkg.Main:
		return 5
	case slices.Contains(pkg.Starts, f.Path):
		return 4
	}
	return 3
}
