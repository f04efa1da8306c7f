package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"nodebeyond/server/modulegraph"
	"nodebeyond/server/modulegraph/layout"
)

type graphFlags struct {
	lintFlags
	entry, focus string
	cyclesOnly   bool
	packages     bool
	all          bool
	depth        int
	node         int
	output       string
}

const graphHelp = `Shows which module asks for which, the cycles among them, and what goes wrong in those: which module reads what too early, and
the program that does it. Nothing is run.

A cycle is said to break when a program of the project (package.json, hashbang lines, files that no other file asks for) reads something
too early as it starts; it is latent when that would happen in another order of loading only, and safe otherwise.

Large projects are folded: folders stand for their modules, and cycles that do harm are always shown by themselves. The page of --format html
goes down into the folders.`

func newGraph(t *Tool, s *Streams) *cobra.Command {
	f := &graphFlags{}
	c := &cobra.Command{
		Use:   "graph [path]",
		Short: "Show the module graph and its cycles",
		Long:  graphHelp,
		Example: `  nodebeyond graph
  nodebeyond graph --cycles-only --format json
  nodebeyond graph --focus src/store.js --depth 1
  nodebeyond graph --format html --output modules.html`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fail("name the folder that holds them all", "graph takes one path, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			g := &graphing{looking: newLooking(t, s, &f.lintFlags), flags: f}
			return g.run(cmd.Context(), args)
		},
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.format, "format", "text", "`layout`: "+strings.Join(layout.Formats, ", "))
	fs.StringVarP(&f.output, "output", "o", "", "write to this `file`")
	fs.StringVar(&f.entry, "entry", "", "show what this `file` loads, in its order")
	fs.StringVar(&f.focus, "focus", "", "show what is around this `file`")
	fs.IntVar(&f.depth, "depth", 0, "go this `number` of imports away from --entry (0 is any) or --focus (0 is 2)")
	fs.BoolVar(&f.cyclesOnly, "cycles-only", false, "show the modules of cycles only")
	fs.BoolVar(&f.packages, "packages", false, "draw the packages that modules ask for as well")
	fs.BoolVar(&f.all, "all", false, "show every module, however many there are")
	addNode(fs, &f.node)
	addProjectFlags(fs, &f.lintFlags)
	return c
}

// graphing is one run of `nodebeyond graph`.
type graphing struct {
	*looking
	flags *graphFlags
}

func (g *graphing) run(ctx context.Context, args []string) error {
	f := g.flags
	if !slices.Contains(layout.Formats, f.format) {
		return unknownWord("--format", f.format, layout.Formats)
	}
	if f.depth < 0 {
		return fail("give a number from 1, or 0", "--depth does not take %d", f.depth)
	}
	if err := checkNode(f.node); err != nil {
		return err
	}
	opts, err := g.open(ctx, args)
	if err != nil {
		return err
	}
	base := g.Dir
	if len(args) > 0 {
		base = commonFolder([]string{g.abs(args[0])})
	}
	base = filepath.ToSlash(base)
	from, err := g.module("--entry", f.entry, opts)
	if err != nil {
		return err
	}
	focus, err := g.module("--focus", f.focus, opts)
	if err != nil {
		return err
	}
	graph, problems, err := modulegraph.Read(ctx, opts, modulegraph.Options{Base: base, Entry: from, Node: f.node})
	if err != nil {
		return g.cannotRun(err)
	}
	at := func(path string) int { return graph.Find(strings.TrimPrefix(path, strings.TrimSuffix(base, "/")+"/")) }
	selection := modulegraph.Selection{From: -1, Focus: -1, Depth: f.depth, Cycles: f.cyclesOnly}
	if from != "" {
		selection.From = at(from)
	}
	if focus != "" {
		selection.Focus = at(focus)
	}
	if err := g.write(graph.Select(selection), path.Base(base)); err != nil {
		return err
	}
	return g.complainAbout(problems)
}

// write writes the graph to --output, or to standard output.
func (g *graphing) write(graph *modulegraph.Graph, title string) error {
	f := g.flags
	if f.output == "" {
		if err := g.writeTo(g.Out, graph, title, g.color); err != nil {
			return fail("", "cannot write the graph: %v", err)
		}
		return nil
	}
	var page bytes.Buffer
	err := g.writeTo(&page, graph, title, false)
	if err == nil {
		err = os.WriteFile(g.abs(f.output), page.Bytes(), 0o644)
	}
	if err != nil {
		return fail("check that its folder exists and that you may write there", "cannot write %s: %v", f.output, reason(err))
	}
	fmt.Fprintf(g.Err, "nodebeyond: wrote %s\n", f.output)
	return nil
}

func (g *graphing) writeTo(w io.Writer, graph *modulegraph.Graph, title string, color bool) error {
	f := g.flags
	return layout.Write(w, graph, layout.Options{Format: f.format, Title: title, Packages: f.packages, All: f.all, Color: color})
}
