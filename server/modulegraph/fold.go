package modulegraph

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// This file folds a graph so that a person can take it in: folders are opened, the largest first, as long as the number of nodes stays below a
// limit. Cycles that do harm are never hidden in a folder: each is a node of its own, and so are the largest of the others.

// View is a graph folded to a number of nodes that can be looked at.
type View struct {
	Nodes []Node
	// Links are the imports between nodes, in order of From and To; those inside of a node are not in it.
	Links []Link
	// Hidden is the number of modules that are in no node of their own.
	Hidden int
	// members is how many members of a cycle are drawn.
	members int
}

// NodeKind says what a node stands for.
type NodeKind uint8

// The kinds of node.
const (
	ModuleNode  NodeKind = iota // one module
	FolderNode                  // the modules below a folder that no other node shows
	FilesNode                   // the modules in a folder itself, those below its folders not counted
	RestNode                    // the modules below some small folders of a folder
	CycleNode                   // the modules of a cycle
	OutsideNode                 // modules that are not in the part that the view is about
	PackageNode                 // a package
)

// Node is one node of a view.
type Node struct {
	Kind NodeKind
	// Label is what to call it: a path, a folder with its slash, or a word.
	Label string
	// Dir is the folder that a FolderNode, FilesNode or RestNode is about, with its slash.
	Dir string
	// Modules are those that it stands for, in order; empty for a package.
	Modules []int
	// Cycle is the index into Graph.Cycles of a CycleNode, else -1.
	Cycle int
	// Verdict is the worst of the cycles in it.
	Verdict Verdict
	// Order is the smallest place in the order of loading, 0 when none of it is loaded as the entry starts.
	Order int
}

// Link is all imports from one node to another.
type Link struct {
	From, To int // indexes into View.Nodes
	// Kinds counts the imports by kind.
	Kinds [kinds]int
	// Breaks and Latent say that harm comes through one of them.
	Breaks, Latent bool
}

// Count is the number of imports.
func (l *Link) Count() int {
	n := 0
	for _, k := range l.Kinds {
		n += k
	}
	return n
}

// Kind is the strongest kind of import in it.
func (l *Link) Kind() Kind {
	for k, n := range l.Kinds {
		if n > 0 {
			return Kind(k)
		}
	}
	return TypeOnly
}

// maxDrawn is how many members of a cycle are drawn.
const maxDrawn = 20

// How many cycles are nodes of their own: those that do harm, and the largest of those that do not, from so many modules on.
const (
	maxHarmful = 16
	maxSafe    = 4
	largeSafe  = 12
)

// Fold makes a view of at most about limit nodes; 0 folds nothing. packages adds the packages that the modules ask for.
func (g *Graph) Fold(limit int, packages bool) *View {
	return g.fold(limit, packages, "", nil)
}

// FoldBelow makes a view of the modules that a node of another view stands for, which is the folder at dir, with a slash at its end. What they
// import from elsewhere, and who imports them, are the nodes of around, as OutsideNodes.
func (g *Graph) FoldBelow(limit int, dir string, modules []int, around *View) *View {
	return g.fold(limit, false, dir, &frame{modules, around})
}

// frame is what a view of a part stands in.
type frame struct {
	modules []int
	around  *View
}

// folder is a node of the tree of folders.
type folder struct {
	name    string // the whole path, with a slash at its end
	subs    []*folder
	files   []int // in it
	modules int   // in it and below
	tests   int
}

func (g *Graph) fold(limit int, packages bool, dir string, part *frame) *View {
	v := &View{members: maxDrawn}
	if limit <= 0 {
		v.members = len(g.Modules)
	}
	node := make([]int, len(g.Modules)) // of each module
	for i := range node {
		node[i] = -1
	}
	add := func(n Node) {
		for _, m := range n.Modules {
			node[m] = len(v.Nodes)
			if o := g.Modules[m].Order; o > 0 && (n.Order == 0 || o < n.Order) {
				n.Order = o
			}
			if c := g.Modules[m].Cycle; c >= 0 {
				n.Verdict = max(n.Verdict, g.Cycles[c].Verdict)
			}
		}
		v.Nodes = append(v.Nodes, n)
	}
	left := make([]bool, len(g.Modules))
	if part == nil {
		for i := range left {
			left[i] = true
		}
		for i := range g.Cycles {
			c := &g.Cycles[i]
			if c.Verdict > Safe && i >= maxHarmful || c.Verdict == Safe && (limit <= 0 || len(c.Members) < largeSafe || i >= maxHarmful+maxSafe) {
				continue
			}
			add(Node{Kind: CycleNode, Label: cycleLabel(c), Modules: slices.Sorted(slices.Values(c.Members)), Cycle: i})
			for _, m := range c.Members {
				left[m] = false
			}
		}
	} else {
		for _, m := range part.modules {
			left[m] = true
		}
	}
	shown := g.unfold(g.tree(dir, left), limit-len(v.Nodes), limit <= 0)
	slices.SortFunc(shown, func(a, b Node) int { return cmp.Or(strings.Compare(a.Label, b.Label), int(a.Kind)-int(b.Kind)) })
	for _, n := range g.joinSafe(shown) {
		add(n)
		if n.Kind != ModuleNode && n.Kind != CycleNode {
			v.Hidden += len(n.Modules)
		}
	}
	inside := len(v.Nodes)
	if part != nil {
		for _, n := range part.around.Nodes {
			n.Modules = slices.DeleteFunc(slices.Clone(n.Modules), func(m int) bool { return left[m] })
			if n.Kind != PackageNode && len(n.Modules) > 0 {
				n.Kind = OutsideNode
				add(n)
			}
		}
	}
	v.link(g, node, inside)
	if part != nil {
		v.dropUnlinked(inside)
	}
	if packages {
		v.packages(g, node)
	}
	return v
}

func cycleLabel(c *Cycle) string { return "cycle of " + plural(len(c.Members), "module") }

// tree is the tree of folders of the modules that are left.
func (g *Graph) tree(dir string, left []bool) *folder {
	byName := map[string]*folder{}
	var at func(name string) *folder
	at = func(name string) *folder {
		f := byName[name]
		if f == nil {
			f = &folder{name: name}
			byName[name] = f
			if name != dir {
				up := path.Dir(strings.TrimSuffix(name, "/")) + "/"
				if up == "./" {
					up = ""
				}
				parent := at(up)
				parent.subs = append(parent.subs, f)
			}
		}
		return f
	}
	root := at(dir)
	for i := range g.Modules {
		if !left[i] {
			continue
		}
		name, _ := path.Split(g.Modules[i].Path)
		f := at(name)
		f.files = append(f.files, i)
	}
	var count func(f *folder)
	count = func(f *folder) {
		f.modules = len(f.files)
		for _, m := range f.files {
			if g.Modules[m].Test {
				f.tests++
			}
		}
		for _, s := range f.subs {
			count(s)
			f.modules += s.modules
			f.tests += s.tests
		}
	}
	count(root)
	return root
}

// closed is a folder that is not opened: all of it, the files in it alone, or some of its folders.
type closed struct {
	f     *folder
	files bool
	some  []*folder
	stuck bool // there was no room to open it
}

// size decides which is opened first: tests count half.
func (x *closed) size() int {
	switch {
	case x.files:
		return len(x.f.files)
	case x.some != nil:
		return 0
	}
	return x.f.modules - x.f.tests/2
}

// parts are what it becomes when it is opened.
func (x *closed) parts() (items []closed, files []int) {
	if x.files || len(x.f.subs) == 0 {
		return nil, x.f.files
	}
	for _, s := range x.f.subs {
		for len(s.subs) == 1 && len(s.files) == 0 {
			s = s.subs[0]
		}
		items = append(items, closed{f: s})
	}
	if len(x.f.files) > 1 {
		return append(items, closed{f: x.f, files: true}), nil
	}
	return items, x.f.files
}

// squeezed are the parts of a folder for which there is little room: its files together, its largest folders, and the others together.
func (x *closed) squeezed(room int) []closed {
	items, files := x.parts()
	if len(files) > 0 || len(x.f.subs) == 0 {
		items = append(items, closed{f: x.f, files: true})
	}
	if len(items) <= room {
		return items
	}
	slices.SortStableFunc(items, func(a, b closed) int { return cmp.Or(b.size()-a.size(), strings.Compare(a.f.name, b.f.name)) })
	keep := items[:max(1, room-1)]
	rest := closed{f: x.f}
	for _, o := range items[len(keep):] {
		if o.files {
			keep = append(slices.Clone(keep), o)
		} else {
			rest.some = append(rest.some, o.f)
		}
	}
	if len(rest.some) == 1 {
		return append(slices.Clone(keep), closed{f: rest.some[0]})
	}
	return append(slices.Clone(keep), rest)
}

// unfold opens folders, those with most modules first, as long as there is room.
func (g *Graph) unfold(root *folder, room int, everything bool) []Node {
	list := []closed{{f: root}}
	var open []int
	for {
		best := -1
		for i := range list {
			x := &list[i]
			if !x.stuck && x.some == nil && (best < 0 || x.size() > list[best].size() || x.size() == list[best].size() && x.f.name < list[best].f.name) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		x := list[best]
		items, files := x.parts()
		left := room - (len(list) + len(open) - 1)
		if !everything && len(items)+len(files) > left {
			// Where there is much room left, a part of a large folder says more than the whole.
			if x.files || len(x.f.subs) == 0 || left < room/3 && len(list) > 1 {
				list[best].stuck = true
				continue
			}
			items, files = x.squeezed(max(left, 3)), nil
			for i := range items {
				items[i].stuck = items[i].files
			}
		}
		list = append(slices.Delete(list, best, best+1), items...)
		open = append(open, files...)
	}
	var out []Node
	for _, m := range open {
		out = append(out, Node{Kind: ModuleNode, Label: g.Modules[m].Path, Modules: []int{m}, Cycle: -1})
	}
	for _, x := range list {
		n := Node{Kind: FolderNode, Label: x.f.name, Dir: x.f.name, Cycle: -1}
		switch {
		case x.files, x.f == root:
			n.Kind, n.Label, n.Modules = FilesNode, x.f.name+"*", x.f.files
		case x.some != nil:
			n.Kind, n.Label = RestNode, fmt.Sprintf("%s… %s", x.f.name, plural(len(x.some), "smaller folder"))
			for _, f := range x.some {
				n.Modules = f.all(n.Modules)
			}
			slices.Sort(n.Modules)
		default:
			n.Modules = x.f.all(nil)
			slices.Sort(n.Modules)
		}
		if len(n.Modules) == 1 {
			n.Kind, n.Label = ModuleNode, g.Modules[n.Modules[0]].Path
		}
		if len(n.Modules) > 0 {
			out = append(out, n)
		}
	}
	return out
}

func (f *folder) all(out []int) []int {
	out = append(out, f.files...)
	for _, s := range f.subs {
		out = s.all(out)
	}
	return out
}

// joinSafe makes one node of each harmless cycle of which all modules are nodes.
func (g *Graph) joinSafe(nodes []Node) []Node {
	alone := map[int]bool{}
	for _, n := range nodes {
		if n.Kind == ModuleNode {
			alone[n.Modules[0]] = true
		}
	}
	joined := map[int]bool{}
	var out []Node
	for i := range g.Cycles {
		c := &g.Cycles[i]
		if len(c.Members) > 1 && !slices.ContainsFunc(c.Members, func(m int) bool { return !alone[m] }) {
			out = append(out, Node{Kind: CycleNode, Label: cycleLabel(c), Modules: slices.Sorted(slices.Values(c.Members)), Cycle: i})
			for _, m := range c.Members {
				joined[m] = true
			}
		}
	}
	for _, n := range nodes {
		if n.Kind != ModuleNode || !joined[n.Modules[0]] {
			out = append(out, n)
		}
	}
	return out
}

// link adds up the imports between nodes. Those between two nodes that are both outside are of no interest.
func (v *View) link(g *Graph, node []int, inside int) {
	known := map[[2]int]int{}
	for i := range g.Edges {
		e := &g.Edges[i]
		from, to := node[e.From], node[e.To]
		if from < 0 || to < 0 || from == to || from >= inside && to >= inside {
			continue
		}
		k, ok := known[[2]int{from, to}]
		if !ok {
			k = len(v.Links)
			known[[2]int{from, to}] = k
			v.Links = append(v.Links, Link{From: from, To: to})
		}
		l := &v.Links[k]
		l.Kinds[e.Kind] += e.Count
		l.Breaks, l.Latent = l.Breaks || e.Breaks, l.Latent || e.Latent
	}
	slices.SortFunc(v.Links, func(a, b Link) int { return cmp.Or(a.From-b.From, a.To-b.To) })
}

// dropUnlinked drops nodes from an index on that no import touches.
func (v *View) dropUnlinked(from int) {
	used := make([]bool, len(v.Nodes))
	for _, l := range v.Links {
		used[l.From], used[l.To] = true, true
	}
	to := make([]int, len(v.Nodes))
	n := 0
	for i := range v.Nodes {
		to[i] = n
		if i < from || used[i] {
			v.Nodes[n] = v.Nodes[i]
			n++
		}
	}
	v.Nodes = v.Nodes[:n]
	for i := range v.Links {
		v.Links[i].From, v.Links[i].To = to[v.Links[i].From], to[v.Links[i].To]
	}
}

// packages adds a node for each package; Node's own modules are left out.
func (v *View) packages(g *Graph, node []int) {
	for i := range g.Packages {
		p := &g.Packages[i]
		if p.Builtin {
			continue
		}
		at := len(v.Nodes)
		v.Nodes = append(v.Nodes, Node{Kind: PackageNode, Label: p.Name, Cycle: -1})
		counts := map[int]int{}
		for _, m := range p.By {
			counts[node[m]]++
		}
		for from := range at {
			if n := counts[from]; n > 0 {
				l := Link{From: from, To: at}
				l.Kinds[Require] = n
				v.Links = append(v.Links, l)
			}
		}
	}
}

// Essence are the members of a cycle to show when there is room for so many: all, or those that its harms speak of and the first few, in the order
// in which they load.
func (c *Cycle) Essence(most int) []int {
	if len(c.Members) <= most {
		return c.Members
	}
	show := map[int]bool{}
	take := func(m, limit int) {
		if len(show) < limit {
			show[m] = true
		}
	}
	for i := range c.Harms {
		h := &c.Harms[i]
		take(h.Target, most)
		take(h.Reader, most)
		if i == 0 {
			for _, m := range h.Order {
				take(m, most)
			}
		}
	}
	for _, m := range c.Members {
		take(m, max(most/2, 3))
	}
	return slices.DeleteFunc(slices.Clone(c.Members), func(m int) bool { return !show[m] })
}
