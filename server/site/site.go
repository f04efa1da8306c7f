// Package site makes the companion book into pages for a browser: chapters, the challenge, the rules, the lists to look things up in, and
// what these pages load. Everything that a page needs is among the files made; nothing is asked of any other place.
//
// It knows HTML. It must not know how the pages reach a reader (server/site/serve does), and neither the disk nor the clock: the same book
// gives the same bytes.
package site

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Book is what the pages are made of. It is immutable.
type Book struct {
	// Rules are all rules, those of the engine itself among them.
	Rules []*rule.Rule
	// Page is the Markdown page of a rule, "" when it has none.
	Page func(id string) string
}

//go:embed static
var static embed.FS

//go:embed templates
var templates embed.FS

// shell is what all pages stand in. It is read when a page is made: most runs of the program make none.
var shell = sync.OnceValue(func() *template.Template { return template.Must(template.ParseFS(templates, "templates/page.html")) })

// link is a reference in a navigation, below the root of the site.
type link struct {
	Path, Text string
	Current    bool
}

// page is one page before it is put into the shell.
type page struct {
	path        string // below the root, such as "rules/sync-in-handler.html"
	title       string // plain text
	description string // plain text, for search engines
	kind        string // class of the body
	area        string // path of the entry of the main navigation that it belongs to
	crumbs      []link
	contents    []part // of the page, beside the text
	aside       []link // neighbours, in the side column
	asideTitle  string
	body        string // HTML
	prev, next  *link
	scripts     []string // beside site.js
}

// part is an entry of a page's table of contents.
type part struct{ ID, Text string }

// areas is the main navigation.
var areas = []link{
	{Path: "index.html", Text: "Book"},
	{Path: "challenge.html", Text: "Challenge"},
	{Path: "rules/index.html", Text: "Rules"},
	{Path: "api.html", Text: "API"},
	{Path: "errors.html", Text: "Errors"},
	{Path: "playground.html", Text: "Playground"},
}

// maker makes the pages of one book.
type maker struct {
	Book
	rules    map[string]*rule.Rule
	sections map[docs.Section][]*rule.Rule
	topics   map[docs.Section][]string // links to the API index, HTML
	pages    []page
	entries  []entry // of the search
}

// Build gives all files of the site by path, with forward slashes, relative to its root. An error is a defect of the book, such as a page
// that refers to what there is not; a test builds what we ship.
func Build(b Book) (map[string][]byte, error) {
	m := &maker{Book: b, rules: map[string]*rule.Rule{}, sections: map[docs.Section][]*rule.Rule{}, topics: topicLinks()}
	m.Rules = slices.Clone(b.Rules)
	slices.SortFunc(m.Rules, func(a, b *rule.Rule) int { return strings.Compare(a.ID, b.ID) })
	for _, r := range m.Rules {
		m.rules[r.ID] = r
		m.sections[r.Section] = append(m.sections[r.Section], r)
	}
	for _, step := range []func() error{m.start, m.chapters, m.challenge, m.rulePages, m.ruleIndex, m.api, m.errors, m.guides, m.playground, m.about, m.missing} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	files := map[string][]byte{}
	for _, p := range m.pages {
		text, err := m.wrap(p)
		if err != nil {
			return nil, fmt.Errorf("site: %s: %w", p.path, err)
		}
		if files[p.path] != nil {
			return nil, fmt.Errorf("site: there are two pages %s", p.path)
		}
		files[p.path] = text
	}
	for _, p := range m.pages {
		if anchored, ok := strings.CutSuffix(p.path, ".html"); ok && (p.kind == "chapter" || p.kind == "rule" || p.kind == "guide") {
			files[anchored+"/index.html"] = forward(p.path)
		}
	}
	err := fs.WalkDir(static, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := static.ReadFile(name)
		files[strings.TrimPrefix(name, "static/")] = data
		return err
	})
	if err != nil {
		return nil, err
	}
	if compiled, starter := engine(); compiled != nil {
		files["engine.wasm.gz"], files["engine.js"] = compiled, starter
	} else {
		delete(files, "play.js")
		delete(files, "play-engine.js")
	}
	files["search-index.js"] = searchIndex(m.entries)
	return files, nil
}

// Paths lists the paths of a built site in order.
func Paths(files map[string][]byte) []string { return slices.Sorted(maps.Keys(files)) }

func (m *maker) add(p page) { m.pages = append(m.pages, p) }

// root is the way from a page to the root of the site: "" or "../".
func root(p string) string {
	if p == "404.html" {
		return "/" // it is shown at any address
	}
	return strings.Repeat("../", strings.Count(p, "/"))
}

// wrap puts a page into the shell.
func (m *maker) wrap(p page) ([]byte, error) {
	data := struct {
		Root, Title, Description, Kind, AsideTitle string
		Areas, Crumbs, Aside                       []link
		Contents                                   []part
		Body                                       template.HTML
		Prev, Next                                 *link
		Scripts                                    []string
		Playground                                 bool
	}{
		Root: root(p.path), Title: p.title, Description: p.description, Kind: p.kind, AsideTitle: p.asideTitle,
		Crumbs: p.crumbs, Aside: p.aside, Contents: p.contents, Body: template.HTML(p.body), Prev: p.prev, Next: p.next, Scripts: p.scripts, Playground: HasPlayground(),
	}
	for _, a := range areas {
		a.Current = a.Path == p.area
		data.Areas = append(data.Areas, a)
	}
	var out bytes.Buffer
	if err := shell().Execute(&out, data); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// forward leads from the place as findings name it ("event-loop#timers") to the page, on servers that know folders only. The script keeps the
// fragment; without scripts the top of the page has to do.
func forward(to string) []byte {
	name := path.Base(to)
	return fmt.Appendf(nil, "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>%s</title><link rel=\"canonical\" href=\"../%s\"><script src=\"%sforward.js\"></script><meta http-equiv=\"refresh\" content=\"1; url=../%s\"><p><a href=\"../%s\">%s</a></p></html>\n",
		name, name, root(strings.TrimSuffix(to, ".html")+"/"), name, name, name)
}

// Address is where a place of the book is below the root of the site: the place of a section ("event-loop#timers"), chapter ("event-loop")
// or rule ("rules/sync-in-handler") as the rest of the program names it.
func Address(anchor string) string {
	file, fragment, ok := strings.Cut(anchor, "#")
	if file == "" {
		return ""
	}
	if ok {
		fragment = "#" + fragment
	}
	return path.Clean(file) + ".html" + fragment
}
