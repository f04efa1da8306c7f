package lsp

import (
	"cmp"
	"context"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// standIn takes the engine's place where a test is about the protocol, not about rules. It looks for words:
//
//   - `exports = ` is an error with a safe fix and a suggestion;
//   - `readFileSync(` is a warning, with the places of `createServer(` in other files as evidence;
//   - `dead;` is a hint about code without effect, `old;` one about what is deprecated;
//   - `(((` is a syntax error, and nothing else is found in that file.
func standIn(ctx context.Context, o engine.Options) (*engine.Result, error) {
	texts := map[string]string{}
	for _, f := range o.Files {
		if f.Text != nil {
			texts[f.Path] = *f.Text
			continue
		}
		text, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, err
		}
		texts[f.Path] = string(text)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := &engine.Result{Stats: engine.Stats{Files: len(texts)}}
	var servers []rule.Step
	for _, f := range o.Files {
		for _, at := range places(texts[f.Path], `createServer\(`) {
			servers = append(servers, rule.Step{File: f.Path, Range: at, Message: "a request handler is registered in " + path.Base(f.Path)})
		}
	}
	for _, f := range o.Files {
		text := texts[f.Path]
		if at := places(text, `\(\(\(`); len(at) > 0 {
			r.Findings = append(r.Findings, rule.Diagnostic{Rule: "syntax-error", Severity: rule.Error, File: f.Path, Range: at[0], Message: "Expected an expression."})
			continue
		}
		for _, at := range places(text, `\bexports = `) {
			if strings.HasSuffix(text[:at.Start], "module.") {
				continue
			}
			at.End -= 3 // the word
			r.Findings = append(r.Findings, rule.Diagnostic{
				Rule: "exports-reassigned", Severity: rule.Error, File: f.Path, Range: at, Section: docs.ExportsAndModuleExports,
				Message: "The value given to `exports` is lost.", Help: "Assign to `module.exports`.", Facts: []string{"`require()` of this file gives `{}`."},
				Fixes: []rule.Fix{
					{Title: "Delete the name", Edits: []rule.Edit{{Range: syntax.Range{Start: at.Start, End: at.End + 3}}}},
					{Title: "Assign to module.exports", Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: at.Start, End: at.Start}, New: "module."}}},
				},
			})
		}
		for _, at := range places(text, `readFileSync\(`) {
			at.End--
			r.Findings = append(r.Findings, rule.Diagnostic{
				Rule: "sync-in-handler", Severity: rule.Warning, File: f.Path, Range: at, Section: docs.BlockingTheLoop,
				Message: "`readFileSync` blocks the event loop.", Evidence: servers,
			})
		}
		for _, at := range places(text, `\bold;`) {
			r.Findings = append(r.Findings, rule.Diagnostic{Rule: "old-api", Severity: rule.Hint, File: f.Path, Range: at, Message: "This is deprecated."})
		}
		for _, at := range places(text, `dead;`) {
			r.Findings = append(r.Findings, rule.Diagnostic{Rule: "no-effect", Severity: rule.Hint, File: f.Path, Range: at, Message: "This does nothing."})
		}
	}
	slices.SortStableFunc(r.Findings, func(a, b rule.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Range.Start, b.Range.Start), cmp.Compare(a.Range.End, b.Range.End), cmp.Compare(a.Rule, b.Rule))
	})
	return r, nil
}

var marks = regexp.MustCompile(`//@.*`)

func places(text, pattern string) []syntax.Range {
	var all []syntax.Range
	// The markers of a fixture repeat the words.
	text = marks.ReplaceAllStringFunc(text, func(m string) string { return strings.Repeat(" ", len(m)) })
	for _, m := range regexp.MustCompile(pattern).FindAllStringIndex(text, -1) {
		all = append(all, syntax.Range{Start: int32(m[0]), End: int32(m[1])})
	}
	return all
}

// standInRules are the rules of standIn.
var standInRules = []*rule.Rule{
	{ID: "exports-reassigned", Summary: "`exports` reassigned", Section: docs.ExportsAndModuleExports, Severity: rule.Error},
	{ID: "sync-in-handler", Summary: "Blocking call in a request handler", Section: docs.BlockingTheLoop, Severity: rule.Warning},
	{ID: "no-effect", Summary: "Code without effect", Severity: rule.Hint, Tag: rule.Unnecessary},
	{ID: "old-api", Summary: "Deprecated API", Severity: rule.Hint, Tag: rule.Deprecated},
}

// standInPage is a page for each of the first two.
func standInPage(id string) string {
	if id != "exports-reassigned" && id != "sync-in-handler" {
		return ""
	}
	return "# Title\n\n## What it does\n\nNot shown.\n\n## Why it matters in Node\n\nNode keeps **both** names.\nSo " + id + " happens.\n\n" +
		"```js\n## not a heading\nrequire('./a');\n```\n\n## Example\n\nNot shown either.\n"
}
