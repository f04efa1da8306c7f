package cli

import (
	"fmt"
	"strings"

	"github.com/fatih/color"
	"github.com/rivo/uniseg"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// renderMarkdown lays a page out for a terminal: wrapped at width columns, with bold headings and indented code.
//
// It is ours because the ready-made renderers load a highlighter for every language there is: 20 ms at each start of the program, whichever
// the command.
func renderMarkdown(page string, width int, colors bool) string {
	source := []byte(page)
	doc := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(source))
	m := &markdown{source: source, width: width, colors: colors}
	m.blocks(doc, "")
	return m.out.String()
}

type markdown struct {
	out    strings.Builder
	source []byte
	width  int
	colors bool
}

func (m *markdown) paint(s string, attrs ...color.Attribute) string {
	if !m.colors || s == "" || len(attrs) == 0 {
		return s
	}
	c := color.New(attrs...)
	c.EnableColor()
	return c.Sprint(s)
}

// blocks writes the blocks below n with empty lines between them.
func (m *markdown) blocks(n ast.Node, indent string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.PreviousSibling() != nil {
			m.out.WriteByte('\n')
		}
		m.block(c, indent)
	}
}

func (m *markdown) block(n ast.Node, indent string) {
	switch n := n.(type) {
	case *ast.Heading:
		words := m.inline(n, []color.Attribute{color.Bold})
		if n.Level == 1 {
			words = m.inline(n, []color.Attribute{color.Bold, color.Underline})
		}
		m.wrap(words, indent, indent)
	case *ast.FencedCodeBlock:
		info := ""
		if n.Info != nil {
			info = string(n.Info.Segment.Value(m.source))
		}
		if c := caption(info); c != "" {
			fmt.Fprintf(&m.out, "%s%s\n", indent, m.paint(c, color.FgCyan))
		}
		m.code(n, indent+"    ")
		if words, ok := strings.CutPrefix(info, "text diagram "); ok {
			m.out.WriteByte('\n')
			var caption []word
			for _, w := range strings.Fields(words) {
				caption = append(caption, word{text: m.paint(w, color.Faint), width: uniseg.StringWidth(w)})
			}
			m.wrap(caption, indent+"    ", indent+"    ")
		}
	case *ast.CodeBlock, *ast.HTMLBlock:
		m.code(n, indent+"    ")
	case *ast.List:
		m.list(n, indent)
	case *ast.Blockquote:
		m.blocks(n, indent+m.paint("| ", color.Faint))
	case *ast.ThematicBreak:
		fmt.Fprintf(&m.out, "%s%s\n", indent, strings.Repeat("-", 20))
	case *east.Table:
		m.table(n, indent)
	default:
		m.wrap(m.inline(n, nil), indent, indent)
	}
}

// caption names a fenced block of a rule's page: "js bad file=server.js" is "server.js (bad)".
func caption(info string) string {
	words := strings.Fields(info)
	file, which := "", ""
	for i, w := range words {
		if f, ok := strings.CutPrefix(w, "file="); ok {
			file = f
		} else if i > 0 && (w == "bad" || w == "good") {
			which = w
		}
	}
	switch {
	case file != "" && which != "":
		return file + " (" + which + ")"
	case file != "":
		return file
	case which != "" && words[0] == "output":
		return "output (" + which + ")"
	case which != "":
		return "(" + which + ")"
	}
	return ""
}

func (m *markdown) code(n ast.Node, indent string) {
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		line := strings.TrimRight(string(s.Value(m.source)), "\r\n")
		if line == "" {
			m.out.WriteByte('\n')
			continue
		}
		fmt.Fprintf(&m.out, "%s%s\n", indent, m.paint(line, color.FgYellow))
	}
}

func (m *markdown) list(n *ast.List, indent string) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "- "
		if n.IsOrdered() {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		inner := indent + strings.Repeat(" ", len(mark))
		for c := item.FirstChild(); c != nil; c = c.NextSibling() {
			if c == item.FirstChild() {
				if _, isList := c.(*ast.List); !isList {
					m.wrap(m.inline(c, nil), indent+mark, inner)
					continue
				}
				fmt.Fprintf(&m.out, "%s%s\n", indent, mark)
			}
			if !n.IsTight {
				m.out.WriteByte('\n')
			}
			m.block(c, inner)
		}
	}
}

// table pads the cells of each column to the widest.
func (m *markdown) table(n *east.Table, indent string) {
	type cell struct {
		text  string // may hold colours, so its width is kept beside it
		width int
	}
	var rows [][]cell
	var widths []int
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		var row []cell
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			var cell cell
			for i, w := range m.inline(c, nil) {
				if i > 0 {
					cell.text += " "
					cell.width++
				}
				cell.text += w.text
				cell.width += w.width
			}
			if len(row) == len(widths) {
				widths = append(widths, 0)
			}
			widths[len(row)] = max(widths[len(row)], cell.width)
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	for i, row := range rows {
		line := indent
		for j, c := range row {
			line += c.text + strings.Repeat(" ", widths[j]-c.width+2)
		}
		fmt.Fprintln(&m.out, strings.TrimRight(line, " "))
		if i == 0 {
			rule := indent
			for _, w := range widths {
				rule += strings.Repeat("-", w) + "  "
			}
			fmt.Fprintln(&m.out, strings.TrimRight(rule, " "))
		}
	}
}

// word is text that is not broken, with its width in columns.
type word struct {
	text  string
	width int
	glued bool // no blank before it
	last  bool // a line ends after it
}

// inline turns the inlines below n into words.
func (m *markdown) inline(n ast.Node, attrs []color.Attribute) []word {
	var words []word
	glue := true // the next word joins the one before
	add := func(s string, attrs []color.Attribute, breakable bool) {
		parts := []string{s}
		if breakable {
			parts = strings.Fields(s)
			if strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\n") {
				glue = false
			}
		}
		for i, p := range parts {
			words = append(words, word{text: m.paint(p, attrs...), width: uniseg.StringWidth(p), glued: glue && i == 0})
			glue = false
		}
		glue = !(breakable && (strings.HasSuffix(s, " ") || strings.HasSuffix(s, "\n"))) && (glue || len(parts) > 0)
	}
	var visit func(n ast.Node, attrs []color.Attribute)
	visit = func(n ast.Node, attrs []color.Attribute) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *ast.Text:
				add(string(c.Segment.Value(m.source)), attrs, true)
				if c.HardLineBreak() && len(words) > 0 {
					words[len(words)-1].last = true
				}
				if c.SoftLineBreak() || c.HardLineBreak() {
					glue = false
				}
			case *ast.String:
				add(string(c.Value), attrs, true)
			case *ast.CodeSpan:
				var b strings.Builder
				for t := c.FirstChild(); t != nil; t = t.NextSibling() {
					if t, ok := t.(*ast.Text); ok {
						b.Write(t.Segment.Value(m.source))
					}
				}
				s := strings.Join(strings.Fields(b.String()), " ")
				if !m.colors {
					s = "`" + s + "`"
				}
				add(s, append(attrs[:len(attrs):len(attrs)], color.FgYellow), false)
			case *ast.Emphasis:
				style := color.Italic
				if c.Level > 1 {
					style = color.Bold
				}
				visit(c, append(attrs[:len(attrs):len(attrs)], style))
			case *ast.Link:
				visit(c, attrs)
				if to := string(c.Destination); strings.Contains(to, "://") {
					add(" ("+to+")", attrs, true)
				}
			case *ast.AutoLink:
				add(string(c.URL(m.source)), attrs, false)
			case *ast.RawHTML:
				// Tags such as <a id="..."> say nothing on a terminal.
			default:
				visit(c, attrs)
			}
		}
	}
	visit(n, attrs)
	return words
}

// wrap writes words, the first line after first and the others after rest.
func (m *markdown) wrap(words []word, first, rest string) {
	// What is glued together wraps together.
	var joined []word
	for _, w := range words {
		if w.glued && len(joined) > 0 && !joined[len(joined)-1].last {
			l := &joined[len(joined)-1]
			l.text, l.width, l.last = l.text+w.text, l.width+w.width, w.last
			continue
		}
		joined = append(joined, w)
	}
	m.out.WriteString(first)
	column := len(first)
	fresh := true
	for i, w := range joined {
		if !fresh && column+1+w.width > m.width {
			m.out.WriteString("\n" + rest)
			column, fresh = len(rest), true
		}
		if !fresh {
			m.out.WriteByte(' ')
			column++
		}
		m.out.WriteString(w.text)
		column += w.width
		fresh = false
		if w.last && i+1 < len(joined) {
			m.out.WriteString("\n" + rest)
			column, fresh = len(rest), true
		}
	}
	m.out.WriteByte('\n')
}
