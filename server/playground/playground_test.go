package playground

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
	"nodebeyond/docs"
	"nodebeyond/server/config"
)

var fence = regexp.MustCompile("(?ms)^```(\\w+) ([^\n]*)\n(.*?)^```$")

// failing is the program of a rule's page that shows the pitfall.
func failing(page string) map[string]string {
	files := map[string]string{}
	for _, m := range fence.FindAllStringSubmatch(page, -1) {
		words := strings.Fields(m[2])
		if m[1] == "output" || !slices.Contains(words, "bad") && !slices.Contains(words, "both") {
			continue
		}
		name := "main.js"
		for _, w := range words {
			if f, ok := strings.CutPrefix(w, "file="); ok {
				name = f
			}
		}
		files[name] = m[3]
	}
	return files
}

// What the page says of the failing program of each rule is what the command line says of the same files on a disk.
func TestSameAsOnDisk(t *testing.T) {
	compared := 0
	for _, r := range rules.All() {
		files := failing(rules.Page(r.ID))
		if len(files) == 0 {
			t.Errorf("%s: no failing program on its page", r.ID)
			continue
		}
		q := Question{}
		dir := t.TempDir()
		var disk []engine.File
		for _, name := range slices.Sorted(maps.Keys(files)) {
			q.Files = append(q.Files, File{name, files[name]})
			at := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(at, []byte(files[name]), 0o644); err != nil {
				t.Fatal(err)
			}
			if slices.Contains(sources, filepath.Ext(name)) {
				disk = append(disk, engine.File{Path: filepath.ToSlash(at), Size: int64(len(files[name]))})
			}
		}
		selection := (&config.Config{}).Select(rules.All(), config.Choice{Always: engine.Own()})
		result, err := engine.Lint(t.Context(), engine.Options{Root: filepath.ToSlash(dir), Files: disk, CacheDir: "off", Rules: selection.Rules(), Names: config.NamesOf(rules.All(), engine.Own()).Rules, Severity: selection.Severity})
		if err != nil {
			t.Fatal(err)
		}
		answer := Ask(t.Context(), q)
		if answer.Error != "" || len(answer.Findings) != len(result.Findings) {
			t.Errorf("%s: %d findings here, %d on disk; error %q", r.ID, len(answer.Findings), len(result.Findings), answer.Error)
			continue
		}
		for i, d := range result.Findings {
			f := answer.Findings[i]
			message := strings.ReplaceAll(d.Message, filepath.ToSlash(dir), root)
			if f.Rule != d.Rule || f.Message != message || len(f.Steps) != len(d.Evidence) || f.File != strings.TrimPrefix(d.File, filepath.ToSlash(dir)+"/") {
				t.Errorf("%s:\n here %+v\n disk %+v", r.ID, f, d)
			}
			compared++
		}
	}
	if compared < 30 {
		t.Errorf("only %d findings were compared", compared)
	}
}

// Places count as a browser's strings do.
func TestPlaces(t *testing.T) {
	text := "// 💥 é\nconst http = require('http'), fs = require('fs');\nhttp.createServer((q, r) => r.end(fs.readFileSync('x'))).listen(0);\n"
	a := Ask(t.Context(), Question{Files: []File{{"a.js", text}}})
	for _, f := range a.Findings {
		if f.Rule != "sync-in-handler" {
			continue
		}
		u := utf16.Encode([]rune(text))
		if got := string(utf16.Decode(u[f.Start:f.End])); got != "fs.readFileSync" || f.Line != 3 {
			t.Errorf("%q in line %d", got, f.Line)
		}
		return
	}
	t.Errorf("findings: %+v", a.Findings)
}

func TestGraph(t *testing.T) {
	q := Question{Graph: true, Files: []File{{"a.js", "require('./b')"}, {"b.js", "require('./a')"}, {"package.json", `{"main": "a.js"}`}}}
	if a := Ask(t.Context(), q); !strings.Contains(a.Graph, "<svg") || !strings.Contains(a.Graph, "b.js") {
		t.Errorf("%+v", a)
	}
	q.Graph = false
	if a := Ask(t.Context(), q); a.Graph != "" {
		t.Error("a picture that nobody asked for")
	}
}

// What is not among the files is not there, whatever the disk of this machine has.
func TestSeesNoDisk(t *testing.T) {
	a := Ask(t.Context(), Question{Files: []File{{"a.js", "require('../etc/hostname.js'); require('./gone');"}}})
	if len(a.Findings) == 0 || a.Findings[len(a.Findings)-1].Rule != "require-unresolved" {
		t.Errorf("%+v", a)
	}
}

// A hover on a part of Node says what the book has of it, under an alias as well, and with what this code does.
func TestHover(t *testing.T) {
	files := []File{
		{"server.js", "// 💥\nconst { price } = require('./prices');\nrequire('http').createServer((q, r) => r.end(String(price(q.url)))).listen(0);\n"},
		{"prices.js", "const { readFileSync: read } = require('fs');\nexports.price = (name) => JSON.parse(read('./prices.json', 'utf8'))[name];\n"},
		{"prices.json", "{}"},
	}
	at := func(file, what string) *Hover {
		for _, f := range files {
			if f.Name == file {
				a := Ask(t.Context(), Question{Files: files, Hover: &Spot{file, units(f.Text[:strings.Index(f.Text, what)])}})
				if a.Error != "" {
					t.Fatal(a.Error)
				}
				return a.Hover
			}
		}
		return nil
	}
	h := at("server.js", "createServer")
	if h == nil || !slices.ContainsFunc(docs.Topics(), func(topic docs.Topic) bool { return topic.Name == "http.createServer" && topic.Text == h.Text }) {
		t.Errorf("%+v", h)
	} else if text := utf16.Encode([]rune(files[0].Text)); string(utf16.Decode(text[h.Start:h.End])) != "createServer" || h.Section != "network#http-server-lifecycle" || h.Read == "" {
		t.Errorf("%+v", h)
	}
	if h := at("prices.js", "exports"); h == nil || h.Text == "" {
		t.Errorf("%+v", h)
	}
	for _, nothing := range []string{"'./prices.json'", ".parse"} {
		if h := at("prices.js", nothing); h != nil {
			t.Errorf("%s: %+v", nothing, h)
		}
	}
	if a := Ask(t.Context(), Question{Files: files, Hover: &Spot{"none.js", 3}}); a.Hover != nil {
		t.Errorf("%+v", a.Hover)
	}
}

func TestRefuses(t *testing.T) {
	for name, files := range map[string][]File{
		"above":    {{"../a.js", ""}},
		"absolute": {{"/a.js", ""}},
		"no name":  {{"", ""}},
		"twice":    {{"a.js", ""}, {"a.js", ""}},
		"too long": {{"a.js", strings.Repeat("x", maxBytes+1)}},
		"too many": make([]File, maxFiles+1),
	} {
		if a := Ask(t.Context(), Question{Files: files}); a.Error == "" || a.Findings == nil {
			t.Errorf("%s: %+v", name, a)
		}
	}
	var a Answer
	if err := json.Unmarshal([]byte(Reply(t.Context(), "{")), &a); err != nil || a.Error == "" {
		t.Errorf("%v %+v", err, a)
	}
}
