// Command newrule makes the folder of a new rule, with everything in it that is written by hand:
//
//	go run ./analyzers/newrule sync-in-handler
//
// The scaffold builds, and fails the tests of package rules until its page, its check and its fixture are written.
package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

//go:embed templates
var templates embed.FS

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./analyzers/newrule ID, from the top of the checkout")
		os.Exit(2)
	}
	written, err := scaffold(filepath.FromSlash("analyzers/rules"), os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "newrule:", err)
		os.Exit(1)
	}
	for _, file := range written {
		fmt.Println(file)
	}
	fmt.Println("next: go generate ./analyzers/rules, then docs/contributing/adding-a-rule.md")
}

var idShape = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)

// scaffold makes the folder of a rule below dir, the folder of all rules, and returns the files that it wrote. It changes nothing when the
// rule exists; a page that was written before its rule is kept.
func scaffold(dir, id string) ([]string, error) {
	if !idShape.MatchString(id) {
		return nil, fmt.Errorf("%q is no rule id: two or more words of small letters and digits, with hyphens between them", id)
	}
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		return nil, fmt.Errorf("there is no folder %s here: run it from the top of the checkout", dir)
	}
	folder := filepath.Join(dir, id)
	if _, err := os.Stat(filepath.Join(folder, "rule.go")); err == nil {
		return nil, fmt.Errorf("%s exists", filepath.Join(folder, "rule.go"))
	}
	names := struct{ ID, Package string }{id, strings.ReplaceAll(id, "-", "")}
	var written []string
	for _, f := range []struct{ template, file string }{
		{"rule.go.tmpl", "rule.go"},
		{"rule.md.tmpl", "rule.md"},
		{"fixture.js.tmpl", filepath.Join("testdata", id+".js")},
	} {
		file := filepath.Join(folder, f.file)
		if _, err := os.Stat(file); err == nil {
			continue
		} else if !errors.Is(err, fs.ErrNotExist) {
			return written, err
		}
		if err := render(file, f.template, names); err != nil {
			return written, err
		}
		written = append(written, file)
	}
	return written, nil
}

func render(file, name string, data any) error {
	t, err := template.ParseFS(templates, "templates/"+name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(t.Execute(out, data), out.Close())
}
