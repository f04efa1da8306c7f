package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/spf13/pflag"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/program"
	"nodebeyond/server/config"
	"nodebeyond/server/report"
)

// looking is a run that looks at the files of a project without judging them. What it looks at is chosen as for `nodebeyond lint`.
type looking struct{ *linting }

func newLooking(t *Tool, s *Streams, f *lintFlags) *looking {
	return &looking{&linting{Tool: t, Streams: s, flags: f, maxSize: defaultMaxSize}}
}

// addProjectFlags adds the options that choose the files.
func addProjectFlags(fs *pflag.FlagSet, f *lintFlags) {
	fs.StringVar(&f.config, "config", "", "configuration `file`; by default nodebeyond.jsonc in this folder or above it")
	fs.BoolVar(&f.noConfig, "no-config", false, "use no configuration file")
	fs.BoolVar(&f.noIgnore, "no-ignore", false, "do not heed .gitignore, .nodebeyondignore and the configuration's ignores")
}

// addNode adds the option that says which Node is meant.
func addNode(fs *pflag.FlagSet, line *int) {
	fs.IntVar(line, "node", 0, fmt.Sprintf("tell what this major `version` of Node does, 18 to %d; 0 is the newest", program.NewestLine))
}

func checkNode(line int) error {
	if line != 0 && (line < 18 || line > program.NewestLine) {
		return fail(fmt.Sprintf("give a major version from 18 to %d", program.NewestLine), "--node does not know %d", line)
	}
	return nil
}

// open finds the files below the paths. That there is none is an error.
func (l *looking) open(ctx context.Context, args []string) (engine.Options, error) {
	if l.flags.config != "" && l.flags.noConfig {
		return engine.Options{}, fail("give one of them", "--config and --no-config exclude each other")
	}
	paths, err := l.paths(args)
	if err != nil {
		return engine.Options{}, err
	}
	if err := l.configure(paths); err != nil {
		return engine.Options{}, err
	}
	opts, found, err := l.options(ctx, paths)
	if err != nil {
		return engine.Options{}, err
	}
	if len(opts.Files) == 0 {
		where := report.Relative(filepath.ToSlash(l.Dir), filepath.ToSlash(paths[0]))
		remedy := "name a folder with .js, .cjs, .mjs or .ts files"
		if len(found.skipped) > 0 {
			remedy = "--no-ignore looks at what is left out as well"
		}
		return engine.Options{}, fail(remedy, "there are no modules in %s", where)
	}
	return opts, nil
}

// module is the absolute path of the project's file that a word of the command line means, "" for "". The file may be named without its
// extension, or by its folder.
func (l *looking) module(flag, word string, opts engine.Options) (string, error) {
	if word == "" {
		return "", nil
	}
	base := filepath.ToSlash(l.abs(word))
	for _, end := range []string{"", ".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".jsx", ".tsx", "/index.js", "/index.cjs", "/index.mjs", "/index.ts"} {
		at := base + end
		i := sort.Search(len(opts.Files), func(i int) bool { return opts.Files[i].Path >= at })
		if i < len(opts.Files) && opts.Files[i].Path == at {
			return at, nil
		}
	}
	st, err := os.Stat(l.abs(word))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", fail("check the spelling; paths are relative to "+filepath.ToSlash(l.Dir), "%s: there is no file %s%s", flag, word, l.nearest(word, opts))
	case err != nil:
		return "", fail("check the path and its permissions", "%s: cannot look at %s: %v", flag, word, reason(err))
	case st.IsDir():
		return "", fail("name one of its files", "%s: %s is a folder without an index file", flag, word)
	case !within(filepath.FromSlash(opts.Root), l.abs(word)):
		return "", fail("name the project's folder, or start in it", "%s: %s is outside of the project, which is %s", flag, word, opts.Root)
	}
	return "", fail("name a module that is looked at: .gitignore, .nodebeyondignore and the configuration leave files out, --no-ignore does not heed them",
		"%s: %s is not among the modules of the project", flag, word)
}

// nearest proposes files whose path, or name alone, is like a word.
func (l *looking) nearest(word string, opts engine.Options) string {
	dir := filepath.ToSlash(l.Dir)
	var all, alone []string
	byName := map[string]string{}
	for i := range opts.Files {
		rel := report.Relative(dir, opts.Files[i].Path)
		all = append(all, rel)
		name := rel[strings.LastIndexByte(rel, '/')+1:]
		if byName[name] == "" {
			byName[name] = rel
			alone = append(alone, name)
		}
	}
	// The right name in the wrong folder is the likeliest mistake.
	var near []string
	if same := byName[filepath.Base(word)]; same != "" {
		near = append(near, same)
	} else if near = config.Nearest(filepath.ToSlash(word), all); len(near) == 0 {
		for _, name := range config.Nearest(filepath.Base(word), alone) {
			near = append(near, byName[name])
		}
	}
	if len(near) == 0 {
		return ""
	}
	return `; did you mean "` + strings.Join(near, `" or "`) + `"?`
}

// complainAbout tells the problems with single files. What was shown stands, and the exit code says that it is not everything.
func (l *looking) complainAbout(problems []engine.Problem) error {
	for _, p := range problems {
		line := p.Message
		if p.File != "" {
			line = report.Relative(filepath.ToSlash(l.Dir), p.File) + ": " + line
		}
		fmt.Fprintf(l.Err, "nodebeyond: %s\n", line)
		if p.Remedy != "" {
			fmt.Fprintf(l.Err, "help: %s\n", p.Remedy)
		}
	}
	if len(problems) > 0 {
		return exit(ExitFailed)
	}
	return nil
}
