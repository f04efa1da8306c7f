package picture

import (
	"io"

	"nodebeyond/server/modulegraph"
)

// WriteHTML is not done.
func WriteHTML(w io.Writer, g *modulegraph.Graph, o Options) error { return WriteSVG(w, g, o) }
