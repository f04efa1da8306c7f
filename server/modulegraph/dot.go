package modulegraph

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteDOT writes a view in the DOT language of Graphviz (its documentation, "DOT Language"). Errors are those of w.
func WriteDOT(w io.Writer, g *Graph, v *View) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, "digraph modules {")
	fmt.Fprintln(b, `  rankdir=LR; node [shape=box, style="rounded,filled", fillcolor=white, fontname="monospace", fontsize=11]; edge [color="#888888", fontname="monospace", fontsize=9];`)
	for i := range v.Nodes {
		n := &v.Nodes[i]
		if n.Kind == CycleNode {
			c := &g.Cycles[n.Cycle]
			fmt.Fprintf(b, "  subgraph cluster_%d {\n    label=%s; style=rounded; color=%q; fontname=\"monospace\";\n", i, dotString(g.Title(c)), dotColor[c.Verdict])
			shown := c.Essence(v.members)
			for _, m := range shown {
				fmt.Fprintf(b, "    m%d [label=%s];\n", m, dotString(orderLabel(g.Modules[m].Path, g.Modules[m].Order)))
			}
			if more := len(c.Members) - len(shown); more > 0 {
				fmt.Fprintf(b, "    n%d [label=\"%d more\", style=dashed];\n", i, more)
			}
			fmt.Fprintln(b, "  }")
			continue
		}
		attrs := "label=" + dotString(nodeLabel(n))
		switch n.Kind {
		case FolderNode, FilesNode, RestNode:
			attrs += ", shape=folder, style=filled"
		case PackageNode:
			attrs += ", shape=component, style=filled, fillcolor=\"#eeeeee\""
		}
		if n.Verdict > Safe {
			attrs += fmt.Sprintf(", color=%q", dotColor[n.Verdict])
		}
		fmt.Fprintf(b, "  %s [%s];\n", nodeID(n, i), attrs)
	}
	for _, l := range lines(g, v) {
		attrs := "style=" + dotStyle[l.kind]
		switch {
		case l.breaks:
			attrs += fmt.Sprintf(", color=%q, penwidth=2.5", dotColor[Breaks])
		case l.latent:
			attrs += fmt.Sprintf(", color=%q, penwidth=2", dotColor[Latent])
		}
		if l.label != "" {
			attrs += ", label=" + dotString(l.label)
		}
		fmt.Fprintf(b, "  %s -> %s [%s];\n", l.from, l.to, attrs)
	}
	fmt.Fprintln(b, "}")
	return b.Flush()
}

var (
	dotColor = [...]string{Safe: "#4a9a5b", Latent: "#c98500", Breaks: "#d1242f"}
	dotStyle = [kinds]string{Require: "solid", Import: "solid", Conditional: "dashed", Lazy: "dashed", Dynamic: "dashed", TypeOnly: "dotted"}
)

// dotString is a quoted string of DOT: a double quote in it is escaped, a backslash before anything else stands for itself but \n, \l, \r, \N, \G,
// \E, \T, \H and \L, so backslashes are doubled.
func dotString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// Title is the heading of a cycle: its size, and what there is to say of it.
func (g *Graph) Title(c *Cycle) string {
	title := cycleLabel(c) + ": "
	if len(c.Harms) == 0 {
		return title + c.Verdict.String()
	}
	switch h := &c.Harms[0]; {
	case c.Verdict == Breaks:
		return title + "breaks when " + h.Entry + " starts"
	case h.Test:
		return title + "breaks when the test " + h.Entry + " is started by itself"
	case h.Entry != "":
		return title + "may break when " + h.Entry + " starts"
	default:
		return title + "would break if " + h.First + " were loaded first"
	}
}

func orderLabel(path string, order int) string {
	if order > 0 {
		return fmt.Sprintf("%d. %s", order, path)
	}
	return path
}

// nodeLabel is a node's label with what a number says of it.
func nodeLabel(n *Node) string {
	switch n.Kind {
	case ModuleNode:
		return orderLabel(n.Label, n.Order)
	case PackageNode:
		return n.Label
	}
	return n.Label + " (" + plural(len(n.Modules), "module") + ")"
}

// nodeID names a node: modules by their number, so that the members of a cycle have names too.
func nodeID(n *Node, i int) string {
	if n.Kind == ModuleNode {
		return fmt.Sprintf("m%d", n.Modules[0])
	}
	return fmt.Sprintf("n%d", i)
}

// drawn is one line of a drawing: between nodes, or members of cycles.
type drawn struct {
	from, to       string
	kind           Kind
	breaks, latent bool
	label          string
}

// lines are the lines of a drawing in which the members of cycles are drawn: links between other nodes, and imports from and to members.
func lines(g *Graph, v *View) []drawn {
	node := make([]int, len(g.Modules))
	for i := range node {
		node[i] = -1
	}
	for i := range v.Nodes {
		for _, m := range v.Nodes[i].Modules {
			node[m] = i
		}
	}
	hidden := make([]bool, len(g.Modules)) // members of cycles that are not shown
	for i := range v.Nodes {
		if n := &v.Nodes[i]; n.Kind == CycleNode {
			for _, m := range n.Modules {
				hidden[m] = true
			}
			for _, m := range g.Cycles[n.Cycle].Essence(v.members) {
				hidden[m] = false
			}
		}
	}
	id := func(m int) string {
		if n := &v.Nodes[node[m]]; n.Kind != CycleNode {
			return nodeID(n, node[m])
		}
		if hidden[m] {
			return fmt.Sprintf("n%d", node[m])
		}
		return fmt.Sprintf("m%d", m)
	}
	var out []drawn
	known := map[[2]string]int{}
	count := map[[2]string]int{}
	for i := range g.Edges {
		e := &g.Edges[i]
		if node[e.From] < 0 || node[e.To] < 0 {
			continue
		}
		key := [2]string{id(e.From), id(e.To)}
		if key[0] == key[1] {
			continue
		}
		k, ok := known[key]
		if !ok {
			k = len(out)
			known[key] = k
			out = append(out, drawn{from: key[0], to: key[1], kind: e.Kind})
		}
		d := &out[k]
		d.kind = min(d.kind, e.Kind)
		d.breaks, d.latent = d.breaks || e.Breaks, d.latent || e.Latent
		count[key] += e.Count
		switch {
		case e.Breaks || e.Latent:
			d.label = g.harmLabel(e)
		case e.Kind >= Conditional && d.kind == e.Kind && d.label == "":
			d.label = e.Kind.String()
		case !e.Breaks && !e.Latent && d.kind < Conditional && !d.breaks && !d.latent:
			d.label = ""
		}
	}
	for _, l := range v.Links {
		if n := &v.Nodes[l.To]; n.Kind == PackageNode {
			f := &v.Nodes[l.From]
			if f.Kind == CycleNode {
				continue // Graphviz and Mermaid draw to members only
			}
			out = append(out, drawn{from: nodeID(f, l.From), to: nodeID(n, l.To)})
		}
	}
	return out
}

// harmLabel says what is read through an import, and what it gives.
func (g *Graph) harmLabel(e *Edge) string {
	for i := range g.Cycles {
		for k := range g.Cycles[i].Harms {
			if h := &g.Cycles[i].Harms[k]; h.Reader == e.From && h.Target == e.To {
				return h.Label()
			}
		}
	}
	return ""
}

// Label is the harm in a few words.
func (h *Harm) Label() string {
	switch h.Gets {
	case "undefined":
		return "`" + h.Name + "` is undefined"
	case "{}":
		return "keeps {}, replaced later"
	case "ReferenceError":
		return "`" + h.Name + "`: ReferenceError"
	}
	return h.Gets
}
