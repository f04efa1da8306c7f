package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/server/config"
	"nodebeyond/server/report"
	"nodebeyond/server/workspace/discover"
)

// defaultMaxSize is the largest file that is looked at, in bytes.
const defaultMaxSize = 2 << 20

// lintFlags are the options of `nodebeyond lint`.
type lintFlags struct {
	format        string
	rules         []string
	preset        string
	severity      string
	failOn        string
	maxWarnings   int
	quiet         bool
	fix           bool
	fixDryRun     bool
	stdin         bool
	stdinFilename string
	timing        bool
	noCache       bool
	cacheDir      string
	jobs          int
	maxSize       string
	config        string
	noConfig      bool
	noIgnore      bool
}

const lintHelp = `Analyses the files below the paths (the current folder by default) as one program and reports what goes wrong at run time.

Files: .js .cjs .mjs .jsx .ts .cts .mts .tsx, without what .gitignore, .nodebeyondignore and the configuration leave out, node_modules,
hidden folders and minified files. A file that is named itself is always looked at.

Exit codes:
  0  nothing at or above the fail level (--fail-on, warning by default)
  1  findings at or above the fail level, or more warnings than --max-warnings
  2  could not run, or could not look at a file: a wrong option, path or configuration; a file that cannot be read, is not UTF-8 text
     or, when named itself, is over --max-size. The report holds everything else.`

func newLint(t *Tool, s *Streams) *cobra.Command {
	f := &lintFlags{}
	c := &cobra.Command{
		Use:   "lint [paths]",
		Short: "Analyse a project and report what goes wrong at run time",
		Long:  lintHelp,
		Example: `  nodebeyond lint
  nodebeyond lint src server.js --format json
  nodebeyond lint --rule sync-in-handler=error --max-warnings 0
  nodebeyond lint --stdin-filename src/app.js < src/app.js`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			l := &linting{Tool: t, Streams: s, flags: f, started: time.Now()}
			l.failOnSet = cmd.Flags().Changed("fail-on")
			return l.run(cmd.Context(), args)
		},
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.format, "format", "text", "`layout` of the report: "+strings.Join(report.Formats, ", "))
	fs.StringArrayVar(&f.rules, "rule", nil, "run only this rule, as `id[=severity]`; may be repeated")
	fs.StringVar(&f.preset, "preset", "", "`set` of rules: recommended, strict or teaching")
	fs.StringVar(&f.severity, "severity", "hint", "lowest `level` to report: hint, info, warning or error; the rest counts for nothing but --max-warnings")
	fs.StringVar(&f.failOn, "fail-on", "warning", "lowest `level` that makes the exit code 1: hint, info, warning, error, or never")
	fs.IntVar(&f.maxWarnings, "max-warnings", -1, "exit with 1 only when there are more than `n` warnings (errors always count)")
	fs.Lookup("max-warnings").DefValue = "0" // help shows no default then; there is none
	fs.BoolVar(&f.quiet, "quiet", false, "report errors only, and nothing when there are none")
	fs.BoolVar(&f.fix, "fix", false, "apply the safe fixes to the files, and report what is left")
	fs.BoolVar(&f.fixDryRun, "fix-dry-run", false, "show what --fix would change, and change nothing")
	fs.BoolVar(&f.stdin, "stdin", false, "read one file's text from standard input (--stdin-filename implies it)")
	fs.StringVar(&f.stdinFilename, "stdin-filename", "", "`path` that the text from standard input has in its project")
	fs.StringVar(&f.config, "config", "", "configuration `file`; by default nodebeyond.jsonc in this folder or above it")
	fs.BoolVar(&f.noConfig, "no-config", false, "use no configuration file")
	fs.BoolVar(&f.noIgnore, "no-ignore", false, "do not heed .gitignore, .nodebeyondignore and the configuration's ignores")
	fs.StringVar(&f.maxSize, "max-size", "2MiB", "leave out files over this `size`: a number of bytes, or with KiB or MiB")
	fs.BoolVar(&f.noCache, "no-cache", false, "neither read nor write the cache")
	fs.StringVar(&f.cacheDir, "cache-dir", "", "`folder` of the cache; by default the user's cache folder")
	fs.IntVar(&f.jobs, "jobs", 0, "`number` of workers; 0 is one per processor")
	fs.BoolVar(&f.timing, "timing", false, "print the time of every phase and rule, and what came from the cache, to standard error")
	return c
}

// linting is one run of `nodebeyond lint`.
type linting struct {
	*Tool
	*Streams
	flags     *lintFlags
	failOnSet bool
	started   time.Time

	// worked out from flags and configuration
	show      rule.Severity
	failOn    rule.Severity // Off: never
	maxSize   int64
	config    *config.Config
	selection *config.Selection
}

func (l *linting) run(ctx context.Context, args []string) error {
	if err := l.checkFlags(args); err != nil {
		return err
	}
	paths, err := l.paths(args)
	if err != nil {
		return err
	}
	if err := l.configure(paths); err != nil {
		return err
	}
	opts, files, err := l.options(ctx, paths)
	if err != nil {
		return err
	}
	bar := l.progress()
	opts.Progress = bar.step
	outcome, err := l.analyse(ctx, opts)
	bar.close()
	if err != nil {
		return l.cannotRun(err)
	}
	rep := l.report(opts, outcome, files)
	over := countWarnings(rep.Findings)
	rep.Findings = slices.DeleteFunc(rep.Findings, func(d rule.Diagnostic) bool { return d.Severity < l.show })
	if err := l.write(rep); err != nil {
		return fail("", "cannot write the report: %v", err)
	}
	if l.flags.timing {
		writeTiming(l.Err, outcome.result, time.Since(l.started))
	}
	return l.verdict(rep, over)
}

// cannotRun explains an error of the engine.
func (l *linting) cannotRun(err error) error {
	if errors.Is(err, context.Canceled) {
		return fail("", "interrupted")
	}
	return fail("", "the analysis could not run: %v", err)
}

// checkFlags reads the options that are words or sizes.
func (l *linting) checkFlags(args []string) error {
	f := l.flags
	var err error
	if !slices.Contains(report.Formats, f.format) {
		return unknownWord("--format", f.format, report.Formats)
	}
	presets := []string{"recommended", "strict", "teaching"}
	if f.preset != "" && !slices.Contains(presets, f.preset) {
		return unknownWord("--preset", f.preset, presets)
	}
	if l.show, err = level("--severity", f.severity); err != nil {
		return err
	}
	if f.quiet {
		l.show = max(l.show, rule.Error)
	}
	if f.failOn != "never" {
		if l.failOn, err = level("--fail-on", f.failOn, "never"); err != nil {
			return err
		}
	}
	if l.maxSize, err = parseSize(f.maxSize); err != nil {
		return err
	}
	if f.jobs < 0 {
		return fail("give a number from 1, or 0 for one per processor", "--jobs does not take %d", f.jobs)
	}
	f.stdin = f.stdin || f.stdinFilename != ""
	switch {
	case f.fix && f.fixDryRun:
		return fail("give one of them", "--fix and --fix-dry-run exclude each other")
	case f.config != "" && f.noConfig:
		return fail("give one of them", "--config and --no-config exclude each other")
	case f.stdin && f.stdinFilename == "":
		return fail("say where the text belongs: --stdin-filename src/app.js", "--stdin needs --stdin-filename")
	case f.stdin && len(args) > 0:
		return fail("leave the paths out: with standard input only that text is reported", "--stdin and paths exclude each other")
	case f.stdin && f.fix:
		return fail("use --fix-dry-run, which prints the change", "--fix cannot write to standard input")
	}
	return nil
}

func unknownWord(flag, word string, words []string) error {
	return fail("use "+strings.Join(words, ", "), "%s does not know %q%s", flag, word, config.DidYouMean(word, words))
}

func level(flag, word string, more ...string) (rule.Severity, error) {
	s, ok := rule.ParseSeverity(word)
	if !ok || s == rule.Off {
		return rule.Off, unknownWord(flag, word, append([]string{"hint", "info", "warning", "error"}, more...))
	}
	return s, nil
}

// parseSize reads "2097152", "512KiB", "2MiB"; the unit's "iB" may be left out.
func parseSize(word string) (int64, error) {
	unit := int64(1)
	number := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(word), "ib"), "b")
	switch {
	case strings.HasSuffix(number, "k"):
		number, unit = number[:len(number)-1], 1<<10
	case strings.HasSuffix(number, "m"):
		number, unit = number[:len(number)-1], 1<<20
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || n > 1<<30/unit {
		return 0, fail("give a number of bytes up to 1 GiB, or one with KiB or MiB, such as 4MiB", "--max-size does not know %q", word)
	}
	return n * unit, nil
}

// paths makes the paths of the command line absolute and sees that they are there.
func (l *linting) paths(args []string) ([]string, error) {
	if l.flags.stdin {
		return []string{l.abs(l.flags.stdinFilename)}, nil
	}
	if len(args) == 0 {
		args = []string{"."}
	}
	paths := make([]string, len(args))
	for i, a := range args {
		paths[i] = l.abs(a)
		_, err := os.Stat(paths[i])
		switch {
		case errors.Is(err, os.ErrNotExist):
			remedy := "check the spelling; paths are relative to " + filepath.ToSlash(l.Dir)
			if _, err := os.Lstat(paths[i]); err == nil {
				remedy = "repair or remove the link"
				return nil, fail(remedy, "%s is a link that leads nowhere", a)
			}
			return nil, fail(remedy, "there is no file or folder %s", a)
		case err != nil:
			return nil, fail("check the path and its permissions", "cannot look at %s: %v", a, reason(err))
		}
	}
	return paths, nil
}

// reason is an error without the path that the system put before it.
func reason(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func (l *linting) abs(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(l.Dir, path)
}

// configure reads the configuration and decides which rules run.
func (l *linting) configure(paths []string) error {
	f := l.flags
	l.config = &config.Config{}
	file := ""
	switch {
	case f.config != "":
		file = l.abs(f.config)
	case !f.noConfig:
		file = config.Find(commonFolder(paths[:1]))
	}
	if file != "" {
		c, err := config.Load(file, l.names())
		if list := config.AsErrors(err); list != nil {
			for _, e := range list {
				e.File = report.Relative(filepath.ToSlash(l.Dir), filepath.ToSlash(e.File))
			}
			return list
		} else if err != nil {
			return fail("check --config, or leave the file out with --no-config", "cannot read the configuration %s: %v", report.Relative(filepath.ToSlash(l.Dir), filepath.ToSlash(file)), reason(err))
		}
		l.config = c
	}
	if !l.failOnSet {
		l.failOn = l.config.Fail()
	}
	choice := config.Choice{Preset: config.Preset(f.preset), Always: l.Own}
	if len(f.rules) > 0 {
		choice.Only = map[string]rule.Severity{}
	}
	for _, word := range f.rules {
		for part := range strings.SplitSeq(word, ",") {
			id, weight, has := strings.Cut(strings.TrimSpace(part), "=")
			if l.rule(id) == nil {
				return fail("`nodebeyond rules` lists them", "there is no rule %q%s", id, config.DidYouMean(id, l.ruleIDs()))
			}
			choice.Only[id] = rule.Off
			if has {
				s, err := level("--rule "+id, weight)
				if err != nil {
					return err
				}
				choice.Only[id] = s
			}
		}
	}
	l.selection = l.config.Select(l.Rules, choice)
	return nil
}

// options finds the files and sets up the engine's run.
func (l *linting) options(ctx context.Context, paths []string) (engine.Options, *found, error) {
	f := l.flags
	root := config.ProjectRoot(commonFolder(paths))
	where := paths
	if f.stdin {
		where = []string{root}
	}
	d := discover.Options{MaxSize: l.maxSize, Workers: f.jobs, NoIgnoreFiles: f.noIgnore}
	if !f.noIgnore {
		d.ConfigDir, d.Ignore = filepath.FromSlash(l.config.Dir()), l.config.IgnoreGlobs()
	}
	files, err := find(ctx, where, d)
	if err != nil {
		return engine.Options{}, nil, l.cannotRun(err)
	}
	if f.stdin {
		if err := l.overlay(files, paths[0]); err != nil {
			return engine.Options{}, nil, err
		}
	}
	o := engine.Options{
		Root:     filepath.ToSlash(root),
		Files:    files.files,
		Rules:    l.selection.Rules(),
		Names:    l.ruleIDs(),
		Engines:  l.config.NodeRange(root),
		Severity: l.selection.Severity,
		Jobs:     f.jobs,
		CacheDir: f.cacheDir,
		MaxSize:  l.maxSize,
		Timing:   f.timing,
	}
	switch {
	case f.noCache:
		o.CacheDir = "off"
	case f.cacheDir != "":
		o.CacheDir = filepath.ToSlash(l.abs(f.cacheDir))
	}
	return o, files, nil
}

// overlay puts the text from standard input in the place of the file at path, which need not exist.
func (l *linting) overlay(files *found, path string) error {
	data, err := io.ReadAll(io.LimitReader(l.In, l.maxSize+1))
	switch {
	case err != nil:
		return fail("", "cannot read standard input: %v", reason(err))
	case int64(len(data)) > l.maxSize:
		return fail("raise --max-size", "the text on standard input is over %d bytes", l.maxSize)
	case !utf8.Valid(data):
		return fail("convert it to UTF-8, as Node expects", "the text on standard input is not UTF-8")
	}
	text := string(data)
	slashed := filepath.ToSlash(path)
	at, ok := slices.BinarySearchFunc(files.files, slashed, func(f engine.File, p string) int { return strings.Compare(f.Path, p) })
	if !ok {
		files.files = slices.Insert(files.files, at, engine.File{Path: slashed})
	}
	files.files[at].Text, files.files[at].Size = &text, int64(len(text))
	return nil
}

// report puts together what there is to say.
func (l *linting) report(o engine.Options, out *outcome, files *found) *report.Report {
	r := &report.Report{
		Dir:          filepath.ToSlash(l.Dir),
		Root:         o.Root,
		Version:      l.Version,
		Rules:        slices.Concat(l.Rules, l.Own),
		Page:         l.page,
		Text:         out.texts,
		Findings:     slices.Clone(out.result.Findings),
		Files:        out.result.Stats.Files,
		Cached:       out.result.Stats.Cached,
		Fixes:        out.fixes,
		FixesApplied: l.flags.fix,
	}
	for _, p := range out.result.Errors {
		r.Errors = append(r.Errors, report.Problem{File: p.File, Message: p.Message, Remedy: p.Remedy})
	}
	r.Errors = append(r.Errors, out.errors...)
	r.Errors = append(r.Errors, files.errors...)
	r.Skipped = files.skipped
	if l.flags.stdin {
		file := filepath.ToSlash(l.abs(l.flags.stdinFilename))
		r.Findings = slices.DeleteFunc(r.Findings, func(d rule.Diagnostic) bool { return d.File != file })
		r.Errors = slices.DeleteFunc(r.Errors, func(p report.Problem) bool { return p.File != "" && p.File != file })
		r.Skipped = nil
		r.Files, r.Cached = 1, 0
	}
	slices.SortStableFunc(r.Errors, func(a, b report.Problem) int { return strings.Compare(a.File, b.File) })
	if l.OutTerminal {
		r.Elapsed = time.Since(l.started)
	}
	return r
}

// write prints the report; the diff of a dry run goes before a text and beside the rest.
func (l *linting) write(r *report.Report) error {
	if l.flags.fixDryRun {
		w := l.Err
		if l.flags.format == "text" || l.flags.format == "stylish" {
			w = l.Out
		}
		if l.flags.format != "json" {
			for _, f := range r.Fixes {
				if _, err := fmt.Fprintln(w, f.Diff); err != nil {
					return err
				}
			}
		}
	}
	return report.Write(l.Out, l.flags.format, r, report.Style{Color: l.color, Width: l.Width, Quiet: l.flags.quiet, Book: string(l.config.Docs.BaseURL)})
}

func countWarnings(findings []rule.Diagnostic) int {
	n := 0
	for i := range findings {
		if findings[i].Severity == rule.Warning {
			n++
		}
	}
	return n
}

// verdict decides the exit code. warnings counts those that are not shown as well.
func (l *linting) verdict(r *report.Report, warnings int) error {
	if len(r.Errors) > 0 {
		return exit(ExitFailed)
	}
	limit := l.flags.maxWarnings
	if limit >= 0 && warnings > limit {
		if l.flags.format == "text" || l.flags.format == "stylish" {
			fmt.Fprintf(l.Err, "nodebeyond: warnings: %d, --max-warnings allows %d\n", warnings, limit)
		}
		return exit(ExitFindings)
	}
	if l.failOn == rule.Off {
		return nil
	}
	for i := range r.Findings {
		s := r.Findings[i].Severity
		if s >= l.failOn && (limit < 0 || s != rule.Warning) {
			return exit(ExitFindings)
		}
	}
	return nil
}
