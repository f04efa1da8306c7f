package report

import (
	"encoding/json"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// jsonReport is the one object of --format json. Other programs read it: no field is removed or renamed within
// a major version.
type jsonReport struct {
	Version  string        `json:"version"`
	Findings []jsonFinding `json:"findings"`
	Summary  Summary       `json:"summary"`
	Errors   []jsonProblem `json:"errors"`
	Skipped  []jsonProblem `json:"skipped,omitempty"`
	Fixed    []jsonFixed   `json:"fixed,omitempty"`
}

// place is a range: lines and columns from 1, columns in UTF-16 code units, the end exclusive.
type place struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"endLine"`
	EndColumn int `json:"endColumn"`
}

type jsonFinding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	File     string `json:"file"`
	place
	Message  string     `json:"message"`
	Help     string     `json:"help"`
	Section  string     `json:"section"`
	Evidence []jsonStep `json:"evidence"`
	Fix      *jsonFix   `json:"fix,omitempty"`
}

type jsonStep struct {
	File string `json:"file"`
	place
	Message string `json:"message"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	place
	Text string `json:"text"`
}

type jsonProblem struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
}

type jsonFixed struct {
	File  string `json:"file"`
	Fixes int    `json:"fixes"`
	Diff  string `json:"diff"`
}

func (p *printer) place(file string, r syntax.Range) place {
	var at place
	at.Line, at.Column = p.position(file, r.Start)
	at.EndLine, at.EndColumn = p.position(file, max(r.Start, r.End))
	return at
}

func (p *printer) json() error {
	out := jsonReport{
		Version:  p.Version,
		Findings: make([]jsonFinding, len(p.Findings)),
		Summary:  p.Summary(),
		Errors:   make([]jsonProblem, len(p.Errors)),
	}
	for i := range p.Findings {
		out.Findings[i] = p.jsonFinding(&p.Findings[i])
	}
	for i, e := range p.Errors {
		out.Errors[i] = jsonProblem{Relative(p.Dir, e.File), e.Line, e.Column, e.Message, e.Remedy}
	}
	for _, e := range p.Skipped {
		out.Skipped = append(out.Skipped, jsonProblem{Relative(p.Dir, e.File), e.Line, e.Column, e.Message, e.Remedy})
	}
	for _, f := range p.Fixes {
		out.Fixed = append(out.Fixed, jsonFixed{Relative(p.Dir, f.File), f.Count, f.Diff})
	}
	e := json.NewEncoder(p)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(&out)
}

func (p *printer) jsonFinding(d *rule.Diagnostic) jsonFinding {
	f := jsonFinding{
		Rule:     d.Rule,
		Severity: d.Severity.String(),
		File:     Relative(p.Dir, d.File),
		place:    p.place(d.File, d.Range),
		Message:  d.Message,
		Help:     d.Help,
		Section:  section(d),
		Evidence: make([]jsonStep, len(d.Evidence)),
	}
	for i, s := range d.Evidence {
		f.Evidence[i] = jsonStep{Relative(p.Dir, s.File), p.place(s.File, s.Range), s.Message}
	}
	if fix := bestFix(d); fix != nil {
		f.Fix = &jsonFix{Title: fix.Title, Safe: fix.Safe, Edits: make([]jsonEdit, len(fix.Edits))}
		for i, e := range fix.Edits {
			f.Fix.Edits[i] = jsonEdit{p.place(d.File, e.Range), e.New}
		}
	}
	return f
}
