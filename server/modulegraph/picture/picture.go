// Package picture draws module graphs: as one SVG, or as a page that needs nothing beside it.
//
// It knows boxes, lines and where they go. What there is to draw, and what is folded, is what server/modulegraph says. Equal graphs give equal
// pictures: texts are measured by their number of characters in a monospaced font, not by asking the machine for its fonts.
package picture

import (
	_ "embed"
	"fmt"
	"html"
	"strings"

	"nodebeyond/server/modulegraph"
)

// Options say how to draw.
type Options struct {
	// Title is what the graph is of.
	Title string
	// Limit is about how many nodes a picture may have before folders are folded; 0 folds nothing.
	Limit int
	// Packages draws the packages that modules ask for.
	Packages bool
}

//go:embed picture.css
var style string

const (
	letter = 7.25 // the width of a character at 12 pixels
	line   = 17.0 // the height of a line of text
	pad    = 9.0
)

// canvas collects the elements of a picture.
type canvas struct{ strings.Builder }

func (c *canvas) add(format string, args ...any) { fmt.Fprintf(c, format+"\n", args...) }

// text writes a text with its base line at y.
func (c *canvas) text(x, y float64, class, s string) {
	c.add(`<text x="%s" y="%s" class="%s">%s</text>`, num(x), num(y), class, esc(s))
}

func (c *canvas) rect(x, y, w, h, r float64, class string) {
	c.add(`<rect x="%s" y="%s" width="%s" height="%s" rx="%s" class="%s"/>`, num(x), num(y), num(w), num(h), num(r), class)
}

func (c *canvas) title(s string) { c.add(`<title>%s</title>`, esc(s)) }

func esc(s string) string { return html.EscapeString(s) }

// num is a number as short as a tenth of a pixel allows.
func num(f float64) string {
	s := fmt.Sprintf("%.1f", f)
	return strings.TrimSuffix(s, ".0")
}

func width(s string) float64 { return float64(len([]rune(s))) * letter }

// short cuts a text in the middle.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	head := (n - 1) / 3
	return string(r[:head]) + "…" + string(r[len(r)-(n-1-head):])
}

// class is the class of what has a verdict.
func class(v modulegraph.Verdict) string { return [...]string{"safe", "latent", "breaks"}[v] }

// smooth is a path through the points of a wire: horizontal where it leaves and arrives.
func smooth(w *wire) string {
	points := w.points
	var b strings.Builder
	if w.bow {
		p, reach, q := points[0], points[1].x, points[2]
		return fmt.Sprintf("M%s %sC%s %s %s %s %s %s", num(p.x), num(p.y), num(reach), num(p.y), num(reach), num(q.y), num(q.x), num(q.y))
	}
	fmt.Fprintf(&b, "M%s %s", num(points[0].x), num(points[0].y))
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		if p.y == q.y {
			fmt.Fprintf(&b, "L%s %s", num(q.x), num(q.y))
			continue
		}
		mid := (p.x + q.x) / 2
		fmt.Fprintf(&b, "C%s %s %s %s %s %s", num(mid), num(p.y), num(mid), num(q.y), num(q.x), num(q.y))
	}
	return b.String()
}
