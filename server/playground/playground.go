// Package playground answers what the page of that name asks: what is wrong in these few files, and how they depend on each other. It is
// the same engine as everywhere, over texts alone.
//
// It knows neither browser nor page, and nothing of a disk: what is not among the files is not there. server/playground/wasm brings it into a
// browser. Positions in the answer are UTF-16 units, which is what the strings of a browser count in.
package playground

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/config"
	"nodebeyond/server/modulegraph"
	"nodebeyond/server/modulegraph/picture"
)

// root is the folder of the files. Nothing of this name has to exist.
const root = "/playground"

// Limits of a question: a page is no place for a project.
const (
	maxFiles = 40
	maxBytes = 512 << 10
)

// Question is what the page asks.
type Question struct {
	Files []File `json:"files"`
	// Graph asks for the picture of the modules as well.
	Graph bool `json:"graph"`
	// Hover asks what there is to know about a place, and for that alone.
	Hover *Spot `json:"hover,omitempty"`
}

// Spot is a place of a file, in UTF-16 units.
type Spot struct {
	File string `json:"file"`
	At   int    `json:"at"`
}

// File is one file.
type File struct {
	Name string `json:"name"` // relative, forward slashes
	Text string `json:"text"`
}

// Answer is what the page shows.
type Answer struct {
	// Error says why the question could not be answered; the rest is then empty.
	Error    string    `json:"error,omitempty"`
	Findings []Finding `json:"findings"`
	// Graph is an SVG picture, "" when there are fewer than two modules, or when it was not asked for.
	Graph string `json:"graph,omitempty"`
	// Hover is what there is to know about the place that was asked for, nil for nothing.
	Hover *Hover `json:"hover,omitempty"`
}

// Hover is what an editor shows of a part of Node, or of a function, below the pointer.
type Hover struct {
	Place
	Title   string   `json:"title"`
	Text    string   `json:"text,omitempty"`    // Markdown
	Facts   []string `json:"facts,omitempty"`   // Markdown
	Section string   `json:"section,omitempty"` // anchor
	Read    string   `json:"read,omitempty"`    // title of the section
}

// Finding is one finding.
type Finding struct {
	Place
	Rule     string   `json:"rule"`
	Severity string   `json:"severity"`
	Message  string   `json:"message"`
	Help     string   `json:"help,omitempty"`
	Facts    []string `json:"facts,omitempty"` // Markdown
	Steps    []Step   `json:"steps,omitempty"`
	Section  string   `json:"section,omitempty"` // anchor, such as "event-loop#timers"
	Title    string   `json:"title,omitempty"`   // of the section
}

// Step is one step of the evidence.
type Step struct {
	Place
	Message string `json:"message"`
}

// Place is a range of a file, [Start, End), in UTF-16 units. Line counts from 1.
type Place struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Line  int    `json:"line"`
}

// Reply answers a question in JSON by an answer in JSON. It never fails: what is wrong is in the answer.
func Reply(ctx context.Context, question string) string {
	var q Question
	a := Answer{Findings: []Finding{}}
	if err := json.Unmarshal([]byte(question), &q); err != nil {
		a.Error = fmt.Sprintf("the question cannot be read: %v", err)
	} else {
		a = Ask(ctx, q)
	}
	out, err := json.Marshal(a)
	if err != nil {
		return `{"error":"the answer cannot be written","findings":[]}`
	}
	return string(out)
}

// Ask analyses the files of a question as a project of their own, with the rules of the preset "recommended". It is safe for concurrent use.
func Ask(ctx context.Context, q Question) Answer {
	a := Answer{Findings: []Finding{}}
	if err := check(q.Files); err != nil {
		a.Error = err.Error()
		return a
	}
	if q.Hover != nil {
		a.Hover = hover(ctx, q.Files, *q.Hover)
		return a
	}
	own := engine.Own()
	selection := (&config.Config{}).Select(rules.All(), config.Choice{Always: own})
	o := engine.Options{Root: root, CacheDir: "off", Rules: selection.Rules(), Names: config.NamesOf(rules.All(), own).Rules, Severity: selection.Severity, Texts: map[string]string{}}
	texts := map[string]string{}
	for _, f := range q.Files {
		at := path.Join(root, f.Name)
		texts[at] = f.Text
		if slices.Contains(sources, path.Ext(f.Name)) {
			o.Files = append(o.Files, engine.File{Path: at, Size: int64(len(f.Text)), Text: &f.Text})
		} else {
			o.Texts[at] = f.Text
		}
	}
	slices.SortFunc(o.Files, func(x, y engine.File) int { return cmp.Compare(x.Path, y.Path) })
	result, err := engine.Lint(ctx, o)
	if err != nil {
		a.Error = err.Error()
		return a
	}
	for _, p := range result.Errors {
		a.Error = p.Message
	}
	for _, d := range result.Findings {
		a.Findings = append(a.Findings, finding(texts, d))
	}
	if q.Graph && len(o.Files) > 1 {
		a.Graph = draw(ctx, o)
	}
	return a
}

// sources are the extensions of what is analysed.
var sources = []string{".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".jsx", ".tsx"}

// check says what is wrong with the files.
func check(files []File) error {
	if len(files) > maxFiles {
		return fmt.Errorf("%d files; the playground takes %d", len(files), maxFiles)
	}
	size, seen := 0, map[string]bool{}
	for _, f := range files {
		size += len(f.Text)
		if f.Name == "" || path.IsAbs(f.Name) || path.Clean(f.Name) != f.Name || strings.HasPrefix(f.Name, "..") || strings.ContainsAny(f.Name, "\\\x00\n") {
			return fmt.Errorf("%q is no name for a file here", f.Name)
		}
		if seen[f.Name] {
			return fmt.Errorf("there are two files %q", f.Name)
		}
		seen[f.Name] = true
	}
	if size > maxBytes {
		return fmt.Errorf("%d KiB of text; the playground takes %d", size>>10, maxBytes>>10)
	}
	return nil
}

func finding(texts map[string]string, d rule.Diagnostic) Finding {
	f := Finding{
		Place: place(texts, d.File, d.Range), Rule: d.Rule, Severity: d.Severity.String(), Message: d.Message, Help: d.Help, Facts: d.Facts,
		Section: d.Section.Anchor(), Title: d.Section.Title(),
	}
	for _, s := range d.Evidence {
		f.Steps = append(f.Steps, Step{place(texts, s.File, s.Range), s.Message})
	}
	return f
}

func place(texts map[string]string, file string, r syntax.Range) Place {
	text := texts[file]
	start, end := min(int(r.Start), len(text)), min(int(r.End), len(text))
	before := units(text[:start])
	return Place{strings.TrimPrefix(file, root+"/"), before, before + units(text[start:end]), strings.Count(text[:start], "\n") + 1}
}

// units is the length of a text in UTF-16.
func units(s string) int {
	n := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// draw is the picture of the modules, "" when there is none.
func draw(ctx context.Context, o engine.Options) string {
	graph, _, err := modulegraph.Read(ctx, o, modulegraph.Options{Base: root})
	if err != nil {
		return ""
	}
	var out bytes.Buffer
	if err := picture.WriteSVG(&out, graph, picture.Options{Title: "The modules"}); err != nil {
		return ""
	}
	return out.String()
}
