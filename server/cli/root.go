package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/config"
)

const rootHelp = `nodebeyond understands whole Node programs, finds where they break at run time, and explains why.

Start with:
  nodebeyond lint            look at the project in this folder
  nodebeyond explain RULE    read why a finding matters, and what to write instead

Exit codes of every command: 0 clean, 1 findings at or above the fail level, 2 could not run.`

// newRoot makes the tree of commands.
func newRoot(t *Tool, s *Streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "nodebeyond",
		Short:         "Find and understand the run-time pitfalls of Node programs",
		Long:          rootHelp,
		Version:       t.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			var names []string
			for _, c := range cmd.Commands() {
				if !c.Hidden {
					names = append(names, c.Name())
				}
			}
			return fail("nodebeyond --help lists the commands; `nodebeyond lint "+args[0]+"` looks at a file", "there is no command %q%s", args[0], config.DidYouMean(args[0], names))
		},
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Use: "no-help", Hidden: true})
	root.SetVersionTemplate(fmt.Sprintf("nodebeyond %s\ncache: format %s\nparser: esbuild %s\n", t.Version, engine.Format(), syntax.ParserVersion))
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	root.PersistentFlags().StringVar(&s.colorMode, "color", "auto", "`when` to use colour: auto, always or never")
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return s.decideColor() }
	root.AddCommand(newLint(t, s), newExplain(t, s), newRules(t, s), newBench(t, s), newGraph(t, s), newTrace(t, s), newOrder(s), newDocs(t, s))
	if t.Serve != nil {
		root.AddCommand(newServer(t, s))
	}
	return root
}
