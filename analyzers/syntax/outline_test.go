package syntax

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// namesText is all that Names says, in an order of its own.
func namesText(n Names) string {
	var lines []string
	n.Free(func(name string) bool { lines = append(lines, "free "+name); return true })
	n.Written(func(name string, uses []NameUse) { lines = append(lines, fmt.Sprintf("written %s %v", name, uses)) })
	n.Declared(func(name string, kind SymKind, at Range) {
		lines = append(lines, fmt.Sprintf("declared %s %d %v", name, kind, at))
	})
	slices.Sort(lines)
	return fmt.Sprintf("strict %t module %t notes %q\n%s", n.IsStrict(), n.IsModule(), n.Notes(), strings.Join(lines, "\n"))
}

// sources are the texts that random edits begin with: all JavaScript and TypeScript of the tree, and of a folder that the environment names.
func sources(t testing.TB) (files []string) {
	t.Helper()
	roots := []string{"../rules", "../../docs/example", "../effects/testdata"}
	if more := os.Getenv("NODEBEYOND_CORPUS"); more != "" {
		roots = append(roots, more)
	}
	for _, root := range roots {
		err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			switch filepath.Ext(p) {
			case ".js", ".cjs", ".mjs", ".jsx", ".ts", ".tsx":
				files = append(files, p)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 50 {
		t.Fatalf("%d files to edit", len(files))
	}
	return files
}

var typed = []string{"x", " ", "\n", ";", "(", ")", "{", "}", "[", "]", "'", "`", "/", "*", "=", ".", ",", "await ", "import ", "export ", "function f() {}\n", "const a = 1;\n",
	"var module = 1;\n", "name = 5;\n", "'use strict';\n", "/* global a */", "//", "class A {}\n", "exports = {};\n", "typeof ", "let ", "in ", "<a/>", "@d ", "async ", "=>", "${", "😀", "\r\n", "return ", "0;\n"}

// TestOutlineFollows: after each of many random edits the outline is that of a parse of the whole text, unless it says that it is not.
func TestOutlineFollows(t *testing.T) {
	files := sources(t)
	seeds := uint64(1)
	if os.Getenv("NODEBEYOND_CORPUS") != "" {
		seeds = 20
	}
	var followed, damaged, unsure, late int
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 7))
		for range 400 {
			file := files[r.IntN(len(files))]
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := string(data)
			o := NewOutline(file, text)
			var history []string
			var undo [][3]string // before, inserted, removed
			for range 16 {
				start := r.IntN(len(text) + 1)
				if r.IntN(2) == 0 { // where a line begins or ends
					start += strings.IndexByte(text[start:]+"\n", '\n')
				}
				end := min(start+r.IntN(4)*r.IntN(4)*r.IntN(2), len(text))
				word := typed[r.IntN(len(typed))]
				switch n := len(undo); {
				case n > 0 && r.IntN(5) < 3:
					start, end, word = len(undo[n-1][0]), len(undo[n-1][0])+len(undo[n-1][1]), undo[n-1][2]
					undo = undo[:n-1]
				case r.IntN(4) == 0: // some other part of the text, as by paste
					a := r.IntN(len(text) + 1)
					word = text[a:min(a+r.IntN(60), len(text))]
					fallthrough
				default:
					undo = append(undo, [3]string{text[:start], word, text[start:end]})
				}
				history = append(history, fmt.Sprintf("%d-%d %q", start, end, word))
				text = text[:start] + word + text[end:]
				follow := Unsure
				if o != nil {
					follow = o.Edit(text, start, end, len(word))
				}
				whole := NewOutline(file, text)
				switch follow {
				case Followed:
					followed++
					if whole == nil {
						if f := Parse(file, text); len(f.Problems) == 0 {
							continue // TypeScript that is rewritten
						}
						t.Fatalf("%s: parses in parts, not as a whole, after %s: %v", file, strings.Join(history, ", "), Parse(file, text).Problems)
					}
					if got, want := namesText(o), namesText(whole); got != want {
						t.Fatalf("%s after %s:\n%s\nnot\n%s", file, strings.Join(history, ", "), got, want)
					}
				case Damaged:
					damaged++
					if whole != nil {
						late++
						o = whole
					}
				case Unsure:
					unsure++
					o = whole
				}
				if o == nil && r.IntN(2) == 0 {
					break
				}
			}
		}
	}
	t.Logf("%d followed, %d damaged (%d of them parse as a whole), %d unsure", followed, damaged, late, unsure)
	if followed < 500 || late*10 > damaged {
		t.Error("the outline is of little use")
	}
}

// TestOutlineIsNames: both ways to the names of a text say the same.
func TestOutlineIsNames(t *testing.T) {
	for _, file := range sources(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f := Parse(file, string(data))
		o := f.Outline()
		if o == nil {
			continue
		}
		if got, want := namesText(o), namesText(f.Names()); got != want {
			t.Errorf("%s: the outline says\n%s\nthe file\n%s", file, got, want)
		}
	}
}
