package picture

import (
	"fmt"
	"io"

	"nodebeyond/server/modulegraph"
)

// markers are the heads of the lines.
const markers = `<defs>
<marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 .8 7 4 0 7.2z" class="tip"/></marker>
<marker id="arrow-latent" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 .8 7 4 0 7.2z" class="tip latent"/></marker>
<marker id="arrow-breaks" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 .8 7 4 0 7.2z" class="tip breaks"/></marker>
</defs>`

const (
	margin  = 24.0
	many    = 26 // rows of a cycle that is drawn by itself
	details = 12 // cycles that are drawn by themselves
)

// WriteSVG draws a graph as one SVG: a summary, the map of the modules, and below it the cycles that do harm, each with its proof. Errors are those
// of w.
func WriteSVG(w io.Writer, g *modulegraph.Graph, o Options) error {
	d := newDrawing(g, g.Fold(o.Limit, o.Packages), "", nil)
	var c canvas
	y := margin + 16
	c.text(margin, y, "h1", o.Title)
	for _, s := range g.Summary() {
		y += line
		c.text(margin, y, "", s)
	}
	y += line
	wide := legend(&c, margin, y)
	y += 2 * line
	d.draw(&c, margin, y)
	y += d.h + 2*line
	wide = max(d.w, wide, 900)
	for i := range g.Cycles {
		cycle := &g.Cycles[i]
		if cycle.Verdict == modulegraph.Safe || i == details {
			break
		}
		cw, ch := detail(&c, g, cycle, margin, y)
		wide = max(wide, cw)
		y += ch + line
	}
	_, err := fmt.Fprintf(w, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" class=\"nodebeyond\">\n<style>\n%s</style>\n%s\n<rect width=\"100%%\" height=\"100%%\" class=\"ground\"/>\n%s</svg>\n",
		num(wide+2*margin), num(y+margin), num(wide+2*margin), num(y+margin), style, markers, c.String())
	return err
}

// legend explains the lines and colours, in one row, and gives where that ends.
func legend(c *canvas, x, y float64) float64 {
	for _, l := range []struct{ class, label, arrow string }{
		{"require", "loads at once", "arrow"}, {"lazy", "later, or on some paths", "arrow"}, {"type-only", "types only", "arrow"},
		{"require breaks", "read too early: breaks", "arrow-breaks"}, {"require latent", "would break in another order of loading", "arrow-latent"},
	} {
		c.add(`<path class="wire %s" d="M%s %sh26" marker-end="url(#%s)"/>`, l.class, num(x), num(y-4), l.arrow)
		c.text(x+33, y, "dim", l.label)
		x += 33 + width(l.label) + 22
	}
	c.add(`<text x="%s" y="%s" class="dim"><tspan class="order">1 2 3</tspan> order of loading</text>`, num(x), num(y))
	x += width("1 2 3 order of loading") + 22
	c.rect(x, y-12, 26, 16, 4, "module starts")
	c.text(x+33, y, "dim", "programs start here")
	return x + 33 + width("programs start here")
}

// detail draws a cycle by itself with its proof beside it, and gives the size of both.
func detail(c *canvas, g *modulegraph.Graph, cycle *modulegraph.Cycle, x, y float64) (w, h float64) {
	l := newLadder(g, cycle, many, true)
	l.draw(c, x, y)
	tx, ty := x+l.w+20, y+pad+11
	w = l.w
	put := func(class, s string, indent float64) {
		c.text(tx+indent, ty, class, s)
		w = max(w, tx-x+indent+width(s))
		ty += line
	}
	for i := range cycle.Harms {
		if i == 3 {
			put("dim", fmt.Sprintf("… and %d more", len(cycle.Harms)-i), 0)
			break
		}
		h := &cycle.Harms[i]
		for k, s := range wrap(g.Sentence(h), 100) {
			put("head "+class(h.Verdict), s, min(float64(k), 1)*10)
		}
		if h.At.Text != "" {
			put("code", fmt.Sprintf("%d | %s", h.At.Line, short(h.At.Text, 90)), 10)
		}
		for k, s := range h.Steps {
			if k == 8 {
				put("dim", fmt.Sprintf("… and %d steps more", len(h.Steps)-k), 10)
				break
			}
			put("", fmt.Sprintf("%d. %s:%d  %s", k+1, s.At.File, s.At.Line, short(s.Message, 100)), 10)
		}
		if h.Repair != "" {
			for k, s := range wrap("Repair: "+h.Repair, 100) {
				put("repair", s, 10+min(float64(k), 1)*10)
			}
		}
		ty += line / 2
	}
	return w, max(l.h, ty-y)
}

// wrap breaks a text into lines of at most about n characters.
func wrap(s string, n int) []string {
	var out []string
	start, space := 0, -1
	r := []rune(s)
	for i := range r {
		if r[i] == ' ' {
			space = i
		}
		if i-start >= n && space > start {
			out = append(out, string(r[start:space]))
			start = space + 1
		}
	}
	return append(out, string(r[start:]))
}
