// Package cli is the command line: its flags, what they mean, exit codes, and what goes to which stream.
//
// It knows how a run is asked for and answered. It must not know how findings are made (it is given a function that makes them), how a
// report looks, or anything of the language server, which it only starts.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/server/config"
)

// The exit codes.
const (
	ExitClean    = 0 // nothing found at or above the fail level
	ExitFindings = 1 // findings at or above the fail level, or too many warnings
	ExitFailed   = 2 // the run could not start, or not look at all that it was asked to
)

// Tool is what the program is made of: everything that the command line does not do itself.
type Tool struct {
	// Version is the version of nodebeyond, such as "1.2.0".
	Version string
	// Rules are all rules; Own are those of the engine itself, which always run.
	Rules, Own []*rule.Rule
	// Page is the Markdown page of a rule, "" where there is none.
	Page func(id string) string
	// Lint analyses a project. Beside the result it gives the texts that the findings speak of.
	Lint func(context.Context, engine.Options) (*engine.Result, Texts, error)
	// Serve runs the language server until its client leaves. nil leaves the subcommand out.
	Serve func(context.Context, Serving) error
}

// Texts gives the text of a file, by absolute path with forward slashes.
type Texts func(path string) (string, error)

// rule finds a rule by its id.
func (t *Tool) rule(id string) *rule.Rule {
	for _, list := range [][]*rule.Rule{t.Rules, t.Own} {
		for _, r := range list {
			if r.ID == id {
				return r
			}
		}
	}
	return nil
}

// names are the words that a configuration may use.
func (t *Tool) names() config.Names { return config.NamesOf(t.Rules, t.Own) }

// ruleIDs lists the ids of all rules.
func (t *Tool) ruleIDs() []string { return t.names().Rules }

// page is the page of a rule.
func (t *Tool) page(id string) string {
	if t.Page == nil {
		return ""
	}
	return t.Page(id)
}

// failure is an error with advice. Its text is what the user reads.
type failure struct {
	what   string
	remedy string
}

func (f *failure) Error() string { return f.what }

func fail(remedy, format string, args ...any) error {
	return &failure{fmt.Sprintf(format, args...), remedy}
}

// exit is an error that carries only an exit code: everything has been said.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Run carries out a command line, without the program's name, and gives the exit code. It does not end the process.
func Run(ctx context.Context, t *Tool, s *Streams, args []string) int {
	root := newRoot(t, s)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var code exit
	switch {
	case err == nil:
		return ExitClean
	case errors.As(err, &code):
		return int(code)
	}
	complain(s.Err, root, err)
	return ExitFailed
}

// complain says what went wrong and what to do.
func complain(w io.Writer, root *cobra.Command, err error) {
	var list config.Errors
	var f *failure
	var flag *pflag.NotExistError
	switch {
	case errors.As(err, &list):
		for _, e := range list {
			fmt.Fprintln(w, e.Error())
		}
		fmt.Fprintln(w, "help: docs/settings.md describes every key")
	case errors.As(err, &f):
		fmt.Fprintf(w, "nodebeyond: %s\n", f.what)
		if f.remedy != "" {
			fmt.Fprintf(w, "help: %s\n", f.remedy)
		}
	case errors.As(err, &flag):
		fmt.Fprintf(w, "nodebeyond: there is no option --%s%s\n", flag.GetSpecifiedName(), config.DidYouMean(flag.GetSpecifiedName(), flagNames(root)))
		fmt.Fprintln(w, "help: nodebeyond <command> --help lists the options")
	default:
		fmt.Fprintf(w, "nodebeyond: %s\n", strings.TrimSpace(err.Error()))
	}
}

// flagNames lists the options of all commands.
func flagNames(c *cobra.Command) []string {
	var names []string
	seen := map[string]bool{}
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !seen[f.Name] && !f.Hidden {
				seen[f.Name] = true
				names = append(names, f.Name)
			}
		})
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(c)
	return names
}
