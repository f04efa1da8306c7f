package cli

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"nodebeyond/server/config"
	"nodebeyond/server/modulegraph"
	"nodebeyond/server/modulegraph/layout"
)

type traceFlags struct {
	lintFlags
	node int
	all  bool
}

const traceHelp = `Tells what happens while Node loads a module: which modules it loads, in order, each below the one that asks for it, and for each
the steps of require(): resolve the name, load the text, put the module into the cache, wrap the text in a function, evaluate it. A module
that is asked for again before it has ended is marked ↺, with the names that it has by then and those that it lacks; a name that is read
too early is marked ✗. Nothing is run.

Of a long trace the steps are left out, and of a very long one the modules in which nothing goes wrong.`

func newTrace(t *Tool, s *Streams) *cobra.Command {
	f := &traceFlags{}
	c := &cobra.Command{
		Use:   "trace ENTRY",
		Short: "Tell in which order modules load, and what each sees",
		Long:  traceHelp,
		Example: `  nodebeyond trace server.js
  nodebeyond trace test/store.test.js --node 20
  nodebeyond trace server.js --format json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fail("name the module that Node starts with, such as `nodebeyond trace server.js`", "trace takes one module, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return (&tracing{newLooking(t, s, &f.lintFlags), f}).run(cmd.Context(), args[0])
		},
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.format, "format", "text", "`layout`: text or json")
	fs.BoolVar(&f.all, "all", false, "show every module with every step, however many there are")
	addNode(fs, &f.node)
	addProjectFlags(fs, &f.lintFlags)
	return c
}

// tracing is one run of `nodebeyond trace`.
type tracing struct {
	*looking
	flags *traceFlags
}

func (t *tracing) run(ctx context.Context, word string) error {
	f := t.flags
	if !slices.Contains(layout.TraceFormats, f.format) {
		return unknownWord("--format", f.format, layout.TraceFormats)
	}
	if err := checkNode(f.node); err != nil {
		return err
	}
	// The project of the module, which need not be that of the working folder. A module that is not there is looked for in the latter.
	dir := filepath.Dir(t.abs(word))
	if !isFolder(dir) {
		dir = t.Dir
	}
	opts, err := t.open(ctx, []string{config.ProjectRoot(dir)})
	if err != nil {
		return err
	}
	entry, err := t.module("trace", word, opts)
	if err != nil {
		return err
	}
	base := opts.Root
	if within(t.Dir, filepath.FromSlash(opts.Root)) {
		base = filepath.ToSlash(t.Dir) // names are those of the folder that one is in, if it holds the project
	}
	trace, problems, err := modulegraph.ReadTrace(ctx, opts, modulegraph.Options{Base: base, Entry: entry, Node: f.node})
	if err != nil {
		return t.cannotRun(err)
	}
	if err := layout.WriteTrace(t.Out, trace, layout.Options{Format: f.format, Color: t.color, All: f.all}); err != nil {
		return fail("", "cannot write the trace: %v", err)
	}
	if trace.Entry == nil {
		return fail("", "%s was not looked at", word)
	}
	return t.complainAbout(problems)
}
