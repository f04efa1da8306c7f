package picture

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"nodebeyond/server/modulegraph"
)

//go:embed page.css
var pageStyle string

//go:embed page.js
var script string

// Limits of a page, which bound its size.
const (
	maxViews  = 150 // pictures of folders
	maxFiles  = 300 // modules of one folder that is shown whole
	firstSafe = 200 // harmless cycles that are listed
)

// page is what the template shows.
type page struct {
	Title        string
	Style        template.CSS
	Script       template.JS
	Index        template.JS
	Markers      template.HTML
	Legend       template.HTML
	Summary      []string
	Views        []view // the folders, and last the whole
	Harmful      []card
	Safe         []string
	MoreSafe     int
	Break, Maybe int
}

type view struct {
	ID     string
	Crumbs []crumb
	Label  string
	SVG    template.HTML
}

type crumb struct{ Label, ID string }

type card struct {
	ID, Class, Title string
	SVG              template.HTML
	Harms            []harm
	More             int
}

type harm struct {
	Class, What, Code, Fine, Repair string
	Steps, Others                   []step
	More                            int
}

type step struct{ At, Message string }

// WriteHTML draws a graph as a page that needs nothing beside it. The page shows everything without script. Errors are those of w.
func WriteHTML(w io.Writer, g *modulegraph.Graph, o Options) error {
	b := &pageMaker{g: g, o: o, home: make([]string, len(g.Modules))}
	p := &page{Title: o.Title, Style: template.CSS(style + pageStyle), Script: template.JS(script), Markers: template.HTML(markers), Summary: g.Summary(),
		Break: g.Count(modulegraph.Breaks), Maybe: g.Count(modulegraph.Latent)}
	b.views(p)
	for i := range g.Cycles {
		c := &g.Cycles[i]
		if len(c.Harms) > 0 {
			p.Harmful = append(p.Harmful, b.card(i, c))
		} else if len(p.Safe) < firstSafe {
			p.Safe = append(p.Safe, b.safe(c))
		} else {
			p.MoreSafe++
		}
	}
	var l canvas
	wide := num(legend(&l, 2, 14) + 4)
	p.Legend = template.HTML(fmt.Sprintf(`<svg class="legend" width="%s" height="20" viewBox="0 0 %s 20">%s</svg>`, wide, wide, l.String()))
	index, err := b.index()
	if err != nil {
		return err
	}
	p.Index = index
	return pageTemplate.Execute(w, p)
}

type pageMaker struct {
	g    *modulegraph.Graph
	o    Options
	home []string // of each module, the view that shows it best
}

// index is what the search looks at.
func (b *pageMaker) index() (template.JS, error) {
	var index struct {
		Paths []string `json:"paths"`
		Views []string `json:"views"`
	}
	index.Views = b.home
	for i := range b.g.Modules {
		index.Paths = append(index.Paths, b.g.Modules[i].Path)
	}
	data, err := json.Marshal(&index) // escapes <, > and &
	return template.JS(data), err
}

// views draws the whole and, from there down, the folders that it folds.
func (b *pageMaker) views(p *page) {
	type task struct {
		v      *modulegraph.View
		id     string
		label  string
		dir    string
		crumbs []crumb
	}
	queue := []task{{b.g.Fold(b.o.Limit, b.o.Packages), "all", "all modules", "", nil}}
	made := 0
	for k := 0; k < len(queue); k++ {
		t := queue[k]
		links := map[*modulegraph.Node]string{}
		for i := range t.v.Nodes {
			n := &t.v.Nodes[i]
			for _, m := range n.Modules {
				if n.Kind != modulegraph.OutsideNode {
					b.home[m] = t.id
				}
			}
			switch n.Kind {
			case modulegraph.CycleNode:
				if len(b.g.Cycles[n.Cycle].Harms) > 0 {
					links[n] = fmt.Sprintf("#c%d", n.Cycle)
				}
			case modulegraph.FolderNode, modulegraph.FilesNode, modulegraph.RestNode:
				limit := b.o.Limit
				if n.Kind == modulegraph.FilesNode {
					limit = 0
				}
				if made == maxViews || limit == 0 && len(n.Modules) > maxFiles {
					continue
				}
				made++
				id := fmt.Sprintf("v%d", made)
				links[n] = "#" + id
				queue = append(queue, task{b.g.FoldBelow(limit, n.Dir, n.Modules, t.v), id, n.Label, n.Dir, append(t.crumbs[:len(t.crumbs):len(t.crumbs)], crumb{t.label, t.id})})
			}
		}
		d := newDrawing(b.g, t.v, t.dir, func(n *modulegraph.Node) string { return links[n] })
		var c canvas
		d.draw(&c, margin/2, margin/2)
		w, h := d.w+margin, d.h+margin
		p.Views = append(p.Views, view{ID: t.id, Crumbs: t.crumbs, Label: t.label, SVG: template.HTML(fmt.Sprintf(
			`<svg width="%s" height="%s" viewBox="0 0 %s %s">%s</svg>`, num(w), num(h), num(w), num(h), c.String()))})
	}
	// The whole comes last: the style sheet hides it when one before it is asked for.
	p.Views = append(p.Views[1:], p.Views[0])
}

func (b *pageMaker) card(i int, c *modulegraph.Cycle) card {
	l := newLadder(b.g, c, many, true)
	var cv canvas
	l.draw(&cv, 2, 2)
	out := card{ID: fmt.Sprintf("c%d", i), Class: class(c.Verdict), Title: b.g.Title(c)}
	out.SVG = template.HTML(fmt.Sprintf(`<svg width="%s" height="%s" viewBox="0 0 %s %s">%s</svg>`, num(l.w+4), num(l.h+4), num(l.w+4), num(l.h+4), cv.String()))
	for k := range c.Harms {
		h := &c.Harms[k]
		x := harm{Class: class(h.Verdict), What: capital(b.g.Sentence(h)) + ".", Repair: h.Repair, More: h.More}
		if h.At.Text != "" {
			x.Code = fmt.Sprintf("%s:%d  %s", h.At.File, h.At.Line, h.At.Text)
		}
		if h.Verdict == modulegraph.Breaks {
			x.Fine = h.Fine
		}
		for _, s := range h.Steps {
			x.Steps = append(x.Steps, step{fmt.Sprintf("%s:%d", s.At.File, s.At.Line), s.Message})
		}
		for _, s := range h.Others {
			x.Others = append(x.Others, step{fmt.Sprintf("%s:%d", s.At.File, s.At.Line), s.Message})
		}
		out.Harms = append(out.Harms, x)
	}
	return out
}

func (b *pageMaker) safe(c *modulegraph.Cycle) string {
	var names []string
	for i, m := range c.Members {
		if i == 6 {
			names = append(names, fmt.Sprintf("… and %d more", len(c.Members)-i))
			break
		}
		names = append(names, b.g.Modules[m].Path)
	}
	return fmt.Sprintf("%d modules: %s", len(c.Members), strings.Join(names, ", "))
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))
