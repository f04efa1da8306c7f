package modulegraph

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/program"
)

// Options say how a graph is read.
type Options struct {
	// Base is the absolute folder, with forward slashes, below which modules are named; "" is the project's.
	Base string
	// Entry is the absolute path of the module that the order of loading counts from; "" takes the first module that package.json names, else
	// the first that nothing asks for.
	Entry string
	// Node is the major version of Node whose rules decide, 0 for the newest.
	Node int
}

// Read links a project and reads its graph. Beside it there are the problems that the engine had with single files.
func Read(ctx context.Context, project engine.Options, o Options) (*Graph, []engine.Problem, error) {
	b := &builder{ids: map[string]int{}, places: newPlaces(cmp.Or(o.Base, project.Root))}
	var programs []*program.Program
	linked, err := engine.Programs(ctx, project, func(p *program.Program) error {
		programs = append(programs, p)
		for _, f := range p.Files {
			b.paths = append(b.paths, f.Path)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	b.text = linked.Text
	sort.Strings(b.paths)
	b.g = &Graph{Modules: make([]Module, len(b.paths)), Entry: -1}
	for i, path := range b.paths {
		b.ids[path] = i
		b.g.Modules[i] = Module{Path: b.rel(path), Cycle: -1}
	}
	b.edges, b.packages = map[edgeKey]int{}, map[string]int{}
	for _, p := range programs {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		b.program(p)
	}
	b.typesOnly(programs, project.Root)
	b.g.sortCycles()
	slices.SortFunc(b.g.Edges, func(x, y Edge) int {
		return cmp.Or(x.From-y.From, x.Line-y.Line, x.To-y.To, int(x.Kind)-int(y.Kind))
	})
	slices.SortFunc(b.g.Packages, func(x, y Package) int { return strings.Compare(x.Name, y.Name) })
	for i := range b.g.Packages {
		by := &b.g.Packages[i].By
		slices.Sort(*by)
		*by = slices.Compact(*by)
	}
	b.order(programs, o)
	return b.g, linked.Errors, nil
}

type edgeKey struct {
	from, to int
	kind     Kind
}

// builder reads linked programs into one graph.
type builder struct {
	g        *Graph
	paths    []string // absolute, in order
	ids      map[string]int
	edges    map[edgeKey]int
	packages map[string]int
	static   map[int32]bool // where the file that is read has import and export ... from
	places
}

func (b *builder) id(p *program.Program, f program.FileID) int { return b.ids[p.Files[f].Path] }

func (b *builder) program(p *program.Program) {
	for _, f := range p.Files {
		m := &b.g.Modules[b.ids[f.Path]]
		m.ESM, m.Test, m.Lines = f.ESM, f.Test, b.count(f.Path)
		for i := range f.Targets {
			b.target(p, f, i)
		}
		b.static = map[int32]bool{}
		for i := range f.Facts.Imports {
			if im := &f.Facts.Imports[i]; im.Kind == effects.StaticImport {
				b.static[im.CallStart] = true
			}
		}
		for _, e := range p.LoadEdges(f.ID) {
			b.edge(p, e)
		}
	}
	for _, e := range p.Entries() {
		m := &b.g.Modules[b.id(p, e.File)]
		m.Starts, m.Named = true, e.Named
	}
	for _, c := range p.Components() {
		b.cycle(p, c)
	}
}

// target notes what an import that leads out of the project leads to.
func (b *builder) target(p *program.Program, f *program.File, i int) {
	t := &f.Targets[i]
	from := b.ids[f.Path]
	name := t.Package
	switch {
	case t.File >= 0:
		return
	case t.Builtin != "":
		name = "node:" + t.Builtin
	case !t.Found():
		b.g.Modules[from].Missing++
		return
	case name == "":
		return // JSON, an addon, or a specifier that is not known
	}
	k, ok := b.packages[name]
	if !ok {
		k = len(b.g.Packages)
		b.packages[name] = k
		b.g.Packages = append(b.g.Packages, Package{Name: name, Builtin: t.Builtin != ""})
	}
	b.g.Packages[k].By = append(b.g.Packages[k].By, from)
}

func (b *builder) edge(p *program.Program, e program.LoadEdge) {
	if e.From == e.To || e.File != e.From {
		return // an import that a function of another module makes is that module's
	}
	kind := Require
	switch e.Kind {
	case program.LoadConditional:
		kind = Conditional
	case program.LoadLazy:
		kind = Lazy
	case program.LoadDynamic:
		kind = Dynamic
	case program.LoadType:
		kind = TypeOnly
	default:
		if b.static[e.Range.Start] {
			kind = Import
		}
	}
	line := 1
	if m := b.lines(p.Files[e.File].Path); m != nil {
		line = m.Line(int(e.Range.Start)) + 1
	}
	b.join(b.id(p, e.From), b.id(p, e.To), kind, line)
}

// join adds an import, or counts it to one that is there.
func (b *builder) join(from, to int, kind Kind, line int) {
	key := edgeKey{from, to, kind}
	if k, ok := b.edges[key]; ok {
		b.g.Edges[k].Count++
		return
	}
	b.edges[key] = len(b.g.Edges)
	b.g.Edges = append(b.g.Edges, Edge{From: from, To: to, Kind: kind, Line: line, Count: 1})
}
