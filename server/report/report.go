// Package report writes the outcome of a run: as text for people, and as JSON, SARIF, GitHub commands or ESLint's stylish layout for
// machines.
//
// It knows findings, positions and output formats. It must not know how findings are made, which of them matter to the exit code, or
// where the output goes. Equal reports give byte-equal output: nothing here asks the clock, the environment or the machine.
package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// Report is what a run has to say. It is not changed by writing.
type Report struct {
	// Dir is the working folder, absolute with forward slashes: paths are shown relative to it.
	Dir string
	// Root is the project's folder, absolute with forward slashes: fingerprints name files relative to it, so that they are the same
	// from whichever folder the run was started.
	Root string
	// Version is the version of nodebeyond.
	Version string
	// Rules describe the rules that findings name.
	Rules []*rule.Rule
	// Page is the Markdown page of a rule, "" where there is none. May be nil.
	Page func(id string) string
	// Text is the text of a file as it was analysed.
	Text func(path string) (string, error)
	// Findings in the order to print.
	Findings []rule.Diagnostic
	// Errors kept the run from looking at a file, or a rule from finishing.
	Errors []Problem
	// Skipped are files that were left out for a reason the user may not expect, such as their size.
	Skipped []Problem
	// Files is the number of files analysed, Cached how many of them were taken from the cache.
	Files, Cached int
	// Fixes are the files that --fix changed, or that --fix-dry-run would change.
	Fixes []FileFix
	// FixesApplied tells whether Fixes were written.
	FixesApplied bool
	// Elapsed is shown when it is not 0.
	Elapsed time.Duration
}

// Problem is a place that could not be looked at.
type Problem struct {
	File    string // absolute with forward slashes; "" when it is about no file
	Line    int    // from 1; 0 when there is none
	Column  int    // from 1, UTF-16 code units; 0 when there is none
	Message string
	Remedy  string // what to do; may be ""
}

// at is the problem's place as people write it, "" when it has none.
func (e *Problem) at(dir string) string {
	where := Relative(dir, e.File)
	if where != "" && e.Line > 0 {
		where = fmt.Sprintf("%s:%d:%d", where, e.Line, max(e.Column, 1))
	}
	return where
}

// FileFix is what fixing did or would do to one file.
type FileFix struct {
	File  string // absolute with forward slashes
	Count int    // fixes
	Diff  string // unified diff
}

// Style says how the text is to look.
type Style struct {
	// Color turns on ANSI colours.
	Color bool
	// Width is the number of columns to fill; 0 means 120.
	Width int
	// Quiet leaves out the line that says that nothing was found.
	Quiet bool
	// Book is the address of the companion book, "" when there is none to link to.
	Book string
}

// Formats are the names that Write takes.
var Formats = []string{"text", "json", "sarif", "github", "stylish"}

// Write writes the report in one of Formats. Errors are those of w, or an unknown format.
func Write(w io.Writer, format string, r *Report, style Style) error {
	if style.Width <= 0 {
		style.Width = 120
	}
	b := bufio.NewWriterSize(w, 64<<10)
	p := &printer{Writer: b, Report: r, style: style, sources: map[string]*syntax.Mapper{}}
	var err error
	switch format {
	case "text":
		p.text()
	case "json":
		err = p.json()
	case "sarif":
		err = p.sarif()
	case "github":
		p.github()
	case "stylish":
		p.stylish()
	default:
		return fmt.Errorf("unknown format %q", format)
	}
	if err != nil {
		return err
	}
	return b.Flush()
}

// printer is one writing of a report.
type printer struct {
	*bufio.Writer
	*Report
	style   Style
	sources map[string]*syntax.Mapper
}

// source gives the text of a file, read once. A file that is gone is empty: the finding still prints, without an excerpt.
func (p *printer) source(path string) *syntax.Mapper {
	if s, ok := p.sources[path]; ok {
		return s
	}
	text := ""
	if p.Text != nil {
		if t, err := p.Text(path); err == nil {
			text = t
		}
	}
	s := syntax.NewMapper(text)
	p.sources[path] = s
	return s
}

// Summary counts findings.
type Summary struct {
	Files    int `json:"files"` // analysed
	Cached   int `json:"-"`     // of them, taken from the cache; a warm run and a cold one print the same
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
	Hints    int `json:"hints"`
	Fixable  int `json:"fixable"` // findings with a safe fix
	Fixed    int `json:"fixed"`   // fixes made by --fix, or proposed by --fix-dry-run

	withFindings int
}

// Summary counts the findings of r.
func (r *Report) Summary() Summary {
	s := Summary{Files: r.Files, Cached: r.Cached}
	last := ""
	for i := range r.Findings {
		d := &r.Findings[i]
		if d.File != last {
			last = d.File
			s.withFindings++
		}
		switch d.Severity {
		case rule.Error:
			s.Errors++
		case rule.Warning:
			s.Warnings++
		case rule.Info:
			s.Infos++
		case rule.Hint:
			s.Hints++
		}
		if f := bestFix(d); f != nil && f.Safe {
			s.Fixable++
		}
	}
	for _, f := range r.Fixes {
		s.Fixed += f.Count
	}
	return s
}

// level is a severity in the words of a format that knows errors, warnings and one thing below.
func level(s rule.Severity, below string) string {
	switch s {
	case rule.Error:
		return "error"
	case rule.Warning:
		return "warning"
	}
	return below
}

// bestFix is the first safe fix, or else the first suggestion; nil when there is none.
func bestFix(d *rule.Diagnostic) *rule.Fix {
	for i := range d.Fixes {
		if d.Fixes[i].Safe {
			return &d.Fixes[i]
		}
	}
	if len(d.Fixes) > 0 {
		return &d.Fixes[0]
	}
	return nil
}

// position is line and column of a byte offset, both from 1, the column in UTF-16 code units.
func (p *printer) position(file string, offset int32) (line, column int) {
	line, column = p.source(file).Position(int(offset), syntax.UTF16)
	return line + 1, column + 1
}

// section is how a finding's section is named: "chapter#id".
func section(d *rule.Diagnostic) string {
	if a := d.Section.Anchor(); a != "" {
		return a
	}
	return string(d.Section)
}

// count is "1 error", "2 errors".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// clean replaces what would move the cursor of a terminal or turn the direction of its text: file names, messages and source lines are
// other people's (the "Trojan Source" attack, CVE-2021-42574).
func clean(s string) string {
	if strings.IndexFunc(s, harmful) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if harmful(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

func harmful(r rune) bool {
	return r < 0x20 && r != '\t' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
