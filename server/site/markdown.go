package site

import (
	"bytes"
	"fmt"
	"html"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"nodebeyond/docs"
	"nodebeyond/server/site/diagram"
	"nodebeyond/server/site/highlight"
)

// prose renders the Markdown of one page.
type prose struct {
	m    *maker
	page string // its path
	// dir is the folder that relative links of the text are seen from, such as "docs/chapters", inside of the repository.
	dir string
	// beside says that the text may name files of the repository that are no pages here.
	beside bool
	// down is added to the level of headings: a page has one h1, which is not in the text.
	down int
	// ids are the headings' ids so far.
	ids map[string]bool
	// last is the newest of them.
	last string
	// contents collects the headings that become the page's own contents.
	contents []part
	// heads is the level of the headings in contents.
	heads int
	// diagrams counts those of the page.
	diagrams int
	// programs counts those of the page; printed says that the newest has been shown with what it prints.
	programs int
	printed  bool
	err      error
}

func (m *maker) prose(page, dir string) *prose {
	return &prose{m: m, page: page, dir: dir, ids: map[string]bool{}, heads: 2}
}

// html renders a text. What is wrong in it is p.err.
func (p *prose) html(markdown string) string {
	source := []byte(markdown)
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Typographer))
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(p, 100)))
	doc := md.Parser().Parse(text.NewReader(source))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		runIn(n, source)
	}
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, source, doc); err != nil {
		p.fail("%v", err)
	}
	// The corner of a table that has row heads is no head.
	return strings.ReplaceAll(out.String(), "<th></th>", "<td></td>")
}

func (p *prose) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("%s: "+format, append([]any{p.page}, args...)...)
	}
}

// runIn marks a paragraph that begins with a bold sentence, as the chapters have them ("What goes wrong."): it is set like a heading.
func runIn(n ast.Node, source []byte) {
	p, ok := n.(*ast.Paragraph)
	if !ok || p.FirstChild() == nil {
		return
	}
	if e, ok := p.FirstChild().(*ast.Emphasis); ok && e.Level == 2 && strings.HasSuffix(plainText(e, source), ".") {
		p.SetAttributeString("class", []byte("run-in"))
	}
}

// RegisterFuncs tells goldmark which nodes are ours.
func (p *prose) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, p.fence)
	r.Register(ast.KindLink, p.link)
	r.Register(ast.KindCodeSpan, p.code)
	r.Register(ast.KindHeading, p.heading)
	r.Register(ast.KindImage, p.image)
	r.Register(ast.KindHTMLBlock, func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) { return ast.WalkSkipChildren, nil })
}

// fence is a program, or what one prints, with a caption.
func (p *prose) fence(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	f := n.(*ast.FencedCodeBlock)
	var code strings.Builder
	for i := range f.Lines().Len() {
		s := f.Lines().At(i)
		code.Write(s.Value(source))
	}
	info := ""
	if f.Info != nil {
		info = string(f.Info.Segment.Value(source))
	}
	if caption, ok := strings.CutPrefix(info, "text diagram "); ok {
		p.diagrams++
		_, _ = w.WriteString(drawing(fmt.Sprintf("diagram-%d", p.diagrams), caption, code.String()))
		return ast.WalkSkipChildren, nil
	}
	_, _ = w.WriteString(figure(info, p.program(info), strings.TrimRight(code.String(), "\n")))
	return ast.WalkSkipChildren, nil
}

// marks are the words of a fence that say how a program fares, with what a reader sees.
var marks = map[string]string{"bad": "breaks", "good": "works", "miss": "not seen", "alarm": "false alarm"}

// program says which programs of the page a file belongs to, for the playground: the failing and the right one of a rule's page; in a chapter
// the files up to what they print. "" when the fence is no file of a program.
func (p *prose) program(info string) string {
	words := strings.Fields(info)
	if len(words) == 0 {
		return ""
	}
	if words[0] == "output" {
		p.printed = true
		return ""
	}
	is := func(word string) bool { return slices.Contains(words[1:], word) }
	switch {
	case is("both"):
		return "bad good"
	case is("bad"):
		return "bad"
	case is("good"):
		return "good"
	case is("run") || strings.Contains(info, " file="):
		if p.printed || p.programs == 0 {
			p.programs++
		}
		p.printed = false
		return fmt.Sprint(p.programs)
	}
	return ""
}

// figure is a block of code with its caption.
func figure(info, program, code string) string {
	words := strings.Fields(info)
	language, file, kind, note := "", "", "", ""
	for i, word := range words {
		key, value, set := strings.Cut(word, "=")
		switch {
		case i == 0:
			language = word
		case set && key == "file":
			file = value
		case set && key == "exit" && language == "output":
			note = "exit code " + value
		case set && key == "node" && language == "output":
			note = "Node " + strings.ReplaceAll(value, ",", ", ")
		case marks[word] != "":
			kind = word
		}
	}
	output := language == "output"
	caption := ""
	switch {
	case output:
		caption = "Prints"
	case file != "":
		caption = file
	case language == "sh":
		caption = "Terminal"
	}
	class := "code"
	if output {
		class = "code out"
	}
	if kind != "" {
		class += " " + kind
	}
	var b strings.Builder
	if program != "" && file == "" {
		file = "main.js"
	}
	if program != "" {
		program = fmt.Sprintf(` data-program="%s" data-file="%s"`, program, html.EscapeString(file))
	}
	fmt.Fprintf(&b, `<figure class="%s"%s>`, class, program)
	if caption != "" || kind != "" || note != "" {
		b.WriteString("<figcaption>")
		if output || file == "" {
			b.WriteString("<span>" + html.EscapeString(caption) + "</span>")
		} else {
			b.WriteString("<code>" + html.EscapeString(caption) + "</code>")
		}
		if note != "" {
			b.WriteString(` <span class="note">` + html.EscapeString(note) + "</span>")
		}
		if kind != "" {
			fmt.Fprintf(&b, ` <span class="mark">%s</span>`, marks[kind])
		}
		b.WriteString("</figcaption>")
	}
	// What is too long for its box scrolls, and so has to be reached by the keyboard.
	long := 0
	for line := range strings.Lines(code) {
		long = max(long, len(line))
	}
	tab := ""
	if long > 34 {
		tab = ` tabindex="0"`
	}
	body := highlight.HTML(language, code)
	element := "code"
	if output {
		element = "samp"
	}
	fmt.Fprintf(&b, "<pre%s><%s>%s</%s></pre></figure>\n", tab, element, body, element)
	return b.String()
}

// drawing is a diagram with what it shows in words: for those who do not see it, and to be sure for all others.
func drawing(id, caption, text string) string {
	// Wider than a phone, it scrolls.
	return fmt.Sprintf("<figure class=\"diagram\"><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Diagram\">%s</div><figcaption>%s</figcaption></figure>\n", diagram.SVG(id, caption, text), html.EscapeString(caption))
}

// link leads to the page of what the text names by its file.
func (p *prose) link(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	to := string(n.(*ast.Link).Destination)
	if p.beside && !strings.HasPrefix(to, "https://") && p.found(to) == "" {
		return ast.WalkContinue, nil // its text alone
	}
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	if strings.HasPrefix(to, "https://") {
		_, _ = w.WriteString(`<a class="out" rel="noreferrer" href="` + html.EscapeString(to) + `">`)
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<a href="` + html.EscapeString(root(p.page)+p.target(to)) + `">`)
	return ast.WalkContinue, nil
}

// target is where a relative link of the text leads, below the root of the site.
func (p *prose) target(to string) string {
	at := p.found(to)
	if at == "" {
		p.fail("the link %q leads nowhere", to)
	}
	return at
}

// found is where a relative link leads, "" when that is no page.
func (p *prose) found(to string) string {
	file, fragment, ok := strings.Cut(to, "#")
	if ok {
		fragment = "#" + fragment
	}
	if file == "" {
		return p.page + fragment
	}
	full := path.Join(p.dir, file)
	name := strings.TrimSuffix(full, ".md")
	switch {
	case name == full:
	case strings.HasPrefix(name, "docs/chapters/"):
		return strings.TrimPrefix(name, "docs/chapters/") + ".html" + fragment
	case name == "docs/rules/README":
		return "rules/index.html"
	case strings.HasPrefix(name, "docs/rules/"):
		return strings.TrimPrefix(name, "docs/") + ".html" + fragment
	case name == "docs/challenge" || name == "docs/errors":
		return strings.TrimPrefix(name, "docs/") + ".html" + fragment
	case slices.ContainsFunc(docs.Guides(), func(g docs.Guide) bool { return name == "docs/"+g.ID }):
		return strings.Replace(name, "docs/", "guides/", 1) + ".html" + fragment
	}
	return ""
}

// code is a span of code; the name of a rule, and a command that explains one, lead to its page.
func (p *prose) code(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	text := strings.Join(strings.Fields(plainText(n, source)), " ")
	code := "<code>" + html.EscapeString(text) + "</code>"
	_, linked := n.Parent().(*ast.Link)
	if p.m.rules[text] != nil && !linked && p.page != "rules/"+text+".html" {
		code = fmt.Sprintf(`<a class="rule" href="%srules/%s.html">%s</a>`, root(p.page), text, code)
	}
	_, _ = w.WriteString(code)
	return ast.WalkSkipChildren, nil
}

// heading has an id, and a link to itself.
func (p *prose) heading(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	h := n.(*ast.Heading)
	level := h.Level + p.down
	title := plainText(h, source)
	if !entering {
		fmt.Fprintf(w, "%s</h%d>\n", anchor(p.last, title), level)
		return ast.WalkContinue, nil
	}
	id := slug(title)
	for i := 2; p.ids[id]; i++ {
		id = fmt.Sprintf("%s-%d", slug(title), i)
	}
	p.ids[id] = true
	if level == p.heads {
		p.contents = append(p.contents, part{id, title})
	}
	p.last = id
	fmt.Fprintf(w, `<h%d id="%s">`, level, id)
	return ast.WalkContinue, nil
}

// anchor is the link of a heading to itself.
func anchor(id, title string) string {
	return fmt.Sprintf(`<a class="anchor" href="#%s" aria-label="Link to “%s”">#</a>`, id, html.EscapeString(title))
}

// image is an error: pictures of the book are drawn in its text.
func (p *prose) image(_ util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		p.fail("the picture %q is not known", string(n.(*ast.Image).Destination))
	}
	return ast.WalkSkipChildren, nil
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slug makes an id from a heading.
func slug(title string) string {
	return strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(title), "-"), "-")
}

// plainText is what a node says, without its markup.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch t := n.(type) {
		case *ast.Text:
			b.Write(t.Segment.Value(source))
			if t.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String: // a quotation mark, as an entity
			b.WriteString(html.UnescapeString(string(t.Value)))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// inline renders one line of Markdown without a paragraph around it.
func (p *prose) inline(markdown string) string {
	s := strings.TrimSpace(p.html(markdown))
	return strings.TrimSuffix(strings.TrimPrefix(s, "<p>"), "</p>")
}

// sectionLink is a link from a page to a section.
func sectionLink(page string, s docs.Section) string {
	return fmt.Sprintf(`<a href="%s%s">%s</a>`, root(page), Address(s.Anchor()), html.EscapeString(s.Title()))
}
