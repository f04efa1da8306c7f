package order

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/syntax"
)

// quiz calls f with each program of testdata/quiz and the lines that Node prints for it.
func quiz(t *testing.T, f func(t *testing.T, file, text string, want []string)) {
	t.Helper()
	files, err := filepath.Glob("testdata/quiz/*js")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 60 {
		t.Fatalf("%d programs", len(files))
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(strings.TrimSuffix(file, filepath.Ext(file)) + ".out")
			if err != nil {
				t.Fatal(err)
			}
			f(t, file, string(text), lines(string(want)))
		})
	}
}

// TestQuiz predicts the programs of public quizzes (README.md beside them names the sources): everything is decided, and right.
func TestQuiz(t *testing.T) {
	quiz(t, func(t *testing.T, file, text string, want []string) {
		p := Predict(syntax.Parse(file, text), Options{ESM: strings.HasSuffix(file, ".mjs")})
		var got []string
		for _, s := range p.Steps {
			if s.Printed {
				got = append(got, s.Text)
			}
			if s.Open || s.Maybe {
				t.Errorf("undecided: %s %q", s.Name, s.Text)
			}
		}
		if p.Cut != "" {
			t.Errorf("cut: %s", p.Cut)
		}
		if !slices.Equal(got, want) {
			t.Errorf("predicted %q, Node prints %q\n%s", got, want, sketch(p))
		}
	})
}

// TestQuizInNode holds that Node, of the line that NODEBEYOND_NODE names, prints what the files say.
func TestQuizInNode(t *testing.T) {
	node := os.Getenv("NODEBEYOND_NODE")
	if node == "" {
		return
	}
	quiz(t, func(t *testing.T, file, _ string, want []string) {
		abs, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := runNode(node, abs)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("Node prints %q, the file says %q", got, want)
		}
	})
}
