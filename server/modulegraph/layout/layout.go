// Package layout writes a module graph, or a trace, in the format that somebody named. The command line and the language server share it; who asks,
// and where the result goes, is theirs.
package layout

import (
	"fmt"
	"io"
	"slices"

	"nodebeyond/server/modulegraph"
	"nodebeyond/server/modulegraph/picture"
)

// Formats are the names of the formats of a graph, TraceFormats those of a trace; the first is the one for people at a terminal.
var (
	Formats      = []string{"text", "json", "dot", "mermaid", "html", "svg"}
	TraceFormats = []string{"text", "json"}
)

// How many nodes a drawing has before folders are folded: of other programs, and of ours.
const (
	graphLimit   = 60
	pictureLimit = 40
)

// Options say how a graph or a trace is written. A trace looks at Format, Color and All only.
type Options struct {
	Format string // one of Formats
	// Title is what the graph is of.
	Title string
	// Packages draws the packages that modules ask for.
	Packages bool
	// All shows every module, however many there are.
	All bool
	// Color is for text on a terminal.
	Color bool
}

// Write writes a graph. The error is that of w, or that there is no such format.
func Write(w io.Writer, g *modulegraph.Graph, o Options) error {
	limit, ours := graphLimit, pictureLimit
	if o.All {
		limit, ours = 0, 0
	}
	switch o.Format {
	case "text":
		return modulegraph.WriteText(w, g, modulegraph.Style{Color: o.Color, All: o.All})
	case "json":
		return modulegraph.WriteJSON(w, g)
	case "dot":
		return modulegraph.WriteDOT(w, g, g.Fold(limit, o.Packages))
	case "mermaid":
		return modulegraph.WriteMermaid(w, g, g.FoldForMermaid(limit, o.Packages))
	case "svg":
		return picture.WriteSVG(w, g, picture.Options{Title: o.Title, Limit: ours, Packages: o.Packages})
	case "html":
		return picture.WriteHTML(w, g, picture.Options{Title: o.Title, Limit: ours, Packages: o.Packages})
	}
	return fmt.Errorf("%q is no format of a graph; it can be one of %v", o.Format, Formats)
}

// WriteTrace writes a trace. The error is that of w, or that there is no such format.
func WriteTrace(w io.Writer, t *modulegraph.Trace, o Options) error {
	switch {
	case !slices.Contains(TraceFormats, o.Format):
		return fmt.Errorf("%q is no format of a trace; it can be one of %v", o.Format, TraceFormats)
	case o.Format == "json":
		return modulegraph.WriteTraceJSON(w, t)
	}
	return modulegraph.WriteTraceText(w, t, modulegraph.Style{Color: o.Color, All: o.All})
}
