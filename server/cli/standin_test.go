package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"slices"
	"strings"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// The stand-in for the engine knows a handful of rules that go by the letters of the text, so that a script's file says at a glance what
// is found in it.
var (
	ruleSync    = &rule.Rule{ID: "sync-in-handler", Summary: "Synchronous call while handling a request", Section: docs.Section("blocking-the-loop"), Severity: rule.Error, Since: "0.1.0"}
	ruleVar     = &rule.Rule{ID: "var-keyword", Summary: "A variable that forgets its block", Section: docs.Section("timers"), Severity: rule.Warning, Fix: rule.SafeFix, Since: "0.1.0"}
	ruleNull    = &rule.Rule{ID: "loose-null", Summary: "A comparison that takes null for undefined", Section: docs.Section("phases"), Severity: rule.Info, Preset: rule.Strict, Fix: rule.Suggestion}
	ruleTodo    = &rule.Rule{ID: "todo-comment", Summary: "A promise to oneself", Section: docs.Section("phases"), Severity: rule.Hint, Preset: rule.Teaching}
	rulePreview = &rule.Rule{ID: "new-idea", Summary: "A rule that is being tried", Section: docs.Section("phases"), Severity: rule.Warning, Preset: rule.Preview}
	ruleSyntax  = &rule.Rule{ID: "syntax-error", Summary: "A text that is not JavaScript", Severity: rule.Error}
)

const syncPage = `# Synchronous call while handling a request

## What it does

Flags a call such as ` + "`fs.readFileSync`" + ` that can run
while the program handles a request.

## Why it matters in Node

Nobody else is served.

` + "```js bad file=server.js\nconst a = 1;\n```\n"

func standInTool() *Tool {
	return &Tool{
		Version: "1.2.3",
		Rules:   []*rule.Rule{ruleSync, ruleVar, ruleNull, ruleTodo, rulePreview},
		Own:     []*rule.Rule{ruleSyntax},
		Page: func(id string) string {
			if id == ruleSync.ID {
				return syncPage
			}
			return ""
		},
		Lint: standInLint,
		Serve: func(_ context.Context, how Serving) error {
			_, err := io.Copy(how.Out, how.In)
			return err
		},
	}
}

func standInLint(_ context.Context, o engine.Options) (*engine.Result, Texts, error) {
	s := &standIn{o: o, texts: map[string]string{}}
	for i := range o.Files {
		f := &o.Files[i]
		text := ""
		if f.Text != nil {
			text = *f.Text
		} else if data, err := os.ReadFile(f.Path); err != nil {
			s.res.Errors = append(s.res.Errors, engine.Problem{File: f.Path, Message: "it cannot be read", Remedy: "make it readable"})
			continue
		} else if bytes.IndexByte(data, 0) >= 0 {
			s.res.Errors = append(s.res.Errors, engine.Problem{File: f.Path, Message: "it is not a text", Remedy: "list it in .nodebeyondignore"})
			continue
		} else {
			text = string(data)
		}
		s.texts[f.Path] = text
		s.res.Stats.Files++
		s.res.Stats.Lines += strings.Count(text, "\n")
	}
	for i := range o.Files {
		if text, ok := s.texts[o.Files[i].Path]; ok {
			s.file(o.Files[i].Path, text)
		}
	}
	slices.SortStableFunc(s.res.Findings, func(a, b rule.Diagnostic) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return int(a.Range.Start) - int(b.Range.Start)
	})
	if o.Timing {
		s.res.Timing = []engine.TimingRow{{Name: "parse", Nanoseconds: 1500000, Count: s.res.Stats.Files}, {Name: "rule sync-in-handler", Nanoseconds: 2500000, Count: 1}}
	}
	return &s.res, func(path string) (string, error) {
		if t, ok := s.texts[path]; ok {
			return t, nil
		}
		return "", os.ErrNotExist
	}, nil
}

type standIn struct {
	o     engine.Options
	texts map[string]string
	res   engine.Result
}

func (s *standIn) file(path, text string) {
	if p := syntax.Parse(path, text).Problems; len(p) > 0 {
		s.add(ruleSyntax, rule.Diagnostic{File: path, Range: span(p[0].Start, p[0].End), Message: p[0].Message})
		return
	}
	for _, at := range all(text, "fs.readFileSync(") {
		end := at + strings.IndexByte(text[at:], ')') + 1
		d := rule.Diagnostic{
			File: path, Range: span(at, end), Section: ruleSync.Section,
			Message: "`fs.readFileSync` runs while a request is handled: nobody else is served until the disk answers.",
			Help:    "Use `await fs.promises.readFile(...)`.",
		}
		for _, f := range s.o.Files {
			if from := strings.Index(s.texts[f.Path], "createServer("); from >= 0 {
				d.Evidence = append(d.Evidence,
					rule.Step{File: f.Path, Range: span(from, from+len("createServer")), Message: "registered as a request handler here"},
					rule.Step{File: path, Range: span(at, end), Message: "calls `fs.readFileSync`"})
			}
		}
		s.add(ruleSync, d)
	}
	for _, at := range all(text, "var ") {
		instead := "let"
		if strings.Contains(text, "BREAK") {
			instead = "let let ("
		}
		s.add(ruleVar, rule.Diagnostic{
			File: path, Range: span(at, at+3), Section: ruleVar.Section,
			Message: "`var` forgets its block.",
			Fixes:   []rule.Fix{{Title: "Write `let`", Safe: true, Edits: []rule.Edit{{Range: span(at, at+3), New: instead}}}},
		})
	}
	for _, at := range all(text, "== null") {
		s.add(ruleNull, rule.Diagnostic{
			File: path, Range: span(at, at+7), Section: ruleNull.Section, Message: "`== null` holds for `undefined` as well.",
			Fixes: []rule.Fix{{Title: "Write `=== null`", Edits: []rule.Edit{{Range: span(at, at), New: "="}}}},
		})
	}
	for _, at := range all(text, "TODO") {
		s.add(ruleTodo, rule.Diagnostic{File: path, Range: span(at, at+4), Section: ruleTodo.Section, Message: "Will it be done?"})
	}
	for _, at := range all(text, "idea") {
		s.add(rulePreview, rule.Diagnostic{File: path, Range: span(at, at+4), Section: rulePreview.Section, Message: "A new idea."})
	}
}

func (s *standIn) add(r *rule.Rule, d rule.Diagnostic) {
	if r != ruleSyntax && !slices.Contains(s.o.Rules, r) {
		return
	}
	d.Rule = r.ID
	if d.Severity = s.o.Severity(d.File, r); d.Severity != rule.Off {
		s.res.Findings = append(s.res.Findings, d)
	}
}

func span(start, end int) syntax.Range { return syntax.Range{Start: int32(start), End: int32(end)} }

func all(text, word string) []int {
	var at []int
	for i := 0; ; {
		j := strings.Index(text[i:], word)
		if j < 0 {
			return at
		}
		at = append(at, i+j)
		i += j + len(word)
	}
}
