package modulegraph

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// mermaidLines is one more than the number of lines that Mermaid draws unless the page around it says otherwise (its documentation,
// "Configuration", maxEdges).
const mermaidLines = 500

// FoldForMermaid is Fold for Mermaid: folders are folded until there are few enough lines.
func (g *Graph) FoldForMermaid(limit int, packages bool) *View {
	for {
		v := g.Fold(limit, packages)
		if len(lines(g, v)) < mermaidLines || limit <= 8 {
			return v
		}
		limit = limit * 3 / 4
	}
}

// WriteMermaid writes a view as a Mermaid flowchart (its documentation, "Flowcharts - Basic Syntax"). Errors are those of w.
func WriteMermaid(w io.Writer, g *Graph, v *View) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, "flowchart LR")
	for i := range v.Nodes {
		n := &v.Nodes[i]
		switch n.Kind {
		case CycleNode:
			c := &g.Cycles[n.Cycle]
			fmt.Fprintf(b, "  subgraph c%d[%s]\n", i, mermaidString(g.Title(c)))
			shown := c.Essence(v.members)
			for _, m := range shown {
				fmt.Fprintf(b, "    m%d[%s]\n", m, mermaidString(orderLabel(g.Modules[m].Path, g.Modules[m].Order)))
			}
			if more := len(c.Members) - len(shown); more > 0 {
				fmt.Fprintf(b, "    n%d[\"%d more\"]\n", i, more)
			}
			fmt.Fprintln(b, "  end")
			fmt.Fprintf(b, "  style c%d stroke:%s\n", i, dotColor[c.Verdict])
		case FolderNode, FilesNode, RestNode:
			fmt.Fprintf(b, "  %s[/%s/]\n", nodeID(n, i), mermaidString(nodeLabel(n)))
		case PackageNode:
			fmt.Fprintf(b, "  %s([%s])\n", nodeID(n, i), mermaidString(nodeLabel(n)))
		default:
			fmt.Fprintf(b, "  %s[%s]\n", nodeID(n, i), mermaidString(nodeLabel(n)))
		}
		if n.Kind != CycleNode && n.Verdict > Safe {
			fmt.Fprintf(b, "  style %s stroke:%s\n", nodeID(n, i), dotColor[n.Verdict])
		}
	}
	for i, l := range lines(g, v) {
		arrow := "-->"
		switch {
		case l.breaks, l.latent:
			arrow = "==>"
		case l.kind >= Conditional:
			arrow = "-.->"
		}
		label := ""
		if l.label != "" {
			label = "|" + mermaidString(l.label) + "|"
		}
		fmt.Fprintf(b, "  %s %s%s %s\n", l.from, arrow, label, l.to)
		if l.breaks {
			fmt.Fprintf(b, "  linkStyle %d stroke:%s\n", i, dotColor[Breaks])
		} else if l.latent {
			fmt.Fprintf(b, "  linkStyle %d stroke:%s\n", i, dotColor[Latent])
		}
	}
	return b.Flush()
}

// mermaidString is a quoted text: Mermaid writes characters that mean something to it as entities, with # in the place of &. A text that starts
// with a number and a full stop would be taken for a Markdown list, and backticks for Markdown.
func mermaidString(s string) string {
	s = strings.NewReplacer("#", "#35;", `"`, "#quot;", "`", "'", "<", "#lt;", ">", "#gt;", "\n", " ").Replace(s)
	if number, rest, ok := strings.Cut(s, ". "); ok && strings.Trim(number, "0123456789") == "" {
		s = number + "#46; " + rest
	}
	return `"` + s + `"`
}
