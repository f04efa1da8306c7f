package workspace_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// cut is a place in a statement at which a person stops typing it for a while.
type cut struct {
	from, at, to int // the statement begins, is cut, and ends
}

// cuts are the statements of a text inside of functions and at its top level, and members of its classes, cut at random.
func cuts(r *rand.Rand, file, text string) (all []cut) {
	f := syntax.Parse(file, text)
	for id := int32(1); id < int32(f.Len()); id++ {
		n := f.NodeAt(id)
		switch n.Kind() {
		case syntax.KindExprStmt, syntax.KindVar, syntax.KindReturn, syntax.KindIf, syntax.KindFunctionDecl, syntax.KindTry, syntax.KindThrow:
		default:
			continue
		}
		if !n.Parent().Is(syntax.KindModule, syntax.KindBlock) {
			continue
		}
		if rng := n.Range(); rng.End-rng.Start > 3 {
			all = append(all, cut{int(rng.Start), int(rng.Start) + 1 + r.IntN(int(rng.End-rng.Start)-2), int(rng.End)})
		}
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// TestHalfTyped: while a statement is half typed, the findings outside of it stay, and lie where their code is: in its own file and in all others. A
// statement that is there is cut off at a random place, one that is not there yet is typed up to it; 200 times over the example, and as often over each
// folder that NODEBEYOND_REAL names.
func TestHalfTyped(t *testing.T) {
	roots := []string{"../../docs/example"}
	if more := os.Getenv("NODEBEYOND_REAL"); more != "" {
		found, err := filepath.Glob(more)
		if err != nil || len(found) == 0 {
			t.Fatal("NODEBEYOND_REAL names no folder", err)
		}
		roots = found
	}
	for _, root := range roots {
		t.Run(filepath.Base(root), func(t *testing.T) { halfTyped(t, root) })
	}
}

func halfTyped(t *testing.T, root string) {
	root, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	root = filepath.ToSlash(root)
	s := workspace.New(workspace.Config{Rules: rules.All(), CacheDir: "off"})
	defer s.Stop()
	settle := func() {
		if err := s.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s.SetFolders([]string{root})
	settle()
	var files []string
	for _, file := range s.Snapshot().Files() {
		if data, err := os.ReadFile(file); err == nil && len(data) < 200_000 && len(s.Snapshot().Findings(file)) > 0 && len(syntax.Parse(file, string(data)).Problems) == 0 {
			files = append(files, file)
		}
	}
	if len(files) == 0 {
		if os.Getenv("NODEBEYOND_REAL") == "" {
			t.Fatal("the example has no findings")
		}
		t.Skip("no findings: nothing can be lost")
	}
	r := rand.New(rand.NewPCG(5, 6))
	version := int32(0)
	broken, stay, all, added := 0, 0, 0, 0
	var lost []string
	for trial := 0; trial < 400 && broken < 200; trial++ {
		file := files[trial%len(files)]
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		list := cuts(r, file, text)
		if len(list) == 0 {
			continue
		}
		c := list[0]
		half := text[:c.at] + text[c.to:]
		if len(syntax.Parse(file, half).Problems) == 0 {
			continue
		}
		broken++
		version++
		edit := func(now string, e workspace.Edit) {
			version++
			if err := s.Change(file, version, now, []workspace.Edit{e}); err != nil {
				t.Fatal(err)
			}
		}
		var before []rule.Diagnostic
		typed := trial%2 == 1 && len(syntax.Parse(file, text[:c.from]+text[c.to:]).Problems) == 0
		if typed {
			now := text[:c.from] + text[c.to:]
			s.Open(file, version, now)
			settle()
			before = everywhere(s.Snapshot())
			for at := c.from; at < c.at; at++ {
				now = now[:at] + text[at:at+1] + now[at:]
				edit(now, workspace.Edit{Start: at, End: at, Len: 1})
				if r.IntN(20) == 0 {
					settle()
				}
			}
		} else {
			s.Open(file, version, text)
			settle()
			before = everywhere(s.Snapshot())
			edit(half, workspace.Edit{Start: c.at, End: c.to})
		}
		settle()
		after := map[string]bool{}
		for _, d := range everywhere(s.Snapshot()) {
			after[place(d)] = true
		}
		for _, d := range before {
			if d.File == file && typed {
				if int(d.Range.Start) < c.from && c.from < int(d.Range.End) {
					continue // around it
				}
				if int(d.Range.Start) >= c.from {
					d.Range.Start += int32(c.at - c.from)
					d.Range.End += int32(c.at - c.from)
				}
			} else if d.File == file {
				if int(d.Range.Start) < c.to && int(d.Range.End) > c.from {
					continue // in the statement, or around it
				}
				if int(d.Range.Start) >= c.to {
					d.Range.Start -= int32(c.to - c.at)
					d.Range.End -= int32(c.to - c.at)
				}
			}
			all++
			if after[place(d)] {
				stay++
			} else if len(lost) < 10 {
				lost = append(lost, fmt.Sprintf("%s, %q half typed as %q", place(d), text[c.from:c.to], text[c.from:c.at]))
			}
			delete(after, place(d))
		}
		added += len(after)
		s.Close(file)
		settle()
	}
	t.Logf("%d statements half typed in %d files, %d of %d findings stay; %d are new", broken, len(files), stay, all, added)
	if broken < 100 || all < 100 || stay*100 < all*99 {
		t.Errorf("%d statements half typed, %d of %d findings stay: lost\n%s", broken, stay, all, strings.Join(lost, "\n"))
	}
}

func everywhere(s *workspace.Snapshot) (all []rule.Diagnostic) {
	for _, file := range s.Files() {
		all = append(all, s.Findings(file)...)
	}
	return all
}

func place(d rule.Diagnostic) string {
	return fmt.Sprintf("%s %v %s %s", d.File, d.Range, d.Rule, d.Message)
}
