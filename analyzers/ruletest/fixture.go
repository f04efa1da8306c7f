package ruletest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// want is one expected finding: a part of its message, and the line where it starts.
type want struct {
	file string
	line int // from 1
	text string
}

func (w want) String() string { return fmt.Sprintf("%s:%d: %s", w.file, w.line, w.text) }

// fixture is one file of testdata: a program, and what is to be found in it.
type fixture struct {
	name  string // without the extension
	files map[string]string
	wants []want
}

// checkFixtures runs each fixture of dir as a project of its own. Only findings of the rule under test count, but all rules run.
func checkFixtures(t *testing.T, s Subject, dir string, offered *offers) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Errorf("the rule has no fixtures: %v", err)
		return
	}
	var there []string          // snapshots on the disk
	owners := map[string]bool{} // snapshots of fixtures: whether one is due
	found := false
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".snap") {
			there = append(there, e.Name())
			continue
		}
		f, err := readFixture(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Errorf("testdata/%v", err)
			continue
		}
		found = true
		snap := f.name + ".snap"
		if _, taken := owners[snap]; taken {
			t.Errorf("testdata/%s: another fixture has the snapshot %s", e.Name(), snap)
		}
		owners[snap] = true // a fixture that -run leaves out may well have findings
		offered.due++
		t.Run(e.Name(), func(t *testing.T) {
			offered.programs++
			p := newProject(t, f.files)
			all := p.lint(t, s.All, nil)
			mustParse(t, p, all)
			own := only(s.Rule.ID, all)
			compare(t, p, f.wants, own)
			checkFixes(t, p, s.Rule, own, offered)
			owners[snap] = len(own) > 0
			if len(own) > 0 {
				checkSnapshot(t, filepath.Join(dir, snap), p.render(own))
			}
		})
	}
	if !found {
		t.Error("the rule has no fixtures in testdata")
	}
	for _, name := range there {
		if owners[name] {
			continue
		}
		if *update {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Error(err)
			}
			continue
		}
		t.Errorf("testdata/%s belongs to no fixture with findings; -update removes it", name)
	}
}

// compare matches expected and actual findings one to one.
func compare(t *testing.T, p *project, wants []want, findings []rule.Diagnostic) {
	t.Helper()
	wants = slices.Clone(wants)
	for _, d := range findings {
		line := syntax.NewMapper(p.files[p.name(d.File)]).Line(int(d.Range.Start)) + 1
		i := slices.IndexFunc(wants, func(w want) bool {
			return w.file == p.name(d.File) && w.line == line && strings.Contains(d.Message, w.text)
		})
		if i < 0 {
			t.Errorf("not wanted: %s:%d: %s", p.name(d.File), line, d.Message)
			continue
		}
		wants = slices.Delete(wants, i, i+1)
	}
	for _, w := range wants {
		t.Errorf("not found: %s", w)
	}
}

// readFixture reads a source file or an archive of several.
func readFixture(file string) (*fixture, error) {
	base := filepath.Base(file)
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	ext := filepath.Ext(base)
	f := &fixture{name: strings.TrimSuffix(base, ext), files: map[string]string{}}
	switch {
	case ext == ".txtar":
		archive := txtar.Parse(data)
		if len(strings.TrimSpace(string(archive.Comment))) == 0 {
			return nil, fmt.Errorf("%s: begins with a paragraph that says what it shows", base)
		}
		for _, part := range archive.Files {
			if _, twice := f.files[part.Name]; twice {
				return nil, fmt.Errorf("%s: %s twice", base, part.Name)
			}
			if part.Name == "want" {
				list, err := readWants(string(part.Data))
				if err != nil {
					return nil, fmt.Errorf("%s: %w", base, err)
				}
				f.wants = append(f.wants, list...)
				continue
			}
			f.files[part.Name] = string(part.Data)
		}
	case linted(base):
		if !leadingComment.Match(data) {
			return nil, fmt.Errorf("%s: begins with a comment that says what it shows", base)
		}
		f.files[base] = string(data)
	default:
		return nil, fmt.Errorf("%s: a fixture is a source file, an archive (.txtar), or a snapshot (.snap)", base)
	}
	for name, text := range f.files {
		list, err := commentWants(name, text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", base, err)
		}
		f.wants = append(f.wants, list...)
	}
	for _, w := range f.wants {
		if _, ok := f.files[w.file]; !ok {
			return nil, fmt.Errorf("%s: want %s: there is no such file", base, w)
		}
	}
	slices.SortFunc(f.wants, func(a, b want) int { return strings.Compare(a.String(), b.String()) })
	return f, nil
}

var (
	leadingComment = regexp.MustCompile(`^(#![^\n]*\n)?(//|/\*)`)
	wantComment    = regexp.MustCompile("// want ([\"`].*)$")
	wantLine       = regexp.MustCompile(`^(.+?):(\d+): (.+)$`)
)

// commentWants reads the comments // want "part" "part": one finding for each string, on the comment's own line.
func commentWants(name, text string) ([]want, error) {
	var out []want
	n := 0
	for line := range strings.Lines(text) {
		n++
		m := wantComment.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil {
			if strings.Contains(line, "// want") {
				return nil, fmt.Errorf("%s:%d: write // want \"part of the message\"", name, n)
			}
			continue
		}
		for rest := strings.TrimSpace(m[1]); rest != ""; {
			quoted, err := strconv.QuotedPrefix(rest)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %q is no quoted string", name, n, rest)
			}
			part, err := strconv.Unquote(quoted)
			if err != nil || part == "" {
				return nil, fmt.Errorf("%s:%d: %s says nothing", name, n, quoted)
			}
			out = append(out, want{name, n, part})
			rest = strings.TrimSpace(rest[len(quoted):])
		}
	}
	return out, nil
}

// readWants reads the section "want" of an archive: lines of path:line: part of the message.
func readWants(text string) ([]want, error) {
	var out []want
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		m := wantLine.FindStringSubmatch(line)
		if m == nil {
			return nil, fmt.Errorf("want: %q is not path:line: text", line)
		}
		n, err := strconv.Atoi(m[2])
		if err != nil {
			return nil, fmt.Errorf("want: %q: %w", line, err)
		}
		out = append(out, want{m[1], n, m[3]})
	}
	return out, nil
}
