package picture

import (
	"cmp"
	"math"
	"slices"
)

// This file places boxes in columns so that lines lead from left to right (Sugiyama, Tagawa and Toda 1981): cycles are broken, each box gets a
// column by the longest way to it, long lines get a place in each column that they cross, the order within columns is improved by medians, and
// the heights follow from where neighbours stand. All steps are deterministic.

// box is something to place. w and h are given, the centre x, y is found.
type box struct {
	w, h float64
	x, y float64
	rank int
}

// wire is a line between two boxes. points are found: where it leaves, what it passes, where it arrives.
type wire struct {
	from, to int
	weight   float64
	// implied says that other lines lead the same way, or that it leads back where there are many lines; such a line is drawn faintly and does
	// not count for the placement.
	implied bool
	// keep says that it must not be implied.
	keep   bool
	points []point
	// bow says that both boxes are in one column; the second of three points is how far the line reaches.
	bow bool
}

type point struct{ x, y float64 }

const (
	columnGap = 70.0
	rowGap    = 12.0
	// maxBends is the number of places for long lines above which they are drawn straight: such a picture is a tangle anyway.
	maxBends = 6000
	sweeps   = 10
)

// place finds places for boxes and wires, and gives the size of the whole. Parts that no wire connects are set below each other, boxes without
// wires into rows at the end. width is about how wide it may become before parts that are small go below others.
func place(boxes []box, wires []wire, width float64) (w, h float64) {
	imply(len(boxes), wires)
	group := groups(len(boxes), wires)
	var parts [][]int
	index := map[int]int{}
	for i := range boxes {
		k, ok := index[group[i]]
		if !ok {
			k = len(parts)
			index[group[i]] = k
			parts = append(parts, nil)
		}
		parts[k] = append(parts[k], i)
	}
	slices.SortStableFunc(parts, func(a, b []int) int { return len(b) - len(a) })
	var x, row float64 // of what is set side by side
	for _, part := range parts {
		pw, ph := placePart(boxes, wires, part)
		if x > 0 && x+pw > max(width, w) {
			h += row + 2*rowGap
			x, row = 0, 0
		}
		in := map[int]bool{}
		for _, i := range part {
			boxes[i].x += x
			boxes[i].y += h
			in[i] = true
		}
		for k := range wires {
			if in[wires[k].from] {
				for j := range wires[k].points {
					wires[k].points[j].x += x
					wires[k].points[j].y += h
				}
			}
		}
		w = max(w, x+pw)
		x += pw + 2*rowGap
		row = max(row, ph)
	}
	return w, h + row
}

// groups names the connected part of each box.
func groups(n int, wires []wire) []int {
	parent := make([]int, n)
	for i := range parent {
		parent[i] = i
	}
	find := func(x int) int {
		for parent[x] != x {
			parent[x] = parent[parent[x]]
			x = parent[x]
		}
		return x
	}
	for i := range wires {
		a, b := find(wires[i].from), find(wires[i].to)
		parent[max(a, b)] = min(a, b)
	}
	out := make([]int, n)
	for i := range out {
		out[i] = find(i)
	}
	return out
}

// forward says for each wire whether it leads on in a depth-first walk; the others close cycles.
func forward(n int, wires []wire) []bool {
	out := make([][]int, n)
	entered := make([]int, n)
	for i := range wires {
		if wires[i].from != wires[i].to {
			out[wires[i].from] = append(out[wires[i].from], i)
			entered[wires[i].to]++
		}
	}
	ok := make([]bool, len(wires))
	state := make([]uint8, n)
	var visit func(i int)
	visit = func(i int) {
		state[i] = 1
		for _, k := range out[i] {
			switch to := wires[k].to; state[to] {
			case 0:
				ok[k] = true
				visit(to)
			case 2:
				ok[k] = true
			}
		}
		state[i] = 2
	}
	// from where nothing leads to first: those are at the left by nature
	roots := make([]int, n)
	for i := range roots {
		roots[i] = i
	}
	slices.SortStableFunc(roots, func(a, b int) int { return cmp.Compare(entered[a], entered[b]) })
	for _, i := range roots {
		if state[i] == 0 {
			visit(i)
		}
	}
	return ok
}

// imply finds the wires that a longer way stands for (the transitive reduction of what leads on), and those that lead back, when there are so many
// wires that they hide the rest.
func imply(n int, wires []wire) {
	if len(wires) <= n+n/2 || n > 2000 {
		return
	}
	ok := forward(n, wires)
	next := make([][]int, n)
	for i := range wires {
		if ok[i] {
			next[wires[i].from] = append(next[wires[i].from], wires[i].to)
		}
	}
	words := (n + 63) / 64
	reach := make([][]uint64, n) // of each box, by ways of one wire and more
	var visit func(i int) []uint64
	visit = func(i int) []uint64 {
		if reach[i] != nil {
			return reach[i]
		}
		set := make([]uint64, words)
		reach[i] = set
		for _, to := range next[i] {
			set[to/64] |= 1 << (to % 64)
			for k, w := range visit(to) {
				set[k] |= w
			}
		}
		return set
	}
	for i := range n {
		visit(i)
	}
	for i := range wires {
		w := &wires[i]
		if w.keep {
			continue
		}
		if !ok[i] {
			w.implied = true // it leads back: against the direction in which everything else is drawn
			continue
		}
		for _, by := range next[w.from] {
			if by != w.to && reach[by][w.to/64]>>(w.to%64)&1 == 1 {
				w.implied = true
				break
			}
		}
	}
}

// slot is a place in a column: a box, or where a long wire passes.
type slot struct {
	box      int // -1 for a wire
	h        float64
	rank     int
	pos      int // in its column
	y        float64
	up, down []int // slots in the columns beside, to the left and to the right
}

// placePart places the boxes of one connected part, its corner at 0, 0.
func placePart(boxes []box, wires []wire, part []int) (width, height float64) {
	local := map[int]int{}
	for k, i := range part {
		local[i] = k
	}
	var mine []int // wires
	var inner []wire
	for i := range wires {
		if k, ok := local[wires[i].from]; ok && wires[i].from != wires[i].to {
			mine = append(mine, i)
			inner = append(inner, wire{from: k, to: local[wires[i].to]})
		}
	}
	ok := forward(len(part), inner)
	l := &layers{slots: make([]slot, len(part))}
	ranks := longest(len(part), inner, ok)
	squeeze(ranks)
	for k, i := range part {
		l.slots[k] = slot{box: i, h: boxes[i].h, rank: ranks[k]}
		boxes[i].rank = ranks[k]
	}
	bends := 0
	for k := range inner {
		if !wires[mine[k]].implied {
			bends += max(0, abs(ranks[inner[k].to]-ranks[inner[k].from])-1)
		}
	}
	chains := make([][]int, len(inner)) // slots that a wire passes, from left to right
	for k := range inner {
		if wires[mine[k]].implied {
			continue
		}
		a, b := inner[k].from, inner[k].to
		if ranks[a] > ranks[b] {
			a, b = b, a
		}
		if ranks[a] == ranks[b] || bends > maxBends && ranks[b] > ranks[a]+1 {
			continue
		}
		last := a
		for r := ranks[a] + 1; r < ranks[b]; r++ {
			s := len(l.slots)
			l.slots = append(l.slots, slot{box: -1, h: 4, rank: r})
			l.join(last, s)
			chains[k] = append(chains[k], s)
			last = s
		}
		l.join(last, b)
	}
	l.arrange()
	l.settle()
	// columns
	columns := make([]float64, len(l.columns))
	for k, i := range part {
		columns[ranks[k]] = max(columns[ranks[k]], boxes[i].w)
	}
	left := make([]float64, len(columns))
	gap := columnGap
	if len(columns) > 6 {
		gap *= 0.6
	}
	for r := range columns {
		left[r] = width
		width += columns[r] + gap
	}
	width -= gap
	for k, i := range part {
		boxes[i].x = left[ranks[k]] + boxes[i].w/2
		boxes[i].y = l.slots[k].y
		height = max(height, boxes[i].y+boxes[i].h/2)
	}
	for k := range inner {
		w := &wires[mine[k]]
		w.bow = ranks[inner[k].from] == ranks[inner[k].to]
		w.points = route(boxes[w.from], boxes[w.to], chains[k], l.slots, left, columns)
	}
	for _, s := range l.slots {
		height = max(height, s.y+s.h/2)
	}
	return width, height
}

func abs(n int) int { return max(n, -n) }

// longest is the column of each box: the length of the longest way to it, then as near to what it leads to as it can be.
func longest(n int, wires []wire, ok []bool) []int {
	next := make([][]int, n)
	entered := make([]int, n)
	for i := range wires {
		if ok[i] {
			next[wires[i].from] = append(next[wires[i].from], wires[i].to)
			entered[wires[i].to]++
		}
	}
	rank := make([]int, n)
	first := make([]bool, n)
	var order []int
	for i := range n {
		if entered[i] == 0 {
			order = append(order, i)
			first[i] = true
		}
	}
	for k := 0; k < len(order); k++ {
		for _, to := range next[order[k]] {
			rank[to] = max(rank[to], rank[order[k]]+1)
			if entered[to]--; entered[to] == 0 {
				order = append(order, to)
			}
		}
	}
	for k := len(order) - 1; k >= 0; k-- {
		if i := order[k]; first[i] && len(next[i]) > 0 {
			near := math.MaxInt
			for _, to := range next[i] {
				near = min(near, rank[to]-1)
			}
			rank[i] = near
		}
	}
	return rank
}

// squeeze puts columns together when there are many more than the boxes need: folders that import each other make one long chain. Boxes that had
// a column together keep it, and the order of columns stays.
func squeeze(ranks []int) {
	most := 5 + int(math.Sqrt(float64(len(ranks))))
	deep := slices.Max(ranks)
	if len(ranks) <= 12 || deep < most*5/4 {
		return
	}
	count := make([]int, deep+1)
	for _, r := range ranks {
		count[r]++
	}
	to := make([]int, deep+1)
	before := 0
	for r, n := range count {
		to[r] = before * most / len(ranks)
		before += n
	}
	// without gaps
	next, last := -1, -1
	for r := range to {
		if to[r] != last {
			last = to[r]
			next++
		}
		to[r] = next
	}
	for i := range ranks {
		ranks[i] = to[ranks[i]]
	}
}

// route leads a wire from the right of one box, through its slots, to the left of the other; backwards from left to right.
func route(from, to box, chain []int, slots []slot, left, columns []float64) []point {
	a, b := from, to
	back := a.rank > b.rank
	if back {
		a, b = b, a
	}
	var out []point
	if a.rank == b.rank {
		// side by side in one column: a bow at the right
		out = []point{{a.x + a.w/2, a.y}, {max(a.x+a.w/2, b.x+b.w/2) + columnGap/2, (a.y + b.y) / 2}, {b.x + b.w/2, b.y}}
		return out
	}
	out = append(out, point{a.x + a.w/2, a.y})
	for _, s := range chain {
		out = append(out, point{left[slots[s].rank], slots[s].y}, point{left[slots[s].rank] + columns[slots[s].rank], slots[s].y})
	}
	out = append(out, point{b.x - b.w/2, b.y})
	if back {
		slices.Reverse(out)
	}
	return out
}
