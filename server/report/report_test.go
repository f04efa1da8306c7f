package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/rivo/uniseg"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// made is a report over texts; a finding's range is what stands between the marks « and » in them, which are taken out. The n-th
// range of a file is used by the n-th finding of it; further ranges are steps of the last.
func made(t *testing.T, texts map[string]string, findings ...rule.Diagnostic) *Report {
	t.Helper()
	clean := map[string]string{}
	ranges := map[string][]syntax.Range{}
	for path, text := range texts {
		var b strings.Builder
		var open []int
		for _, r := range text {
			switch r {
			case '«':
				open = append(open, b.Len())
			case '»':
				start := open[len(open)-1]
				open = open[:len(open)-1]
				ranges[path] = append(ranges[path], syntax.Range{Start: int32(start), End: int32(b.Len())})
			default:
				b.WriteRune(r)
			}
		}
		clean[path] = b.String()
	}
	take := func(path string) syntax.Range {
		if len(ranges[path]) == 0 {
			t.Fatalf("%s has too few marked ranges", path)
		}
		r := ranges[path][0]
		ranges[path] = ranges[path][1:]
		return r
	}
	for i := range findings {
		findings[i].Range = take(findings[i].File)
		for j := range findings[i].Evidence {
			findings[i].Evidence[j].Range = take(findings[i].Evidence[j].File)
		}
	}
	return &Report{
		Dir: "/p", Root: "/p", Version: "1.0.0", Findings: findings, Files: len(texts),
		Rules: []*rule.Rule{{ID: "a-rule", Summary: "A rule", Section: docs.Section("timers"), Severity: rule.Error}},
		Text: func(path string) (string, error) {
			if s, ok := clean[path]; ok {
				return s, nil
			}
			return "", errors.New("gone")
		},
	}
}

func write(t *testing.T, format string, r *Report, style Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, r, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("a", 200)
	tests := []struct {
		name, text string
		width      int
		want       string
	}{
		{"plain", "one\ntwo «three»\nfour", 80, `
1 | one
2 | two three
  |     ^^^^^
3 | four
`},
		{"tabs", "\tif (x)\t«y»;", 80, `
1 |     if (x)  y;
  |             ^
`},
		{"wide characters take two columns", "'日本' + «本»;", 80, `
1 | '日本' + 本;
  |          ^^
`},
		{"combined characters take one", "e\u0301 = «e\u0301»;", 80, "\n1 | e\u0301 = e\u0301;\n  |     ^\n"},
		{"an emoji of several code points", "'👩‍👩‍👧' + «x»", 80, `
1 | '👩‍👩‍👧' + x
  |        ^
`},
		{"an empty range", "foo(«»)", 80, `
1 | foo()
  |     ^
`},
		{"at the end of the text", "foo(\n«»", 80, `
1 | foo(
2 |
  | ^
`},
		{"two lines", "  a«(\n  b)»;", 80, `
1 |   a(
  |    ^
2 |   b);
  |   ^^
`},
		{"many lines", "x«(\n1,\n2,\n3,\n)»;", 80, `
1 | x(
  |  ^
  | ...
5 | );
  | ^
`},
		{"a range that ends with its line", "«a;\n»b;", 80, `
1 | a;
  | ^^
2 | b;
`},
		{"CRLF", "a;\r\n«b»;\r\nc;\r\n", 80, `
1 | a;
2 | b;
  | ^
3 | c;
`},
		{"a byte order mark", "\ufeff«a»;", 80, "\n1 | \ufffda;\n  |  ^\n"},
		{"control characters and turned text", "'\x1b[31m\u202e' + «a»", 80, "\n1 | '\ufffd[31m\ufffd' + a\n  |            ^\n"},
		{"not UTF-8", "'\xff' + «a»", 80, "\n1 | '\ufffd' + a\n  |       ^\n"},
		{"a long line, cut at its end", "«b»" + long, 46, `
1 | baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...
  | ^
`},
		{"a long line, cut at both ends", long + "«b»" + long, 46, `
1 | ...aaaaaaaaaaabaaaaaaaaaaaaaaaaaaaaaa...
  |               ^
`},
		{"a long line, cut at its start", long + "«b»;", 46, `
1 | ...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab;
  |                                    ^
`},
		{"a range longer than the room", "x" + "«" + long + "»", 46, `
1 | xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...
  |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := made(t, map[string]string{"/p/a.js": test.text}, rule.Diagnostic{Rule: "a-rule", Severity: rule.Error, File: "/p/a.js", Message: "m"})
			lines := strings.SplitAfter(write(t, "text", r, Style{Width: test.width}), "\n")
			var got strings.Builder
			got.WriteString("\n")
			for _, l := range lines[1:] {
				if l == "  m\n" {
					break
				}
				got.WriteString(strings.TrimPrefix(l, "  "))
			}
			if diff := cmp.Diff(test.want, got.String()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestExcerptOfMinifiedFile holds the promise that a line of megabytes is not laid out whole.
func TestExcerptOfMinifiedFile(t *testing.T) {
	text := strings.Repeat("日本;", 1<<18)
	r := made(t, map[string]string{"/p/a.js": text + "«b»" + text}, rule.Diagnostic{Rule: "a-rule", Severity: rule.Error, File: "/p/a.js", Message: "m"})
	allocated := testing.AllocsPerRun(1, func() { write(t, "text", r, Style{Width: 80}) })
	if allocated > 5000 {
		t.Errorf("%v allocations", allocated)
	}
	if got := write(t, "text", r, Style{Width: 80}); !strings.Contains(got, "...") || !strings.Contains(got, "b日本;") {
		t.Errorf("got %q", got)
	}
}

// TestGoneFile: a finding in a file that cannot be read any more still prints.
func TestGoneFile(t *testing.T) {
	for _, format := range Formats {
		r := &Report{Dir: "/p", Root: "/p", Findings: []rule.Diagnostic{{Rule: "a-rule", Severity: rule.Error, File: "/p/gone.js", Range: syntax.Range{Start: 5, End: 9}, Message: "broken"}}}
		if got := write(t, format, r, Style{}); !strings.Contains(got, "gone.js") || !strings.Contains(got, "broken") {
			t.Errorf("%s: %s", format, got)
		}
	}
}

// hostile has whatever may upset a format: other people's names and texts, no help, no section, all severities.
func hostile(t *testing.T) *Report {
	r := made(t, map[string]string{
		"/p/a b/ü%,:\n#?.js": "«var x»; «y»",
		"/p/c.js":            "'𝒳' «a» «b\r\nc» «d»",
		"/other/d.js":        "«e»",
	},
		rule.Diagnostic{Rule: "syntax-error", Severity: rule.Error, File: "/other/d.js", Message: "bad\x1b[31m"},
		rule.Diagnostic{Rule: "a-rule", Severity: rule.Warning, File: "/p/a b/ü%,:\n#?.js", Message: "<b>&\"quoted\"\n100%,:", Help: "do\nthis", Section: docs.Section("timers"),
			Fixes: []rule.Fix{{Title: "suggest"}, {Title: "safe\n", Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: 0, End: 3}, New: "\"\n"}}}}},
		rule.Diagnostic{Rule: "a-rule", Severity: rule.Info, File: "/p/c.js", Message: "m", Evidence: []rule.Step{{File: "/p/c.js", Message: "s"}, {File: "/p/a b/ü%,:\n#?.js", Message: ""}}},
		rule.Diagnostic{Rule: "b-rule", Severity: rule.Hint, File: "/p/c.js", Message: ""},
	)
	r.Page = func(string) string { return "# T\n\n## What it does\n\nSays\nit.\n\nMore.\n" }
	r.Errors = []Problem{{File: "/p/x\xff.js", Message: "no text", Remedy: "look"}, {Message: "rule failed"}, {File: "/p/c.js", Line: 3, Column: 0, Message: "m"}}
	r.Skipped = []Problem{{File: "/p/big.js", Message: "large", Remedy: "-"}}
	r.Fixes = []FileFix{{File: "/p/c.js", Count: 1, Diff: "--- a\n"}}
	return r
}

// TestSARIFSchema holds reports against the published schema.
func TestSARIFSchema(t *testing.T) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Report{"hostile": hostile(t), "empty": {Dir: "/p", Root: "/p", Version: "1.0.0"}} {
		text := write(t, "sarif", r, Style{})
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
	// The check itself can fail.
	doc, _ := jsonschema.UnmarshalJSON(strings.NewReader(`{"version":"2.1.0","runs":[{"results":[]}]}`))
	if schema.Validate(doc) == nil {
		t.Error("a run without a tool passes the schema")
	}
}

func TestSARIFContent(t *testing.T) {
	log, err := sarif.FromString(write(t, "sarif", hostile(t), Style{}))
	if err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if *run.Invocations[0].ExecutionSuccessful {
		t.Error("the run is called successful although files were not analysed")
	}
	var uris []string
	for _, r := range run.Results {
		if got := *run.Tool.Driver.Rules[r.RuleIndex].ID; got != *r.RuleID {
			t.Errorf("ruleIndex names %s, ruleId %s", got, *r.RuleID)
		}
		if len(r.PartialFingerprints) != 2 {
			t.Errorf("fingerprints %v", r.PartialFingerprints)
		}
		uris = append(uris, *r.Locations[0].PhysicalLocation.ArtifactLocation.URI)
	}
	want := []string{"../other/d.js", "a%20b/%C3%BC%25%2C%3A%0A%23%3F.js", "c.js", "c.js"}
	if diff := cmp.Diff(want, uris); diff != "" {
		t.Errorf("URIs, -want +got:\n%s", diff)
	}
	flow := run.Results[2]
	if n := len(flow.CodeFlows[0].ThreadFlows[0].Locations); n != 2 || len(flow.RelatedLocations) != 2 || flow.RelatedLocations[1].ID != 2 {
		t.Errorf("evidence: %d steps in the flow, related %+v", n, flow.RelatedLocations)
	}
}

func TestJSONIsValidForHostileReport(t *testing.T) {
	text := write(t, "json", hostile(t), Style{})
	var got map[string]any
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	first := got["findings"].([]any)[1].(map[string]any)
	if first["file"] != "a b/ü%,:\n#?.js" || first["fix"].(map[string]any)["title"] != "safe\n" {
		t.Errorf("%v", first)
	}
	// The range b CR LF c: columns in UTF-16 units, where 𝒳 counts two.
	third := got["findings"].([]any)[2].(map[string]any)
	if third["column"] != 6.0 || third["endColumn"] != 7.0 {
		t.Errorf("columns %v to %v, want 6 to 7", third["column"], third["endColumn"])
	}
	if step := third["evidence"].([]any)[0].(map[string]any); step["line"] != 1.0 || step["endLine"] != 2.0 || step["endColumn"] != 2.0 {
		t.Errorf("step %v", step)
	}
}

// TestNoEscapesLeak: nothing that a program under analysis contains may command the terminal or break a GitHub command.
func TestNoEscapesLeak(t *testing.T) {
	for _, format := range []string{"text", "stylish"} {
		if got := write(t, format, hostile(t), Style{}); strings.Contains(got, "\x1b") {
			t.Errorf("%s: an escape got through:\n%q", format, got)
		}
	}
	for line := range strings.Lines(write(t, "github", hostile(t), Style{})) {
		if !strings.HasPrefix(line, "::error ") && !strings.HasPrefix(line, "::warning ") && !strings.HasPrefix(line, "::notice ") {
			t.Errorf("not a command: %q", line)
		}
	}
}

// TestFingerprints: stable against edits elsewhere, different for different places.
func TestFingerprints(t *testing.T) {
	marks := func(text string, n int) []string {
		ds := make([]rule.Diagnostic, n)
		for i := range ds {
			ds[i] = rule.Diagnostic{Rule: "a-rule", File: "/p/a.js"}
		}
		r := made(t, map[string]string{"/p/a.js": text}, ds...)
		p := &printer{Report: r, sources: map[string]*syntax.Mapper{}}
		return p.fingerprints()
	}
	before := marks("«x»();\ny(«1»);\n«x»();\n", 3)
	if before[0] == before[1] || before[0] == before[2] {
		t.Errorf("different places, equal marks: %v", before)
	}
	if after := marks("// new\n\n  «x»();\nif (z) {\n\ty(«1»);\n}\n«x»();\n", 3); cmp.Diff(before, after) != "" {
		t.Errorf("moved: %v, want %v", after, before)
	}
	if after := marks("«x»();\ny(«2»);\n«x»();\n", 3); after[1] == before[1] || after[0] != before[0] || after[2] != before[2] {
		t.Errorf("edited in the middle: %v after %v", after, before)
	}
}

func TestRelative(t *testing.T) {
	for _, test := range [][3]string{
		{"/p", "/p/a.js", "a.js"},
		{"/p", "/pq/a.js", "../pq/a.js"},
		{"/p/q", "/p/a.js", "../a.js"},
		{"/", "/a.js", "a.js"},
		{"/p", "", ""},
	} {
		if got := Relative(test[0], test[1]); got != test[2] {
			t.Errorf("Relative(%q, %q) = %q, want %q", test[0], test[1], got, test[2])
		}
	}
}

// TestFormatsKnown: every name in Formats writes, and no other.
func TestFormatsKnown(t *testing.T) {
	for _, f := range Formats {
		if err := Write(new(bytes.Buffer), f, &Report{}, Style{}); err != nil {
			t.Error(err)
		}
	}
	if err := Write(new(bytes.Buffer), "yaml", &Report{}, Style{}); err == nil {
		t.Error("no error for yaml")
	}
	if _, err := os.Stat("testdata/README.md"); err != nil {
		t.Error("the schema's source is not named: ", err)
	}
}

// TestWriteError: an error of the writer comes out.
func TestWriteError(t *testing.T) {
	for _, f := range Formats {
		if err := Write(full{}, f, hostile(t), Style{}); err == nil {
			t.Errorf("%s: no error", f)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left") }

// FuzzExcerpt: whatever the text and the range, an excerpt stays in its columns and the caret under the text.
func FuzzExcerpt(f *testing.F) {
	f.Add("one\ntwo three\nfour", int32(8), int32(13), 80)
	f.Add("\t日本\u200b\r\n\xff\x1b", int32(1), int32(9), 30)
	f.Add(strings.Repeat("ab日", 400), int32(700), int32(900), 40)
	f.Fuzz(func(t *testing.T, text string, start, end int32, width int) {
		width = 20 + (width&0x7fffffff)%200
		line, _, _ := strings.Cut(text, "\n")
		from := min(max(int(start), 0), len(line))
		to := min(max(int(end), from), len(line))
		shown, a, b := fit(line, from, to, width)
		if w := uniseg.StringWidth(shown); w > width || a < 0 || b < a || b > w {
			t.Errorf("fit(%q, %d, %d, %d) = %q, %d, %d; %d columns", line, from, to, width, shown, a, b, w)
		}
		r := &Report{Dir: "/p", Root: "/p", Text: func(string) (string, error) { return text, nil },
			Findings: []rule.Diagnostic{{Rule: "a-rule", Severity: rule.Error, File: "/p/a.js", Range: syntax.Range{Start: start, End: end}, Message: "m"}}}
		for _, format := range Formats {
			if err := Write(new(bytes.Buffer), format, r, Style{Width: width}); err != nil {
				t.Error(err)
			}
		}
	})
}
