// Package diagram turns the diagrams of the book into pictures. A diagram is drawn in its text, by box-drawing characters, so that it can be
// read as it stands: in a terminal, an editor's hover, the repository. On a page it becomes SVG, each character a cell of a grid.
//
// It knows characters and lines, no meaning. The picture has no colours of its own: the classes of its parts (box, key, line, head, fill) are
// for the style sheet of the page.
//
//	┌ ─ ┐ │ └ ┘ ├ ┤ ┬ ┴ ┼   lines, and boxes where they close
//	╔ ═ ╗ ║ ╚ ╝ ╤ ╧ ╟ ╢     boxes that matter most; one line may touch them from outside
//	▶ ◀ ▲ ▼                 heads of arrows, up to the middle of the next cell
//	▒                       something full
//
// Everything else is text; two blanks end a piece of it.
package diagram

import (
	"fmt"
	"html"
	"strings"
)

// The size of a cell, and the radius of corners, in units of the picture.
const (
	width  = 8.5
	height = 19.0
	radius = 4.0
)

// The directions in which a character has a line.
const (
	up = 1 << iota
	right
	down
	left
)

// single and double are the characters of lines and where these go to.
var single = map[rune]int{
	'─': left | right, '│': up | down, '┌': right | down, '┐': left | down, '└': up | right, '┘': up | left,
	'├': up | down | right, '┤': up | down | left, '┬': left | right | down, '┴': left | right | up, '┼': up | down | left | right,
}

var double = map[rune]int{
	'═': left | right, '║': up | down, '╔': right | down, '╗': left | down, '╚': up | right, '╝': up | left,
	'╤': left | right, '╧': left | right, '╠': up | down | right, '╣': up | down | left,
}

// SVG draws a diagram. label says what it shows, in words, for those who do not see it. Two diagrams of a page need different ids.
func SVG(id, label, text string) string {
	g := read(text)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %g %g" width="%g" height="%g" role="img" aria-labelledby="%s"><title id="%s">%s</title>`,
		float64(g.columns)*width, float64(len(g.rows))*height, float64(g.columns)*width, float64(len(g.rows))*height, id, id, html.EscapeString(label))
	g.boxes(&b)
	if d := g.path(single); d != "" {
		fmt.Fprintf(&b, `<path class="line" d="%s"/>`, d)
	}
	if d := g.path(double); d != "" {
		fmt.Fprintf(&b, `<path class="line key" d="%s"/>`, d)
	}
	g.heads(&b)
	g.fills(&b)
	g.texts(&b)
	b.WriteString("</svg>")
	return b.String()
}

// grid is a diagram as characters.
type grid struct {
	rows    [][]rune
	columns int
}

func read(text string) *grid {
	g := &grid{}
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		row := []rune(strings.TrimRight(line, " "))
		g.rows = append(g.rows, row)
		g.columns = max(g.columns, len(row)+1)
	}
	return g
}

// at is the character of a cell; a blank outside.
func (g *grid) at(row, column int) rune {
	if row < 0 || row >= len(g.rows) || column < 0 || column >= len(g.rows[row]) {
		return ' '
	}
	return g.rows[row][column]
}

// middle of a cell.
func middle(row, column int) (x, y float64) {
	return (float64(column) + .5) * width, (float64(row) + .5) * height
}

// boxes fills what lines enclose.
func (g *grid) boxes(b *strings.Builder) {
	for r := range g.rows {
		for c, ch := range g.rows[r] {
			class, sides := "box", single
			switch ch {
			case '┌':
			case '╔':
				class, sides = "box key", double
			default:
				continue
			}
			if bottom, end, ok := g.box(r, c, sides); ok {
				x, y := middle(r, c)
				x2, y2 := middle(bottom, end)
				fmt.Fprintf(b, `<rect class="%s" x="%g" y="%g" width="%g" height="%g" rx="%g"/>`, class, x, y, x2-x, y2-y, radius)
			}
		}
	}
}

// box finds the corner opposite to the one at a cell.
func (g *grid) box(r, c int, sides map[rune]int) (bottom, end int, ok bool) {
	has := func(row, column, direction int) bool { return sides[g.at(row, column)]&direction != 0 }
	end = c + 1
	for has(r, end, left) && has(r, end, right) {
		end++
	}
	bottom = r + 1
	for has(bottom, c, up) && has(bottom, c, down) {
		bottom++
	}
	if !has(r, end, left) || !has(r, end, down) || !has(bottom, c, up) || !has(bottom, c, right) {
		return 0, 0, false
	}
	for i := c + 1; i < end; i++ {
		if !has(bottom, i, left) || !has(bottom, i, right) {
			return 0, 0, false
		}
	}
	for i := r + 1; i < bottom; i++ {
		if !has(i, end, up) || !has(i, end, down) {
			return 0, 0, false
		}
	}
	return bottom, end, true
}

// path is all lines of one kind: horizontal runs, vertical runs, and round corners.
func (g *grid) path(lines map[rune]int) string {
	var b strings.Builder
	corner := func(d int) bool { return d == right|down || d == left|down || d == up|right || d == up|left }
	for r := range g.rows {
		for c := range g.rows[r] {
			d := lines[g.at(r, c)]
			if d == 0 {
				continue
			}
			x, y := middle(r, c)
			if corner(d) {
				dx, dy := width/2, height/2
				if d&left != 0 {
					dx = -dx
				}
				if d&up != 0 {
					dy = -dy
				}
				sign := func(v float64) float64 {
					if v < 0 {
						return -1
					}
					return 1
				}
				fmt.Fprintf(&b, "M%g %gV%gQ%g %g %g %gH%g", x, y+dy, y+sign(dy)*radius, x, y, x+sign(dx)*radius, y, x+dx)
				continue
			}
			// A run is drawn from its first cell.
			if d&right != 0 && (lines[g.at(r, c-1)]&right == 0 || corner(lines[g.at(r, c-1)])) {
				from := x
				if d&left != 0 {
					from -= width / 2
				}
				if side(g.at(r, c-1)) {
					from, _ = middle(r, c-1)
				}
				n := c
				for e := lines[g.at(r, n+1)]; e&left != 0 && !corner(e); e = lines[g.at(r, n+1)] {
					n++
					if e&right == 0 {
						break
					}
				}
				to, _ := middle(r, n)
				if lines[g.at(r, n)]&right != 0 {
					to += width / 2
				}
				if side(g.at(r, n+1)) {
					to, _ = middle(r, n+1)
				}
				fmt.Fprintf(&b, "M%g %gH%g", from, y, to)
			} else if d&left != 0 && d&right == 0 && lines[g.at(r, c-1)]&right == 0 {
				fmt.Fprintf(&b, "M%g %gH%g", x-width/2, y, x)
			} else if d&left != 0 && d&right == 0 && corner(lines[g.at(r, c-1)]) {
				fmt.Fprintf(&b, "M%g %gH%g", x-width/2, y, x)
			}
			if d&down != 0 && (lines[g.at(r-1, c)]&down == 0 || corner(lines[g.at(r-1, c)])) {
				from := y
				if d&up != 0 {
					from -= height / 2
				}
				n := r
				for e := lines[g.at(n+1, c)]; e&up != 0 && !corner(e); e = lines[g.at(n+1, c)] {
					n++
					if e&down == 0 {
						break
					}
				}
				_, to := middle(n, c)
				if lines[g.at(n, c)]&down != 0 {
					to += height / 2
				}
				fmt.Fprintf(&b, "M%g %gV%g", x, from, to)
			} else if d&up != 0 && d&down == 0 && (lines[g.at(r-1, c)]&down == 0 || corner(lines[g.at(r-1, c)])) {
				fmt.Fprintf(&b, "M%g %gV%g", x, y-height/2, y)
			}
		}
	}
	return b.String()
}

// side reports whether a character is the side of a box, which a line that begins or ends beside it touches.
func side(ch rune) bool { return ch == '│' || ch == '║' }

// heads draws arrow heads with what is left of their line.
func (g *grid) heads(b *strings.Builder) {
	const long, broad = 9.0, 4.5
	for r := range g.rows {
		for c, ch := range g.rows[r] {
			x, y := middle(r, c)
			switch ch {
			case '▶':
				tip := x + width - 1
				fmt.Fprintf(b, `<path class="line" d="M%g %gH%g"/><path class="head" d="M%g %gl%g %gv%gz"/>`, x-width/2, y, tip-long+1, tip, y, -long, -broad, broad*2)
			case '◀':
				tip := x - width + 1
				fmt.Fprintf(b, `<path class="line" d="M%g %gH%g"/><path class="head" d="M%g %gl%g %gv%gz"/>`, x+width/2, y, tip+long-1, tip, y, long, -broad, broad*2)
			case '▼':
				tip := y + height - 1
				if single[g.at(r+1, c)]|double[g.at(r+1, c)] == 0 {
					tip = y + height/2 - 1
				}
				fmt.Fprintf(b, `<path class="line" d="M%g %gV%g"/><path class="head" d="M%g %gl%g %gh%gz"/>`, x, y-height/2, tip-long+1, x, tip, -broad, -long, broad*2)
			case '▲':
				tip := y - height + 1
				if single[g.at(r-1, c)]|double[g.at(r-1, c)] == 0 {
					tip = y - height/2 + 1
				}
				fmt.Fprintf(b, `<path class="line" d="M%g %gV%g"/><path class="head" d="M%g %gl%g %gh%gz"/>`, x, y+height/2, tip+long-1, x, tip, -broad, long, broad*2)
			}
			// A line that leaves a double box.
			switch ch {
			case '╤':
				fmt.Fprintf(b, `<path class="line" d="M%g %gV%g"/>`, x, y, y+height/2)
			case '╧':
				fmt.Fprintf(b, `<path class="line" d="M%g %gV%g"/>`, x, y, y-height/2)
			}
		}
	}
}

// fills draws what is full as one bar.
func (g *grid) fills(b *strings.Builder) {
	for r, row := range g.rows {
		for c := 0; c < len(row); c++ {
			if row[c] != '▒' {
				continue
			}
			from := c
			for c < len(row) && row[c] == '▒' {
				c++
			}
			fmt.Fprintf(b, `<rect class="fill" x="%g" y="%g" width="%g" height="%g" rx="2"/>`, float64(from)*width, float64(r)*height+3, float64(c-from)*width, height-6)
		}
	}
}

// texts writes what is not drawn. The length of each piece is given, so that it fits whatever the face.
func (g *grid) texts(b *strings.Builder) {
	drawn := func(ch rune) bool {
		return single[ch] != 0 || double[ch] != 0 || strings.ContainsRune("▶◀▲▼▒", ch)
	}
	for r, row := range g.rows {
		for c := 0; c < len(row); {
			if row[c] == ' ' || drawn(row[c]) {
				c++
				continue
			}
			from := c
			for c < len(row) && !drawn(row[c]) && (row[c] != ' ' || c+1 < len(row) && row[c+1] != ' ' && !drawn(row[c+1])) {
				c++
			}
			_, y := middle(r, from)
			fmt.Fprintf(b, `<text x="%g" y="%g" textLength="%g">%s</text>`, float64(from)*width, y+4.6, float64(c-from)*width, html.EscapeString(string(row[from:c])))
		}
	}
}
