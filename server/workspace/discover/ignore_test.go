package discover

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestIgnoreFiles(t *testing.T) {
	base := tree(t,
		"out/.gitignore: never.js\n", "out/p/never.js", // above the repository: not read
		"out/p/.git/", "out/p/.gitignore: *.gen.js\n/dist\n", "out/p/a.gen.js", "out/p/dist/a.js", "out/p/a.js",
		"out/p/sub/.gitignore: !keep.gen.js\nlocal.js\n", "out/p/sub/keep.gen.js", "out/p/sub/b.gen.js", "out/p/sub/local.js", "out/p/sub/dist/a.js",
		"out/p/sub/deep/local.js", "out/p/sub/deep/c.js",
		"out/p/.nodebeyondignore: vendor/\n!want.gen.js\n", "out/p/want.gen.js", "out/p/vendor/v.js", "out/p/sub/vendor/v.js")
	want := []string{"a.js", "never.js", "sub/deep/c.js", "sub/dist/a.js", "sub/keep.gen.js", "want.gen.js"}
	p := filepath.Join(base, "out", "p")
	got, r := list(t, p, []string{p}, Options{})
	check(t, "whole", got, want)
	check(t, "ignored", r.Ignored, 7)

	got, _ = list(t, p, below(p, "sub"), Options{})
	check(t, "a part", got, []string{"sub/deep/c.js", "sub/dist/a.js", "sub/keep.gen.js"})
	got, _ = list(t, p, below(p, "sub/deep"), Options{})
	check(t, "a deeper part", got, []string{"sub/deep/c.js"})

	got, _ = list(t, p, below(p, "sub"), Options{NoIgnoreFiles: true})
	check(t, "switched off", got, []string{"sub/b.gen.js", "sub/deep/c.js", "sub/deep/local.js", "sub/dist/a.js",
		"sub/keep.gen.js", "sub/local.js", "sub/vendor/v.js"})
}

func TestIgnoreWithoutRepository(t *testing.T) {
	base := tree(t, ".gitignore: b.js\n", "p/.nodebeyondignore: a.js\n", "p/sub/a.js", "p/sub/b.js", "p/sub/c.js")
	for _, c := range []struct {
		roots []string
		conf  string
		want  []string
	}{
		{[]string{"p/sub"}, "p/sub", []string{"p/sub/a.js", "p/sub/b.js", "p/sub/c.js"}},
		{[]string{"p/sub"}, "p", []string{"p/sub/b.js", "p/sub/c.js"}},
		{[]string{"p/sub"}, "", []string{"p/sub/c.js"}},
		{[]string{"p/sub", "p"}, "p/sub", []string{"p/sub/b.js", "p/sub/c.js"}},
	} {
		got, _ := list(t, base, below(base, c.roots...), Options{ConfigDir: filepath.Join(base, c.conf)})
		check(t, fmt.Sprint(c), got, c.want)
	}
}

func TestGlobs(t *testing.T) {
	base := tree(t, "a.js", "dist/b.js", "sub/dist/c.js", "sub/fixtures/d.js", "sub/fixtures/deep/e.js", "sub/f.gen.js", "other/g.js", "other/h.js")
	o := Options{ConfigDir: base, Ignore: []string{"dist/", "**/fixtures/**", "**/*.gen.js", "./other/{g,x}.js", "[", ""}}
	got, r := list(t, base, []string{base}, o)
	check(t, "found", got, []string{"a.js", "other/h.js", "sub/dist/c.js"})
	check(t, "folders", r.Folders, 4)
	check(t, "problems", reasons(t, base, r.Problems), []string{
		`.: the ignore pattern "" is not a valid glob`, `.: the ignore pattern "[" is not a valid glob`})

	o.ConfigDir = filepath.Join(base, "sub")
	got, _ = list(t, base, []string{base}, o)
	check(t, "relative to the configuration", got, []string{"a.js", "dist/b.js", "other/g.js", "other/h.js"})
}

// gitFinds asks Git which files below dir it does not ignore.
func gitFinds(t *testing.T, dir string) []string {
	t.Helper()
	run := func(args ...string) []byte {
		cmd := exec.Command("git", append([]string{"-c", "core.excludesFile=", "-c", "core.ignoreCase=false"}, args...)...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_DIR="+filepath.Join(dir, ".git"), "GIT_WORK_TREE="+dir)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("this test compares with Git: %v\n%s", err, &errs)
		}
		return out
	}
	run("init", "-q")
	var names []string
	for n := range strings.SplitSeq(strings.TrimSuffix(string(run("ls-files", "-z", "--others", "--exclude-standard")), "\x00"), "\x00") {
		if isSource(n) {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

// someNames is a tree in which many patterns make a difference.
var someNames = []string{
	"a.js", "b.js", "ab.js", "a b.js", "a.b.js", "b/a.js", "a/a.js", "a/b.js", "a/b/a.js", "a/b/b/a.js", "b/b/a/b.js", "b/a/ab/a.js",
	"#a.js", "!a.js", "{a,b}.js", "[a].js", "a].js", "-.js", "^a.js", "ä.js", "a/ .js",
}

// compareWithGit makes one folder with someNames for each ignore file and compares what is found with what Git finds.
func compareWithGit(t *testing.T, ignoreFiles []string) {
	t.Helper()
	var files []string
	for i, text := range ignoreFiles {
		dir := fmt.Sprintf("%04d/", i)
		files = append(files, dir+".gitignore: "+text)
		for _, n := range someNames {
			files = append(files, dir+n)
		}
	}
	base := tree(t, files...)
	want := gitFinds(t, base)
	sources, _, r, err := Files(context.Background(), []string{base}, Options{})
	if err != nil || len(r.Problems) > 0 {
		t.Fatal(err, r.Problems)
	}
	byFile := func(names []string) [][]string {
		out := make([][]string, len(ignoreFiles))
		for _, n := range names {
			var i int
			dir, rest, _ := strings.Cut(n, "/")
			if _, err := fmt.Sscanf(dir, "%d", &i); err != nil {
				t.Fatal(err)
			}
			out[i] = append(out[i], rest)
		}
		return out
	}
	var got []string
	for _, f := range sources {
		got = append(got, rel(t, base, f.Path))
	}
	gots, wants := byFile(got), byFile(want)
	wrong := 0
	for i, text := range ignoreFiles {
		if !slices.Equal(gots[i], wants[i]) {
			if wrong++; wrong > 10 {
				t.Fatal("and more")
			}
			t.Errorf("ignore file %q\n  git  %q\n  here %q", text, wants[i], gots[i])
		}
	}
}

func TestIgnoreLikeGit(t *testing.T) {
	compareWithGit(t, []string{
		"", "# a.js\n", `\#a.js`, `\!a.js`, "a.js", "/a.js", "a.js\r\nb.js\r\n", "a.js  ", `a\ b.js`, "a b.js   ", `a/\ .js`, "\ufeffa.js",
		"a", "a/", "/a", "/a/", "a/b", "a/b/", "a/*", "a/**", "a/**/", "**/a", "**/a.js", "**/b/a.js", "a/**/a.js", "**/b/**/a.js", "**", "*", "/*", "/**",
		"*.js\n!a.js", "a/\n!a/a.js", "a/*\n!a/a.js", "!a.js\na.js", "a.js\n!a.js\na.js\n!/b", "*.js\n!*/", "/*\n!/b/\n/b/*\n!/b/a.js",
		"?.js", "?", "[ab].js", "[!a].js", "[^a].js", "[a-b]*.js", "[]a].js", "a[]].js", "[a", "[[]a].js", `[\]a].js`, "[[:alpha:]].js", "[![:alpha:]].js", "[[:punct:]].js",
		"[a-].js", "[-a].js", "[!-].js", "{a,b}.js", "{a}", "a**.js", "a**b.js", "**a.js", "a/**b.js", "a***", "***/a.js", "//", "/", "!", "a//b", "a/b//", `a\`, `a\.js`, `\a.js`, "*.b.js", "a*", "*a*",
		"*/a.js", "*/*/a.js", "a/*/a.js", "a*/b", "ä.js", "?.js\n!ä.js", "[ä].js", "b/../a.js", "./a.js", "b/a/ab/", "a/b/a.js/", "b/b/**\n!b/b/a", "[/]", "a[/]b", "[a-z]/a.js", `[[:nope:]].js`, `[z-a].js`,
	})
}

// TestIgnoreLikeGitRandomly compares patterns that nobody thought of. The seed is fixed: a failure comes back.
func TestIgnoreLikeGitRandomly(t *testing.T) {
	tokens := strings.Split("a b a.js .js * * ** / / ? [ab] [!a] [a-c] \\a \\* ! # { , } ] - ^ [^b] [[:alpha:]] b/ /a **/ /** .", " ")
	rnd := rand.New(rand.NewPCG(1, 2))
	behindLiteral := regexp.MustCompile(`[^/*\n]\*\*+(/|\n)`)
	var all []string
	for range 150 {
		var b strings.Builder
		for range 1 + rnd.IntN(3) {
			for range 1 + rnd.IntN(5) {
				b.WriteString(tokens[rnd.IntN(len(tokens))])
			}
			b.WriteByte('\n')
		}
		// Git, before it looks for wildcards, cuts off the part of a pattern without any. A double star directly behind such a part
		// then stands at the start of what is left, and counts as one for folders. We follow the documentation.
		if text := b.String(); !behindLiteral.MatchString(text) {
			all = append(all, text)
		}
	}
	compareWithGit(t, all)
}
