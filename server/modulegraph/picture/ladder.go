package picture

import (
	"fmt"
	"math"
	"slices"

	"nodebeyond/server/modulegraph"
)

// A ladder shows a cycle: its modules from top to bottom in the order in which they load, the imports that load them as bows on the left, and on the
// right those that lead back to a module that has started before. What is read too early through one of these is drawn strongly, with what is
// read and what it gives.

// rung is a row of a ladder: a module, or a number of them that are left out.
type rung struct {
	module  int // -1 for those left out
	skipped int
	number  int // in the order of loading
}

// rungs are the rows for a cycle of which so many modules are shown.
func rungs(c *modulegraph.Cycle, most int) []rung {
	show := map[int]bool{}
	for _, m := range c.Essence(most) {
		show[m] = true
	}
	var out []rung
	for i, m := range c.Members {
		switch n := len(out); {
		case show[m]:
			out = append(out, rung{module: m, number: i + 1})
		case n > 0 && out[n-1].module < 0:
			out[n-1].skipped++
		default:
			out = append(out, rung{module: -1, skipped: 1})
		}
	}
	return out
}

// bow is a line between two rows.
type bow struct {
	from, to       int // rows
	kind           modulegraph.Kind
	breaks, latent bool
	label          string
	lane           int
}

func (b *bow) span() (top, bottom int) { return min(b.from, b.to), max(b.from, b.to) }

// ladder is a cycle that is ready to be drawn.
type ladder struct {
	g           *modulegraph.Graph
	c           *modulegraph.Cycle
	head        string
	rows        []rung
	left, right []bow
	leftW, w, h float64
	textW       float64
}

const lane = 11.0

// newLadder prepares a cycle. all draws every import between its modules, otherwise only what harm is read through.
func newLadder(g *modulegraph.Graph, c *modulegraph.Cycle, most int, all bool) *ladder {
	l := &ladder{g: g, c: c, head: g.Title(c), rows: rungs(c, most)}
	row := map[int]int{}
	for i, r := range l.rows {
		if r.module >= 0 {
			row[r.module] = i
		}
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		from, ok := row[e.From]
		to, also := row[e.To]
		if !ok || !also || from == to || !all && !e.Breaks && !e.Latent {
			continue
		}
		b := bow{from: from, to: to, kind: e.Kind, breaks: e.Breaks, latent: e.Latent}
		if b.breaks || b.latent {
			b.label = l.label(e.From, e.To)
		}
		if from < to && !b.breaks && !b.latent {
			l.left = append(l.left, b)
		} else {
			l.right = append(l.right, b)
		}
	}
	leftLanes, rightLanes := lanes(l.left), lanes(l.right)
	l.leftW = float64(leftLanes) * lane
	if leftLanes > 0 {
		l.leftW += 11
	}
	for _, r := range l.rows {
		l.textW = max(l.textW, width(l.rowText(r)))
	}
	labels := 0.0
	for i := range l.right {
		b := &l.right[i]
		if b.label != "" {
			labels = max(labels, float64(b.lane)*lane+width(b.label)+29)
		}
	}
	right := max(float64(rightLanes)*lane+18, labels)
	if rightLanes == 0 {
		right = 0
	}
	l.w = max(pad+l.leftW+l.textW+right+pad, width(l.head)+2*pad)
	l.h = pad + line + 4 + float64(len(l.rows))*line + pad - 4
	return l
}

func (l *ladder) rowText(r rung) string {
	if r.module < 0 {
		return fmt.Sprintf("    … %d more", r.skipped)
	}
	return fmt.Sprintf("%3d %s", r.number, short(l.g.Modules[r.module].Path, 60))
}

// label is what is read through an import.
func (l *ladder) label(from, to int) string {
	for i := range l.c.Harms {
		if h := &l.c.Harms[i]; h.Reader == from && h.Target == to {
			return short(h.Label(), 44)
		}
	}
	return ""
}

// lanes gives each bow a lane, short ones near the text, so that no two in one lane overlap, and gives their number.
func lanes(bows []bow) int {
	order := make([]int, len(bows))
	for i := range order {
		order[i] = i
	}
	size := func(i int) int { a, b := bows[i].span(); return b - a }
	slices.SortStableFunc(order, func(a, b int) int { return size(a) - size(b) })
	const most = 14
	var used [][]bow
	for _, i := range order {
		top, bottom := bows[i].span()
		at := -1
		for k := range used {
			if !slices.ContainsFunc(used[k], func(o bow) bool { a, b := o.span(); return a <= bottom && top <= b }) {
				at = k
				break
			}
		}
		if at < 0 && len(used) == most {
			at = most - 1
		} else if at < 0 {
			at = len(used)
			used = append(used, nil)
		}
		bows[i].lane = at
		used[at] = append(used[at], bows[i])
	}
	return len(used)
}

// draw draws the ladder with its corner at x, y.
func (l *ladder) draw(c *canvas, x, y float64) {
	v := class(l.c.Verdict)
	c.rect(x, y, l.w, l.h, 7, "cycle "+v)
	c.text(x+pad, y+pad+11, "head "+v, l.head)
	at := func(i int) float64 { return y + pad + line + 4 + float64(i)*line + line/2 }
	textX := x + pad + l.leftW
	for i := range l.left {
		l.bow(c, &l.left[i], textX+2, -1, at)
	}
	// strong lines last, so that they lie on top
	for _, strong := range []bool{false, true} {
		for i := range l.right {
			if b := &l.right[i]; (b.breaks || b.latent) == strong {
				l.bow(c, b, textX+l.textW+8, 1, at)
			}
		}
	}
	bad := map[int]string{}
	if len(l.c.Harms) > 0 {
		h := &l.c.Harms[0]
		bad[h.Reader], bad[h.Target] = class(h.Verdict), class(h.Verdict)
	}
	for i, r := range l.rows {
		if r.module < 0 {
			c.text(textX, at(i)+4, "dim", l.rowText(r))
			continue
		}
		c.add(`<text x="%s" y="%s" class="%s" data-m="%d" xml:space="preserve"><tspan class="order">%3d</tspan> %s</text>`, num(textX), num(at(i)+4), bad[r.module],
			r.module, r.number, esc(short(l.g.Modules[r.module].Path, 60)))
	}
}

// bow draws a line between two rows on one side of the text; side is -1 for the left.
func (l *ladder) bow(c *canvas, b *bow, x, side float64, at func(int) float64) {
	reach := x + side*(13+float64(b.lane)*lane)
	y1, y2 := at(b.from), at(b.to)
	// side by side at a row, so that what leaves is not what arrives
	y1, y2 = y1+math.Copysign(2.5, y2-y1), y2-math.Copysign(2.5, y2-y1)
	r := min(6, math.Abs(y2-y1)/2)
	dir := math.Copysign(r, y2-y1)
	cls := "wire " + wireClass(b.kind, b.breaks, b.latent)
	c.add(`<path class="%s" d="M%s %sH%sQ%s %s %s %sV%sQ%s %s %s %sH%s" marker-end="url(#%s)"/>`, cls,
		num(x), num(y1), num(reach-side*r), num(reach), num(y1), num(reach), num(y1+dir), num(y2-dir), num(reach), num(y2), num(reach-side*r), num(y2),
		num(x+side*3), marker(b.breaks, b.latent))
	if b.label != "" {
		v := "latent"
		if b.breaks {
			v = "breaks"
		}
		c.text(reach+7, (y1+y2)/2+4, "label "+v, b.label)
	}
}

func wireClass(k modulegraph.Kind, breaks, latent bool) string {
	s := k.String()
	switch {
	case breaks:
		s += " breaks"
	case latent:
		s += " latent"
	}
	return s
}

func marker(breaks, latent bool) string {
	switch {
	case breaks:
		return "arrow-breaks"
	case latent:
		return "arrow-latent"
	}
	return "arrow"
}
