package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"nodebeyond/analyzers/syntax"
)

// tabStop is the width of a tab in an excerpt.
const tabStop = 4

// excerpt prints the lines of a range with their numbers and carets under it. context is the number of lines around it. A long range
// shows its first and last line.
func (p *printer) excerpt(src *syntax.Mapper, r syntax.Range, context int, indent string, pal *palette, paint func(...any) string) {
	text := src.Text()
	if text == "" {
		return
	}
	start := min(max(int(r.Start), 0), len(text))
	end := min(max(int(r.End), start), len(text))
	first, last := src.Line(start), src.Line(end)
	// A range that ends before a line's first character does not touch that line.
	if at, _ := src.LineRange(last); last > first && at == end {
		last--
	}
	digits := len(fmt.Sprint(last + 1 + context))
	room := max(20, p.style.Width-len(indent)-digits-len(" | "))
	gutter := func(number string) {
		fmt.Fprintf(p, "%s%s", indent, pal.gutter(fmt.Sprintf("%*s |", digits, number)))
	}
	plain := func(i int) {
		from, to := src.LineRange(i)
		line, _, _ := fit(text[from:to], 0, 0, room)
		if line = strings.TrimRight(line, " "); line != "" {
			gutter(fmt.Sprint(i + 1))
			fmt.Fprintf(p, " %s\n", line)
		}
	}
	for i := max(0, first-context); i < first; i++ {
		plain(i)
	}
	for i := first; i <= last; i++ {
		if i == first+1 && last > first+2 {
			gutter("")
			p.WriteString(" ...\n")
			i = last
		}
		lineStart, lineEnd := src.LineRange(i)
		line := text[lineStart:lineEnd]
		from, to := max(start-lineStart, 0), min(end-lineStart, len(line))
		if i > first {
			from = len(line) - len(strings.TrimLeft(line, " \t"))
		}
		shown, a, b := fit(line, from, to, room)
		gutter(fmt.Sprint(i + 1))
		if shown = strings.TrimRight(shown, " "); shown != "" {
			p.WriteString(" " + shown)
		}
		p.WriteByte('\n')
		gutter("")
		fmt.Fprintf(p, " %s%s\n", strings.Repeat(" ", a), paint(strings.Repeat("^", max(1, b-a))))
	}
	for i := last + 1; i <= last+context && i < src.LineCount(); i++ {
		plain(i)
	}
}

// cell is what takes one place in a terminal: a grapheme cluster.
type cell struct {
	text  string
	start int // byte in the line
	width int // columns
}

// fit lays a line out in at most width columns, so that the bytes from..to show. It returns the text and the columns of the range in
// it. Only a stretch around the range is laid out: minified files have lines of megabytes.
func fit(line string, from, to, width int) (text string, a, b int) {
	lo := max(0, from-4*width)
	for lo > 0 && lo < len(line) && !utf8.RuneStart(line[lo]) {
		lo--
	}
	hi := min(len(line), from+8*width)
	for hi < len(line) && !utf8.RuneStart(line[hi]) {
		hi++
	}
	cells, first, after := layout(line[lo:hi], lo, from, to)
	total := 0
	for _, c := range cells {
		total += c.width
	}
	if lo == 0 && hi == len(line) && total <= width {
		return join(cells), columns(cells[:first]), columns(cells[:after])
	}

	// The window: a third of the room stands before the range, the rest from it on; what is left over on one side goes to the other.
	const dots = "..."
	room := width - 2*len(dots)
	begin, used := first, 0
	for begin > 0 && used+cells[begin-1].width <= room/3 {
		begin--
		used += cells[begin].width
	}
	stop := first
	for stop < len(cells) && used+cells[stop].width <= room {
		used += cells[stop].width
		stop++
	}
	for begin > 0 && used+cells[begin-1].width <= room {
		begin--
		used += cells[begin].width
	}
	prefix, suffix := "", ""
	if lo > 0 || begin > 0 {
		prefix = dots
	}
	if hi < len(line) || stop < len(cells) {
		suffix = dots
	}
	after = min(after, stop)
	return prefix + join(cells[begin:stop]) + suffix, len(prefix) + columns(cells[begin:first]), len(prefix) + columns(cells[begin:max(first, after)])
}

// layout cuts a stretch of a line, which begins at byte base of the line, into cells, and gives the cells at which the bytes from and
// to begin.
func layout(s string, base, from, to int) (cells []cell, first, after int) {
	cells = make([]cell, 0, len(s))
	first, after = -1, -1
	column := 0
	state := -1
	for i := 0; i < len(s); {
		at := base + i
		var c cell
		if s[i] < utf8.RuneSelf && (i+1 == len(s) || s[i+1] < utf8.RuneSelf) {
			state = -1
			switch b := s[i]; {
			case b == '\t':
				w := tabStop - column%tabStop
				c = cell{"    "[:w], at, w}
			case harmful(rune(b)):
				c = cell{"\uFFFD", at, 1}
			default:
				c = cell{s[i : i+1], at, 1}
			}
			i++
		} else {
			cluster, _, width, next := uniseg.FirstGraphemeClusterInString(s[i:], state)
			state = next
			i += len(cluster)
			if shown := clean(cluster); shown != cluster || width == 0 {
				c = cell{"\uFFFD", at, 1}
			} else {
				c = cell{cluster, at, width}
			}
		}
		if first < 0 && base+i > from {
			first = len(cells)
		}
		if after < 0 && at >= to {
			after = len(cells)
		}
		column += c.width
		cells = append(cells, c)
	}
	if first < 0 {
		first = len(cells)
	}
	if after < 0 {
		after = len(cells)
	}
	return cells, first, max(first, after)
}

func columns(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}

func join(cells []cell) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(c.text)
	}
	return b.String()
}
