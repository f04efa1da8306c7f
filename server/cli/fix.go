package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/google/renameio/v2/maybe"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/report"
)

// maxFixPasses bounds how often a file is fixed and analysed again: one fix may bring forth another finding, and two rules may
// disagree for ever.
const maxFixPasses = 10

// outcome is what the analysis, and fixing, came to.
type outcome struct {
	result *engine.Result
	texts  Texts
	fixes  []report.FileFix
	errors []report.Problem
}

// analyse runs the engine, and with --fix or --fix-dry-run applies the safe fixes in memory until none is left. Files are written at
// the very end, so that an interrupted run changes nothing.
func (l *linting) analyse(ctx context.Context, o engine.Options) (*outcome, error) {
	res, texts, err := l.Lint(ctx, o)
	if err != nil {
		return nil, err
	}
	out := &outcome{result: res, texts: texts}
	if !l.flags.fix && !l.flags.fixDryRun {
		return out, nil
	}
	m := newMending(o.Files, l.show)
	for range maxFixPasses {
		if !m.pass(res.Findings, texts) {
			break
		}
		again := o
		again.Files = m.overlays(o.Files)
		again.Progress = nil
		if res, texts, err = l.Lint(ctx, again); err != nil {
			return nil, err
		}
	}
	if l.flags.fix {
		m.write()
		// Findings speak of the fixed texts now, unless a file could not be written.
		if len(m.unwritten) == 0 {
			out.result, out.texts = res, texts
		} else if out.result, out.texts, err = l.Lint(ctx, o); err != nil {
			return nil, err
		}
	}
	out.errors = m.errors
	out.fixes = m.diffs(filepath.ToSlash(l.Dir))
	return out, nil
}

// mending is the state of the files while they are being fixed.
type mending struct {
	show      rule.Severity
	known     map[string]bool // the files of the project: no others are changed
	files     map[string]*mended
	unwritten map[string]bool
	errors    []report.Problem
}

type mended struct {
	before, text string
	count        int
	broken       bool // a fix would have left a text that does not parse: hands off
}

func newMending(files []engine.File, show rule.Severity) *mending {
	m := &mending{show: show, known: make(map[string]bool, len(files)), files: map[string]*mended{}, unwritten: map[string]bool{}}
	for i := range files {
		m.known[files[i].Path] = true
	}
	return m
}

// pass applies to each file the safe fixes that do not touch each other. It reports whether anything changed.
func (m *mending) pass(findings []rule.Diagnostic, texts Texts) bool {
	changed := false
	for i := 0; i < len(findings); {
		j := i
		for j < len(findings) && findings[j].File == findings[i].File {
			j++
		}
		if path := findings[i].File; m.known[path] && m.file(path, findings[i:j], texts) {
			changed = true
		}
		i = j
	}
	return changed
}

func (m *mending) file(path string, findings []rule.Diagnostic, texts Texts) bool {
	f := m.files[path]
	if f != nil && f.broken {
		return false
	}
	var edits rule.Edits
	count := 0
	for i := range findings {
		if findings[i].Severity < m.show {
			continue
		}
		if fix := findings[i].FirstSafe(); fix != nil && edits.Add(fix.Edits) {
			count++
		}
	}
	if count == 0 {
		return false
	}
	text, err := texts(path)
	if err != nil {
		return false
	}
	next, ok := edits.Apply(text)
	if !ok || next == text {
		return false
	}
	if f == nil {
		f = &mended{before: text, text: text}
		m.files[path] = f
	}
	if !parses(path, next) {
		f.broken = true
		m.errors = append(m.errors, report.Problem{
			File:    path,
			Message: "the fixes were left out, because the fixed text would not parse",
			Remedy:  "mend the findings by hand, and report this as a defect of nodebeyond",
		})
		return false
	}
	f.text = next
	f.count += count
	return true
}

// parses reports whether a text is a program, or JSON for a JSON file.
func parses(path, text string) bool {
	if strings.HasSuffix(path, ".json") {
		return json.Valid([]byte(text))
	}
	return len(syntax.Parse(path, text).Problems) == 0
}

// overlays are the files with the fixed texts in their places.
func (m *mending) overlays(files []engine.File) []engine.File {
	files = slices.Clone(files)
	for i := range files {
		if f := m.files[files[i].Path]; f != nil && f.count > 0 {
			files[i].Text, files[i].Size = &f.text, int64(len(f.text))
		}
	}
	return files
}

// write replaces the files on disk, each at once.
func (m *mending) write() {
	for _, path := range m.paths() {
		f := m.files[path]
		if err := replace(filepath.FromSlash(path), f.before, f.text); err != nil {
			m.unwritten[path] = true
			m.errors = append(m.errors, report.Problem{File: path, Message: "the fixes could not be written: " + err.Error(), Remedy: "make the file and its folder writable and run again"})
		}
	}
}

// replace writes a file through a temporary one beside it, so that nobody ever sees half of it. A link stays a link.
func replace(path, before, after string) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return reason(err)
	}
	st, err := os.Stat(path)
	if err != nil {
		return reason(err)
	}
	if now, err := os.ReadFile(path); err != nil {
		return reason(err)
	} else if string(now) != before {
		return fail("", "it changed since it was analysed")
	}
	if st.Mode().Perm()&0o200 == 0 {
		return fail("", "it is read-only")
	}
	if err := maybe.WriteFile(path, []byte(after), st.Mode().Perm()); err != nil {
		return reason(err)
	}
	// The umask took bits away from a new file; the old one keeps its own.
	return reason(os.Chmod(path, st.Mode().Perm()))
}

// paths lists the files that were fixed and not refused, sorted.
func (m *mending) paths() []string {
	var paths []string
	for path, f := range m.files {
		if f.count > 0 && !m.unwritten[path] {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

func (m *mending) diffs(dir string) []report.FileFix {
	var out []report.FileFix
	for _, path := range m.paths() {
		f := m.files[path]
		rel := report.Relative(dir, path)
		out = append(out, report.FileFix{File: path, Count: f.count, Diff: udiff.Unified("a/"+rel, "b/"+rel, f.before, f.text)})
	}
	return out
}
