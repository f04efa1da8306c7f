package site_test

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
	"nodebeyond/docs"
	"nodebeyond/server/site"
)

func book() site.Book {
	return site.Book{Rules: slices.Concat(rules.All(), engine.Own()), Page: func(id string) string {
		if p := engine.Page(id); p != "" {
			return p
		}
		return rules.Page(id)
	}}
}

var built = sync.OnceValues(func() (map[string][]byte, error) { return site.Build(book()) })

func files(t *testing.T) map[string][]byte {
	t.Helper()
	f, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// pages are the parsed pages by path.
func pages(t *testing.T) map[string]*html.Node {
	t.Helper()
	out := map[string]*html.Node{}
	for name, data := range files(t) {
		if !strings.HasSuffix(name, ".html") || files(t)[path.Dir(name)+".html"] != nil { // the latter only lead on
			continue
		}
		n, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = n
	}
	return out
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// idsOf are the ids of a page, each with how often it is there.
func idsOf(page *html.Node) map[string]int {
	out := map[string]int{}
	for n := range page.Descendants() {
		if id, ok := attr(n, "id"); ok {
			out[id]++
		}
	}
	return out
}

// Every link leads to a page that there is, at a place that it has.
func TestLinksLive(t *testing.T) {
	all, links := pages(t), 0
	ids := map[string]map[string]int{}
	for name, p := range all {
		ids[name] = idsOf(p)
	}
	for name, p := range all {
		for n := range p.Descendants() {
			for _, key := range []string{"href", "src"} {
				to, ok := attr(n, key)
				if !ok {
					continue
				}
				u, err := url.Parse(to)
				if err != nil {
					t.Errorf("%s: %q: %v", name, to, err)
					continue
				}
				if u.IsAbs() {
					if n.Data != "a" || u.Scheme != "https" {
						t.Errorf("%s: <%s> loads %s from elsewhere", name, n.Data, to)
					}
					continue
				}
				links++
				target := name
				if u.Path != "" {
					target = strings.TrimPrefix(path.Join("/", path.Dir(name), u.Path), "/")
					if strings.HasPrefix(u.Path, "/") {
						target = u.Path[1:]
					}
				}
				if files(t)[target] == nil {
					t.Errorf("%s: there is no %s (%s)", name, target, to)
				} else if u.Fragment != "" && ids[target][u.Fragment] == 0 {
					t.Errorf("%s: %s has no place %q", name, target, u.Fragment)
				}
			}
		}
	}
	if links < 2000 {
		t.Errorf("only %d links were looked at", links)
	}
}

func TestPagesAreWellFormed(t *testing.T) {
	titles := map[string]string{}
	for name, p := range pages(t) {
		if size := len(files(t)[name]); size > 150_000 {
			t.Errorf("%s: %d bytes, a page has at most 150,000", name, size)
		}
		for id, n := range idsOf(p) {
			if n > 1 {
				t.Errorf("%s: id %q is there %d times", name, id, n)
			}
		}
		count, last := map[string]int{}, 0
		for n := range p.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if n.Data != "title" || n.Parent.Data == "head" { // a picture has one as well
				count[n.Data]++
			}
			if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
				level := int(n.Data[1] - '0')
				if level > last+1 {
					t.Errorf("%s: a heading of level %d after one of level %d", name, level, last)
				}
				last = level
			}
			if _, ok := attr(n, "style"); ok || n.Data == "style" {
				t.Errorf("%s: <%s> has a style of its own, which the policy forbids", name, n.Data)
			}
			if _, ok := attr(n, "src"); n.Data == "script" && !ok {
				t.Errorf("%s: a script in the page, which the policy forbids", name)
			}
			if n.Data == "title" && n.Parent.Data == "head" {
				title := n.FirstChild.Data
				if other := titles[title]; other != "" {
					t.Errorf("%s and %s have the same title %q", name, other, title)
				}
				titles[title] = name
			}
		}
		for _, one := range []string{"h1", "main", "title"} {
			if count[one] != 1 {
				t.Errorf("%s: %d elements <%s>", name, count[one], one)
			}
		}
	}
}

// Everything that a finding or a person can ask for has its place.
func TestEverythingHasAPlace(t *testing.T) {
	all := pages(t)
	places := map[string]map[string]int{}
	for name, p := range all {
		places[name] = idsOf(p)
	}
	there := func(address string) {
		t.Helper()
		file, id, anchored := strings.Cut(address, "#")
		if all[file] == nil || anchored && places[file][id] == 0 {
			t.Errorf("there is no %s", address)
		}
	}
	for _, s := range docs.Sections() {
		there(site.Address(s.Anchor()))
	}
	for _, q := range docs.Questions() {
		there("challenge.html#question-" + strconv.Itoa(q.Number))
	}
	for _, e := range docs.ErrorCodes() {
		there("errors.html#" + e.Code)
	}
	for _, g := range docs.Guides() {
		there(site.Address("guides/" + g.ID))
	}
	// What a hover says of a part of Node is on the page, word for word but for the marks.
	plain := strings.NewReplacer("`", "", "*", "", "'", "", "\"", "")
	said := plain.Replace(strings.NewReplacer("’", "", "‘", "", "“", "", "”", "").Replace(textOf(all["api.html"])))
	for _, topic := range docs.Topics() {
		if !strings.Contains(said, plain.Replace(topic.Text)) {
			t.Errorf("%s: the API index does not say %q", topic.Name, topic.Text)
		}
	}
	for _, r := range book().Rules {
		there(site.Address("rules/" + r.ID))
		if r.Section.Anchor() == "" {
			continue
		}
		// From the rule to its section, and back.
		page := string(files(t)["rules/"+r.ID+".html"])
		if !strings.Contains(page, `href="../`+site.Address(r.Section.Anchor())+`"`) {
			t.Errorf("the page of %s does not lead to %s", r.ID, r.Section)
		}
		if !strings.Contains(string(files(t)[r.Section.Chapter()+".html"]), `href="rules/`+r.ID+`.html"`) {
			t.Errorf("chapter %s does not lead to %s", r.Section.Chapter(), r.ID)
		}
	}
}

// Each section is where a rule, a hover or a question leads: nobody has to find it by reading on.
func TestEverySectionIsReached(t *testing.T) {
	reached := map[docs.Section]bool{}
	for _, r := range book().Rules {
		reached[r.Section] = true
	}
	for _, topic := range docs.Topics() {
		reached[topic.Section] = true
		for _, also := range topic.Also {
			reached[also] = true
		}
	}
	for _, q := range docs.Questions() {
		reached[q.Section] = true
	}
	all := docs.Sections()
	if len(all) != 98 {
		t.Errorf("%d sections", len(all))
	}
	for _, s := range all {
		if !reached[s] {
			t.Errorf("no rule, topic or question leads to %s", s.Anchor())
		}
	}
}

// Each topic is an entry of the API index, with a link to its section, and the section's page has the place.
func TestTopicsAreLinked(t *testing.T) {
	var entries []*html.Node
	for n := range pages(t)["api.html"].Descendants() {
		if n.Type == html.ElementNode && n.Data == "dt" {
			entries = append(entries, n.Parent)
		}
	}
	if len(entries) != len(docs.Topics()) {
		t.Fatalf("%d entries for %d topics", len(entries), len(docs.Topics()))
	}
	for _, topic := range docs.Topics() {
		i := slices.IndexFunc(entries, func(e *html.Node) bool { return strings.HasPrefix(textOf(e), topic.Name+"#") })
		if i < 0 {
			t.Errorf("%s has no entry", topic.Name)
			continue
		}
		id, _ := attr(entries[i], "id")
		for _, section := range append([]docs.Section{topic.Section}, topic.Also...) {
			want := site.Address(section.Anchor())
			if !linksTo(entries[i], want) {
				t.Errorf("%s: its entry does not lead to %s", topic.Name, want)
			}
			if !linksTo(pages(t)[section.Chapter()+".html"], "api.html#"+id) {
				t.Errorf("%s: section %s does not lead to its entry", topic.Name, section)
			}
		}
	}
}

// linksTo reports whether something in an element leads to an address.
func linksTo(e *html.Node, address string) bool {
	for n := range e.Descendants() {
		if to, _ := attr(n, "href"); to == address {
			return true
		}
	}
	return false
}

// textOf is the text of an element.
func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// Who is said to find an error is a rule.
func TestErrorsNameRules(t *testing.T) {
	known := map[string]bool{}
	for _, r := range book().Rules {
		known[r.ID] = true
	}
	named := 0
	for _, e := range docs.ErrorCodes() {
		_, found, ok := strings.Cut(e.Text, "Found by: ")
		if !ok {
			continue
		}
		for i, id := range strings.Split(found, "`") {
			if i%2 == 1 {
				named++
				if !known[id] {
					t.Errorf("%s: there is no rule %s", e.Code, id)
				}
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d rules are named", named)
	}
}

func TestSameBookSameBytes(t *testing.T) {
	again, err := site.Build(book())
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files(t) {
		if !bytes.Equal(again[name], data) {
			t.Errorf("%s differs", name)
		}
	}
}

// A text that refers to what there is not is an error, not a page.
func TestBuildRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"link to nothing": "# T\n\n[x](nowhere.txt)\n",
		"unknown picture": "# T\n\n![x](../diagrams/none.svg)\n",
	} {
		b := book()
		b.Page = func(string) string { return text }
		if _, err := site.Build(b); err == nil {
			t.Errorf("%s: built", name)
		}
	}
}

// Findings name places without ".html"; a server that knows folders only finds something there.
func TestForwards(t *testing.T) {
	for at, want := range map[string]string{
		"event-loop/index.html":            `<link rel="canonical" href="../event-loop.html"><script src="../forward.js">`,
		"rules/sync-in-handler/index.html": `<link rel="canonical" href="../sync-in-handler.html"><script src="../../forward.js">`,
	} {
		if got := string(files(t)[at]); !strings.Contains(got, want) {
			t.Errorf("%s: %s", at, got)
		}
	}
}

func TestScriptsAreSmall(t *testing.T) {
	for _, name := range []string{"site.js", "search.js", "theme.js"} {
		if n := len(files(t)[name]); n == 0 || n > 10_000 {
			t.Errorf("%s has %d bytes", name, n)
		}
	}
	if n := len(files(t)["search-index.js"]); n > 150_000 {
		t.Errorf("the index of the search has %d bytes", n)
	}
}
