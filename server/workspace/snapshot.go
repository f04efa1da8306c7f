package workspace

import (
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// Document is an open buffer at one version. It is immutable.
type Document struct {
	Path    string // absolute, forward slashes
	Version int32  // the editor's count
	Text    string
	// Drafted says that the findings hold what the text proves by itself, whether or not it was analysed.
	Drafted bool

	lines func() *syntax.Mapper // made when first asked for
	sound *sound
	// good are the findings of the last text that parsed, moved to where their code is now.
	good []rule.Diagnostic
	// broken says why the text does not parse; empty when it does.
	broken []rule.Diagnostic
	// typing says that the statement that does not parse is the one that was edited last: the person knows, and broken is not told.
	typing bool
	// standIn is what is analysed in place of a text that does not parse: the statement that does not is as it was when it did. back leads from there to
	// Text. nil means that Text is analysed.
	standIn *string
	back    []Edit
}

// analysed is the text that the engine gets.
func (d *Document) analysed() *string {
	if d.standIn != nil {
		return d.standIn
	}
	return &d.Text
}

func newDocument(file string, version int32, text string) *Document {
	return &Document{Path: file, Version: version, Text: text, sound: new(sound), lines: sync.OnceValue(func() *syntax.Mapper { return syntax.NewMapper(text) })}
}

// Lines maps the offsets of the text to lines and columns.
func (d *Document) Lines() *syntax.Mapper { return d.lines() }

// findings are in the order of the engine: by place, then rule.
func (d *Document) findings() []rule.Diagnostic {
	if len(d.broken) == 0 || d.typing {
		return d.good
	}
	all := append(slices.Clone(d.good), d.broken...)
	slices.SortStableFunc(all, byPlace)
	return all
}

func byPlace(a, b rule.Diagnostic) int {
	if a.Range.Start != b.Range.Start {
		return int(a.Range.Start) - int(b.Range.Start)
	}
	if a.Range.End != b.Range.End {
		return int(a.Range.End) - int(b.Range.End)
	}
	return strings.Compare(a.Rule, b.Rule)
}

// Snapshot is one state of the session. It is immutable and safe for concurrent use.
type Snapshot struct {
	docs map[string]*Document
	// done are the last finished analyses, longest root first, so that the first that holds a file is the one that speaks for it.
	done []*analysis
}

// analysis is a finished run over one folder.
type analysis struct {
	root     string
	loose    bool // only its open files, not the folder
	result   *engine.Result
	byFile   map[string][]rule.Diagnostic
	problems []engine.Problem
	// Of the buffers that do not parse: what leads from the text that was analysed to theirs, and why they do not.
	back   map[string][]Edit
	broken map[string][]rule.Diagnostic
	lines  sync.Map // path -> *syntax.Mapper of files that are not open, as they were asked for
}

// Document is the open buffer of a file, nil when it is not open.
func (s *Snapshot) Document(file string) *Document { return s.docs[file] }

// Documents are the open buffers, by path.
func (s *Snapshot) Documents() []*Document {
	return slices.SortedFunc(maps.Values(s.docs), func(a, b *Document) int { return strings.Compare(a.Path, b.Path) })
}

// Findings are what is known about a file, in the order of their places in Text. For an open buffer that has changed since it was
// analysed they are moved to where their code is now; while it does not parse, they are those of the last text that did, beside the
// syntax error itself.
func (s *Snapshot) Findings(file string) []rule.Diagnostic {
	if d := s.docs[file]; d != nil {
		return d.findings()
	}
	if a := s.of(file); a != nil {
		return a.byFile[file]
	}
	return nil
}

// Program calls use with the linked program that a file is part of, the file in it, and the text that it was made of: that of the last finished
// analysis, which an open buffer may be ahead of; while a buffer does not parse, that of the last one in which it did. It reports whether there is
// one. The program may be asked anything until use returns, and by nobody else meanwhile.
func (s *Snapshot) Program(file string, use func(p *program.Program, f *program.File, text string)) bool {
	a := s.of(file)
	if a == nil || a.result == nil {
		return false
	}
	results := []*engine.Result{a.result}
	if d := s.docs[file]; d != nil {
		if last := d.sound.result.Load(); last != nil && last != a.result {
			results = append(results, last)
		}
	}
	used := false
	for i, r := range results {
		r.Program(file, func(p *program.Program, f *program.File) {
			// A text that does not parse has no facts at all.
			if i+1 < len(results) && len(f.Facts.Values) <= 1 {
				return
			}
			if text, err := r.Text(file); err == nil {
				used = true
				use(p, f, text)
			}
		})
		if used {
			break
		}
	}
	return used
}

// Kind is what Node takes a file for by its name and package.json, in the folder of another file; see engine.Result.Kind.
func (s *Snapshot) Kind(of, file string) modules.Kind {
	if a := s.of(of); a != nil && a.result != nil {
		return a.result.Kind(file)
	}
	return modules.KindUnknown
}

// Severity is what findings of a rule weigh in a file, by the configuration of its folder.
func (s *Snapshot) Severity(file string, r *rule.Rule) (weight rule.Severity, known bool) {
	if a := s.of(file); a != nil && a.result != nil {
		return a.result.Severity(file, r)
	}
	return rule.Off, false
}

// Analysed says whether some analysis has covered the folder of a file.
func (s *Snapshot) Analysed(file string) bool { return s.of(file) != nil }

// Files are the files with findings and the open buffers, by path.
func (s *Snapshot) Files() []string {
	seen := map[string]bool{}
	for file := range s.docs {
		seen[file] = true
	}
	for _, a := range s.done {
		for file := range a.byFile {
			if s.of(file) == a {
				seen[file] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Problems are what kept the last analyses from looking at files, and why an analysis did not run at all.
func (s *Snapshot) Problems() []engine.Problem {
	var all []engine.Problem
	for _, a := range s.done {
		all = append(all, a.problems...)
	}
	return all
}

// Lines maps the offsets of a file to lines and columns: of the buffer when it is open, else of the disk. The error is that of reading.
func (s *Snapshot) Lines(file string) (*syntax.Mapper, error) {
	if d := s.docs[file]; d != nil {
		return d.Lines(), nil
	}
	a := s.of(file)
	if a != nil {
		if m, ok := a.lines.Load(file); ok {
			return m.(*syntax.Mapper), nil
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	m := syntax.NewMapper(string(text))
	if a != nil {
		a.lines.Store(file, m)
	}
	return m, nil
}

// of is the analysis that speaks for a file.
func (s *Snapshot) of(file string) *analysis {
	for _, a := range s.done {
		if within(a.root, file) {
			return a
		}
	}
	return nil
}

// within says whether a file lies below a folder.
func within(root, file string) bool {
	rest, ok := strings.CutPrefix(file, root)
	return ok && (strings.HasSuffix(root, "/") || strings.HasPrefix(rest, "/"))
}
