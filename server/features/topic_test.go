package features

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
	"nodebeyond/server/workspace"
)

var update = flag.Bool("update", false, "write what hovers say into the archives")

// TestTopics hovers over the places that the archives of testdata/hover mark:
//
//	//@ "text" name "text" none
//
// says that a hover on the first such text of the line is the section @name of the archive, and that one on the other has nothing to say. Every
// topic is met, and every archive has places that only look like one. -update writes the sections.
func TestTopics(t *testing.T) {
	files, err := filepath.Glob("testdata/hover/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no archives", err)
	}
	met := map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { hoverArchive(t, file, met) })
	}
	for _, topic := range docs.Topics() {
		if !met[topic.Name] {
			t.Errorf("no archive has a hover about %s", topic.Name)
		}
	}
}

var marks = regexp.MustCompile(`"([^"]*)" (\w+)`)

func hoverArchive(t *testing.T, file string, met map[string]bool) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	snap, dir := project(t, archive)
	book := &Book{Base: "https://book.example"}
	said, nothing := map[string]string{}, 0
	for _, src := range archive.Files {
		start := 0
		for line := range strings.Lines(string(src.Data)) {
			before, mark, found := strings.Cut(line, "//@ ")
			if !strings.HasPrefix(src.Name, "@") && found {
				for _, m := range marks.FindAllStringSubmatch(mark, -1) {
					i := strings.Index(before, m[1])
					if i < 0 {
						t.Fatalf("%s: no %q in %q", src.Name, m[1], before)
					}
					h, ok := HoverAt(snap, book, dir+"/"+src.Name, start+i)
					switch {
					case m[2] == "none" && ok:
						t.Errorf("%s: a hover on %q of %q:\n%s", src.Name, m[1], before, h.Markdown())
					case m[2] == "none":
						nothing++
					case !ok:
						t.Errorf("%s: no hover on %q of %q", src.Name, m[1], before)
					default:
						for _, topic := range h.Topics {
							met[topic.Name] = true
						}
						text := strings.ReplaceAll(h.Markdown(), dir, "/shop") + "\n"
						if other, twice := said["@"+m[2]]; twice && other != text {
							t.Errorf("%s: two places have @%s: %q, and\n%snot\n%s", src.Name, m[2], before, text, other)
						}
						said["@"+m[2]] = text
					}
				}
			}
			start += len(line)
		}
	}
	if nothing == 0 {
		t.Error("no place where a hover has nothing to say")
	}
	kept := archive.Files[:0]
	for _, src := range archive.Files {
		got, ok := said[src.Name]
		if !strings.HasPrefix(src.Name, "@") || ok {
			if ok && !*update {
				if d := cmp.Diff(string(src.Data), got); d != "" {
					t.Errorf("%s (-want +got):\n%s", src.Name, d)
				}
			}
			if ok {
				src.Data = []byte(got)
				delete(said, src.Name)
			}
			kept = append(kept, src)
		} else if !*update {
			t.Errorf("no marker names %s", src.Name)
		}
	}
	if !*update {
		for name := range said {
			t.Errorf("there is no section %s", name)
		}
		return
	}
	// New ones in the order of the text.
	for _, src := range kept {
		for _, m := range marks.FindAllStringSubmatch(string(src.Data), -1) {
			if got, ok := said["@"+m[2]]; ok {
				kept = append(kept, txtar.File{Name: "@" + m[2], Data: []byte(got)})
				delete(said, "@"+m[2])
			}
		}
	}
	archive.Files = kept
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// project writes the files of an archive into a folder, and opens and analyses all of them, without rules.
func project(t testing.TB, archive *txtar.Archive) (snap *workspace.Snapshot, dir string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := workspace.New(workspace.Config{CacheDir: "off"})
	t.Cleanup(s.Stop)
	for _, src := range archive.Files {
		if strings.HasPrefix(src.Name, "@") {
			continue
		}
		name := filepath.Join(dir, filepath.FromSlash(src.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, src.Data, 0o644); err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(name) != ".json" {
			s.Open(filepath.ToSlash(name), 1, string(src.Data))
		}
	}
	dir = filepath.ToSlash(dir)
	s.SetFolders([]string{dir})
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.Snapshot(), dir
}

// TestTopicWhileTyping: what is hovered over stays known while the text around it changes, and while it does not parse.
func TestTopicWhileTyping(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.ToSlash(filepath.Join(dir, "a.js"))
	s := workspace.New(workspace.Config{CacheDir: "off"})
	t.Cleanup(s.Stop)
	const head, tail = "const rf = require('fs').readFile\n", "function go() {\n  rf('a', () => {})\n}\nmodule.exports = go\n"
	s.Open(file, 1, head+tail)
	check := func(when string) {
		t.Helper()
		snap := s.Snapshot()
		text := snap.Document(file).Text
		at := strings.LastIndex(text, "rf(")
		h, ok := HoverAt(snap, &Book{}, file, at)
		if !ok || h.Topics[0].Title != "fs.readFile" || text[h.Range.Start:h.Range.End] != "rf" {
			t.Errorf("%s: %v, %v", when, ok, h)
		}
	}
	settle := func() {
		t.Helper()
		if err := s.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	settle()
	check("at first")
	for i, typed := range []string{"l", "let x = ", "let x = (", "let x = ( 1", "let x = 1\n"} {
		text := head + typed + tail
		was := s.Snapshot().Document(file).Text
		if err := s.Change(file, int32(i+2), text, []workspace.Edit{workspace.Diff(was, text)}); err != nil {
			t.Fatal(err)
		}
		check("right after " + typed)
		settle()
		check("analysed with " + typed)
	}
	if err := s.Change(file, 9, tail, []workspace.Edit{{Start: 0, End: len(s.Snapshot().Document(file).Text) - len(tail)}}); err != nil {
		t.Fatal(err)
	}
	settle()
	if h, ok := HoverAt(s.Snapshot(), &Book{}, file, strings.Index(tail, "rf(")); ok {
		t.Errorf("what rf was once: %v", h)
	}
}

// TestHoverEverywhere hovers over each byte of the archives: what is said is about a range that holds the place or ends there, and is the same all
// over the range.
func TestHoverEverywhere(t *testing.T) {
	files, err := filepath.Glob("testdata/hover/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no archives", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		snap, dir := project(t, archive)
		for _, src := range archive.Files {
			if strings.HasPrefix(src.Name, "@") {
				continue
			}
			said := map[syntax.Range]string{}
			for i := range len(src.Data) + 1 {
				h, ok := HoverAt(snap, &Book{}, dir+"/"+src.Name, i)
				if !ok {
					continue
				}
				if int(h.Range.Start) > i || int(h.Range.End) < i || int(h.Range.End) > len(src.Data) || h.Range.Start >= h.Range.End {
					t.Errorf("%s, %s: at %d the range is %v", file, src.Name, i, h.Range)
				}
				text := h.Markdown()
				if known, seen := said[h.Range]; seen && known != text {
					t.Errorf("%s, %s: at %d of %v:\n%s\nnot\n%s", file, src.Name, i, h.Range, text, known)
				}
				said[h.Range] = text
				if h.Plain() == "" || strings.Contains(h.Plain(), "`") {
					t.Errorf("%s, %s: in plain text %q", file, src.Name, h.Plain())
				}
			}
		}
	}
}
