package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/order"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/config"
	"nodebeyond/server/features"
	"nodebeyond/server/timeline"
)

const orderHelp = `Tells in which order the callbacks of a program run: what runs first, then the tick queue, the microtasks, timers, the ends of I/O, immediates, and
what each prints. With a line, of the function that stands there, from its entry. Nothing is run: the text is followed as Node would run it.

What Node leaves open, such as which of two files is read first, and what hangs on values that are not known is marked as undecided, with the reason.`

func newOrder(s *Streams) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "order FILE[:LINE]",
		Short: "Tell in which order callbacks run, queue by queue",
		Long:  orderHelp,
		Example: `  nodebeyond order server.js
  nodebeyond order lib/store.js:42
  nodebeyond order demo.mjs --format html > order.html`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fail("name the file, such as `nodebeyond order server.js`, or a line of a function in it, such as server.js:12", "order takes one file, not %d", len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if !slices.Contains(timeline.Formats, format) {
				return unknownWord("--format", format, timeline.Formats)
			}
			line, err := s.order(args[0])
			if err != nil {
				return err
			}
			if err := line.Write(s.Out, format); err != nil {
				return fail("", "cannot write the order: %v", err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "text", "`layout`: text, json or html")
	return c
}

// order predicts the order of a file, or of the function at a line of it.
func (s *Streams) order(word string) (*timeline.Timeline, error) {
	name, line := splitLine(word)
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(s.Dir, path)
	}
	f, err := readProgram(path, name)
	if err != nil {
		return nil, err
	}
	r := modules.New(modules.NewOS(filepath.ToSlash(config.ProjectRoot(filepath.Dir(path)))), modules.Options{})
	opt := order.Options{ESM: isModule(r, f), Resolve: resolveWith(r)}
	subject := "its top level"
	if line > 0 {
		m := syntax.NewMapper(f.Text)
		if line > m.LineCount() {
			return nil, fail("", "%s has no line %d", name, line)
		}
		if fn := features.FunctionAt(f, line-1); fn.Valid() {
			opt.Func = fn
			subject = "the function of line " + strconv.Itoa(m.Line(fn.Start())+1)
			if n := fn.Name(); n != "" {
				subject = n
			}
		}
	}
	return timeline.Of(order.Predict(f, opt), f, filepath.ToSlash(s.Dir), subject), nil
}

// splitLine splits FILE:LINE. line is 0 when there is none.
func splitLine(word string) (file string, line int) {
	if i := strings.LastIndexByte(word, ':'); i > 0 {
		if n, err := strconv.Atoi(word[i+1:]); err == nil && n > 0 {
			return word[:i], n
		}
	}
	return word, 0
}

// readProgram reads and parses a file of the user's.
func readProgram(path, name string) (*syntax.File, error) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fail("give the path of a JavaScript or TypeScript file", "order: there is no file %s", name)
	case st.IsDir():
		return nil, fail("give a file in it", "order: %s is a folder", name)
	case st.Size() > defaultMaxSize:
		return nil, fail("", "order: %s is larger than %d KB", name, defaultMaxSize/1024)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fail("", "order: cannot read %s: %v", name, err)
	}
	f := syntax.Parse(filepath.ToSlash(path), string(text))
	if len(f.Problems) > 0 {
		p := f.Problems[0]
		line := syntax.NewMapper(f.Text).Line(p.Start) + 1
		return nil, fail("mend the syntax first", "order: %s:%d: %s", name, line, p.Message)
	}
	return f, nil
}

// isModule reports whether Node takes a file for an ES module.
func isModule(r *modules.Resolver, f *syntax.File) bool {
	kind, _ := r.KindOf(f.Path, modules.Import)
	return kind == modules.KindESM || (kind == modules.KindAmbiguous || kind == modules.KindUnknown) && f.HasESM
}

// resolveWith reads the files of the project that a program asks for; packages in node_modules are not followed.
func resolveWith(r *modules.Resolver) func(*syntax.File, string) (*syntax.File, bool) {
	read := map[string]*syntax.File{}
	return func(from *syntax.File, spec string) (*syntax.File, bool) {
		how := modules.Require
		if isModule(r, from) {
			how = modules.Import
		}
		res, err := r.Resolve(from.Path, spec, how)
		if err != nil || res.Path == "" || modules.InNodeModules(res.Path) {
			return nil, false
		}
		f, ok := read[res.Path]
		if !ok {
			if g, err := readProgram(filepath.FromSlash(res.Path), res.Path); err == nil && isProgram(res.Path) {
				f = g
			}
			read[res.Path] = f
		}
		return f, f != nil && isModule(r, f)
	}
}

func isProgram(path string) bool {
	switch filepath.Ext(path) {
	case ".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".jsx", ".tsx":
		return true
	}
	return false
}
