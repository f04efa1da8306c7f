package picture

import (
	"fmt"
	"strings"

	"nodebeyond/server/modulegraph"
)

// drawing is a view with a place for everything.
type drawing struct {
	g       *modulegraph.Graph
	v       *modulegraph.View
	boxes   []box
	wires   []wire
	ladders []*ladder // of cycles, else nil
	w, h    float64
	below   string // the folder that the view is of, "" for all
	// link is the address to which a node leads, "" for none.
	link func(n *modulegraph.Node) string
}

// fewRows is how many modules of a cycle are shown in a map.
const fewRows = 9

// newDrawing places the nodes of a view.
func newDrawing(g *modulegraph.Graph, v *modulegraph.View, below string, link func(*modulegraph.Node) string) *drawing {
	d := &drawing{g: g, v: v, below: below, link: link, boxes: make([]box, len(v.Nodes)), ladders: make([]*ladder, len(v.Nodes))}
	for i := range v.Nodes {
		n := &v.Nodes[i]
		if n.Kind == modulegraph.CycleNode {
			l := newLadder(g, &g.Cycles[n.Cycle], fewRows, false)
			d.ladders[i] = l
			d.boxes[i].w, d.boxes[i].h = l.w, l.h
			continue
		}
		d.boxes[i].w, d.boxes[i].h = width(d.label(n))+2*pad, 26
		if n.Kind == modulegraph.ModuleNode && n.Order > 0 {
			d.boxes[i].w += width(fmt.Sprint(n.Order)) + 6
		}
	}
	for i := range v.Links {
		l := &v.Links[i]
		d.wires = append(d.wires, wire{from: l.From, to: l.To, weight: float64(l.Count()), keep: l.Breaks || l.Latent})
	}
	d.w, d.h = place(d.boxes, d.wires, 1100)
	return d
}

func (d *drawing) label(n *modulegraph.Node) string {
	label := d.short(n)
	switch n.Kind {
	case modulegraph.ModuleNode, modulegraph.PackageNode:
		return label
	case modulegraph.OutsideNode:
		if len(n.Modules) == 1 {
			return label
		}
	}
	return fmt.Sprintf("%s  %d", label, len(n.Modules))
}

// manyNodes is the number of nodes from which on labels are cut to their last two names.
const manyNodes = 24

// short is the label of a node as far as there is room for it.
func (d *drawing) short(n *modulegraph.Node) string {
	if len(d.v.Nodes) < manyNodes {
		return short(n.Label, 46)
	}
	label, cut := strings.TrimPrefix(n.Label, d.below), n.Label
	if label == "" {
		label = cut
	}
	parts := strings.SplitAfter(strings.TrimSuffix(label, "/"), "/")
	if len(parts) > 2 {
		label = "…/" + strings.TrimPrefix(label, strings.Join(parts[:len(parts)-2], ""))
	}
	return short(label, 34)
}

// draw draws the view with its corner at x, y.
func (d *drawing) draw(c *canvas, x, y float64) {
	c.add(`<g transform="translate(%s %s)">`, num(x), num(y))
	for _, pass := range []int{0, 1, 2} {
		for i := range d.wires {
			w, l := &d.wires[i], &d.v.Links[i]
			layer := 1
			if w.implied {
				layer = 0
			} else if w.keep {
				layer = 2
			}
			if layer == pass {
				d.wire(c, w, l)
			}
		}
	}
	for i := range d.v.Nodes {
		d.node(c, i)
	}
	c.add(`</g>`)
}

func (d *drawing) wire(c *canvas, w *wire, l *modulegraph.Link) {
	if len(w.points) == 0 {
		return
	}
	cls := "wire " + wireClass(l.Kind(), l.Breaks, l.Latent)
	if w.implied {
		cls += " implied"
	}
	thick := 1.0
	for n := l.Count(); n >= 4 && thick < 3; n /= 4 {
		thick += 0.6
	}
	c.add(`<path class="%s" data-a="%d" data-b="%d" d="%s" style="stroke-width:%s" marker-end="url(#%s)"><title>%s</title></path>`, cls, l.From, l.To, smooth(w), num(thick),
		marker(l.Breaks, l.Latent), esc(d.imports(l)))
}

// imports says what a line stands for.
func (d *drawing) imports(l *modulegraph.Link) string {
	var parts []string
	for k, n := range l.Kinds {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, modulegraph.Kind(k)))
		}
	}
	return d.v.Nodes[l.From].Label + " → " + d.v.Nodes[l.To].Label + ": " + strings.Join(parts, ", ")
}

func (d *drawing) node(c *canvas, i int) {
	n, b := &d.v.Nodes[i], &d.boxes[i]
	link := ""
	if d.link != nil {
		link = d.link(n)
	}
	if link != "" {
		c.add(`<a href="%s">`, esc(link))
	}
	c.add(`<g class="node" data-n="%d" data-p="%s">`, i, esc(n.Label))
	c.title(d.tip(n))
	x, y := b.x-b.w/2, b.y-b.h/2
	if l := d.ladders[i]; l != nil {
		l.draw(c, x, y)
	} else {
		d.plain(c, n, x, y, b)
	}
	c.add(`</g>`)
	if link != "" {
		c.add(`</a>`)
	}
}

func (d *drawing) plain(c *canvas, n *modulegraph.Node, x, y float64, b *box) {
	cls := [...]string{
		modulegraph.ModuleNode: "module", modulegraph.FolderNode: "folder", modulegraph.FilesNode: "folder",
		modulegraph.RestNode: "folder", modulegraph.CycleNode: "cycle",
		modulegraph.OutsideNode: "outside", modulegraph.PackageNode: "package",
	}[n.Kind]
	stands := n.Kind == modulegraph.FolderNode || n.Kind == modulegraph.FilesNode || n.Kind == modulegraph.RestNode
	if n.Verdict > modulegraph.Safe {
		cls += " " + class(n.Verdict)
	}
	if n.Kind == modulegraph.ModuleNode && d.g.Modules[n.Modules[0]].Starts {
		cls += " starts"
	}
	if stands {
		c.rect(x+3, y+3, b.w, b.h, 4, cls+" behind")
	}
	c.rect(x, y, b.w, b.h, 4, cls)
	label := d.short(n)
	dir, name := "", label
	if k := strings.LastIndexByte(strings.TrimSuffix(label, "/"), '/'); k >= 0 {
		dir, name = label[:k+1], label[k+1:]
	}
	order := ""
	if n.Kind == modulegraph.ModuleNode && n.Order > 0 {
		order = fmt.Sprintf(`<tspan class="order">%d</tspan> `, n.Order)
	}
	count := ""
	if n.Kind != modulegraph.ModuleNode && len(n.Modules) > 1 || stands {
		count = fmt.Sprintf(`  <tspan class="count">%d</tspan>`, len(n.Modules))
	}
	c.add(`<text x="%s" y="%s" xml:space="preserve">%s<tspan class="dir">%s</tspan>%s%s</text>`, num(x+pad), num(y+b.h/2+4), order, esc(dir), esc(name), count)
}

// tip is what a node stands for.
func (d *drawing) tip(n *modulegraph.Node) string {
	var b strings.Builder
	b.WriteString(n.Label)
	if n.Kind == modulegraph.ModuleNode {
		m := &d.g.Modules[n.Modules[0]]
		fmt.Fprintf(&b, "\n%d lines", m.Lines)
		if m.ESM {
			b.WriteString(", ES module")
		}
		if m.Order > 0 {
			fmt.Fprintf(&b, "\nloads as number %d", m.Order)
		}
		return b.String()
	}
	for i, m := range n.Modules {
		if i == 8 {
			fmt.Fprintf(&b, "\n… and %d more", len(n.Modules)-i)
			break
		}
		b.WriteString("\n" + d.g.Modules[m].Path)
	}
	return b.String()
}
