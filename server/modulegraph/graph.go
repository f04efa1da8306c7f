// Package modulegraph is the module graph of a project for people to look at: which module asks for which and how, the cycles with what goes wrong
// in them, and the order in which modules load. It writes it as text, JSON, DOT and Mermaid; server/modulegraph/picture draws it.
//
// It knows linked programs and how to tell a reader about them. It must not judge: what a cycle does is what analyzers/program says. It must not
// know commands, nor where its output goes. Equal projects give byte-equal output.
package modulegraph

import (
	"slices"
	"sort"
	"strings"
)

// Kind says how a module is asked for, by what it does to the order of loading.
type Kind uint8

// The kinds of import, the strongest first.
const (
	Require     Kind = iota // require() that runs while the module loads
	Import                  // import or export ... from
	Conditional             // require() that runs while the module loads, on some paths
	Lazy                    // require() in a function that is called later
	Dynamic                 // import()
	TypeOnly                // erased before Node sees it
	kinds
)

var kindNames = [kinds]string{"require", "import", "conditional", "lazy", "dynamic", "type-only"}

// String is the kind in a word.
func (k Kind) String() string { return kindNames[k] }

// Eager reports whether the import runs each time while the module loads.
func (k Kind) Eager() bool { return k <= Import }

// Graph is a module graph. It is immutable once read; Select makes another.
type Graph struct {
	// Modules are in order of path.
	Modules []Module
	// Edges are in order of From, then of place.
	Edges []Edge
	// Cycles are the strongly connected components, those that break first, then the larger ones.
	Cycles []Cycle
	// Packages are what is asked for outside of the project, in order of name: packages, and Node's own modules with their "node:".
	Packages []Package
	// Entry is the module that Module.Order counts from, -1 for none. Ends is the error that ends its load, "" for none.
	Entry int
	Ends  string
	// ByImports says why Module.Order is told by the imports alone, "" when it is not.
	ByImports string
}

// Module is one file of the project.
type Module struct {
	Path  string // below the folder that was asked for, with forward slashes
	ESM   bool
	Test  bool
	Lines int
	// Starts says that programs may start with it. Named says that package.json or a hashbang line says so; else it is that nothing asks for it.
	Starts, Named bool
	// Cycle is the index into Graph.Cycles, -1 for none.
	Cycle int
	// Order is the place in the order of loading from Graph.Entry, from 1; 0 when it is not loaded as the entry starts.
	Order int
	// Missing is the number of its imports that lead nowhere.
	Missing int
}

// Edge is an import of one module by another. Several imports of one module by another, of one kind, are one edge.
type Edge struct {
	From, To int // indexes into Graph.Modules
	Kind     Kind
	Line     int // of the first import, from 1
	Count    int // imports
	// Breaks says that what breaks a cycle is read through it; Latent the same for what may break one.
	Breaks, Latent bool
}

// Package is a module outside of the project.
type Package struct {
	Name    string
	Builtin bool
	By      []int // the modules that ask for it, in order
}

// Verdict is what there is to say of a cycle.
type Verdict uint8

// The verdicts.
const (
	Safe   Verdict = iota // nothing goes wrong, whichever of its modules is loaded first, as far as is known
	Latent                // something goes wrong when another module is loaded first than those that programs load first today
	Breaks                // something goes wrong when a program of the project starts
)

// String is the verdict in a word.
func (v Verdict) String() string { return [...]string{"safe", "latent", "breaks"}[v] }

// Cycle is a strongly connected component: modules each of which leads to each other.
type Cycle struct {
	// Members are in the order in which they load.
	Members []int
	Verdict Verdict
	// Harms are what goes wrong, the worst first.
	Harms []Harm
}

// Harm is something that goes wrong in a cycle.
type Harm struct {
	Verdict Verdict
	// Entry is the path of the module whose start does it, "" when no known one does. First is that of the member of the cycle that is then
	// loaded first.
	Entry, First string
	// Test says that Entry is a test. Fine is the path of an entry from which nothing goes wrong, "" when none is known.
	Test bool
	Fine string
	// Reader reads Name of Target at At, and gets Gets: "undefined", "ReferenceError", "{}" that the module later replaces, or for a require()
	// that Node refuses "ERR_REQUIRE_CYCLE_MODULE".
	Reader, Target int
	At             Place
	Name, Gets     string
	// Has are the names that Target has at that moment.
	Has []string
	// Order are the members of the cycle from the target to the reader, as they load each other.
	Order []int
	// Steps prove it.
	Steps []Step
	// Others go wrong for the same reason, and More beside them.
	Others []Step
	More   int
	// Repair is the cheapest way to mend it, "" when none is known.
	Repair string
}

// Place is a place in a module: its path, line and column from 1, the column in UTF-16 units, and the line's text without the space around it.
type Place struct {
	File         string
	Line, Column int
	Text         string
}

// Step is one step of a proof.
type Step struct {
	At      Place
	Message string
}

// Find is the index of the module with that path, -1 for none.
func (g *Graph) Find(path string) int {
	i := sort.Search(len(g.Modules), func(i int) bool { return g.Modules[i].Path >= path })
	if i < len(g.Modules) && g.Modules[i].Path == path {
		return i
	}
	return -1
}

// out are the edges of each module, as indexes into Edges; in those that lead to it.
func (g *Graph) out() (out, in [][]int) {
	out, in = make([][]int, len(g.Modules)), make([][]int, len(g.Modules))
	for i := range g.Edges {
		e := &g.Edges[i]
		out[e.From] = append(out[e.From], i)
		in[e.To] = append(in[e.To], i)
	}
	return out, in
}

// Count is the number of cycles of a verdict.
func (g *Graph) Count(v Verdict) int {
	n := 0
	for i := range g.Cycles {
		if g.Cycles[i].Verdict == v {
			n++
		}
	}
	return n
}

// sortCycles orders the cycles and tells the modules theirs.
func (g *Graph) sortCycles() {
	first := func(c *Cycle) string { return g.Modules[slices.Min(c.Members)].Path }
	slices.SortStableFunc(g.Cycles, func(a, b Cycle) int {
		if a.Verdict != b.Verdict {
			return int(b.Verdict) - int(a.Verdict)
		}
		if len(a.Members) != len(b.Members) {
			return len(b.Members) - len(a.Members)
		}
		return strings.Compare(first(&a), first(&b))
	})
	for i := range g.Modules {
		g.Modules[i].Cycle = -1
	}
	for i := range g.Cycles {
		for _, m := range g.Cycles[i].Members {
			g.Modules[m].Cycle = i
		}
	}
}
