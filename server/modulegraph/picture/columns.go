package picture

import (
	"cmp"
	"math"
	"slices"
)

// layers are the columns of one connected part while they are arranged.
type layers struct {
	slots   []slot
	columns [][]int // slots from top to bottom
}

// join connects two slots of columns that are beside each other, the left one first.
func (l *layers) join(a, b int) {
	l.slots[a].down = append(l.slots[a].down, b)
	l.slots[b].up = append(l.slots[b].up, a)
}

// arrange finds the order within the columns: sweeps to the right and to the left put each slot at the median of its neighbours, and the best
// order of all is kept (Gansner, Koutsofios, North and Vo, "A Technique for Drawing Directed Graphs", section 3).
func (l *layers) arrange() {
	deep := 0
	for i := range l.slots {
		deep = max(deep, l.slots[i].rank)
	}
	l.columns = make([][]int, deep+1)
	for i := range l.slots {
		r := l.slots[i].rank
		l.columns[r] = append(l.columns[r], i)
	}
	l.number()
	best, least := l.copy(), l.crossings()
	for s := range sweeps {
		if least == 0 {
			break
		}
		if s%2 == 0 {
			for r := 1; r <= deep; r++ {
				l.sort(r, func(x *slot) []int { return x.up })
			}
		} else {
			for r := deep - 1; r >= 0; r-- {
				l.sort(r, func(x *slot) []int { return x.down })
			}
		}
		if n := l.crossings(); n < least {
			best, least = l.copy(), n
		}
	}
	l.columns = best
	l.number()
}

func (l *layers) copy() [][]int {
	out := make([][]int, len(l.columns))
	for i := range out {
		out[i] = slices.Clone(l.columns[i])
	}
	return out
}

func (l *layers) number() {
	for _, c := range l.columns {
		for pos, s := range c {
			l.slots[s].pos = pos
		}
	}
}

// sort orders a column by the medians of the neighbours on one side; slots without any stay where they are.
func (l *layers) sort(r int, beside func(*slot) []int) {
	c := l.columns[r]
	want := make(map[int]float64, len(c))
	var positions []int
	for pos, s := range c {
		near := beside(&l.slots[s])
		if len(near) == 0 {
			want[s] = float64(pos)
			continue
		}
		positions = positions[:0]
		for _, n := range near {
			positions = append(positions, l.slots[n].pos)
		}
		slices.Sort(positions)
		mid := len(positions) / 2
		want[s] = float64(positions[mid])
		if len(positions)%2 == 0 {
			want[s] = float64(positions[mid-1]+positions[mid]) / 2
		}
	}
	slices.SortStableFunc(c, func(a, b int) int { return cmp.Compare(want[a], want[b]) })
	for pos, s := range c {
		l.slots[s].pos = pos
	}
}

// crossings counts the pairs of lines between columns that cross, with a tree of sums (Barth, Jünger and Mutzel 2002).
func (l *layers) crossings() int {
	total := 0
	for r := 0; r+1 < len(l.columns); r++ {
		n := len(l.columns[r+1])
		tree := make([]int, n+1)
		seen := 0
		var ends []int
		for _, s := range l.columns[r] {
			ends = ends[:0]
			for _, d := range l.slots[s].down {
				ends = append(ends, l.slots[d].pos)
			}
			slices.Sort(ends)
			for _, e := range ends {
				sum := 0
				for i := e + 1; i > 0; i -= i & -i {
					sum += tree[i]
				}
				total += seen - sum
			}
			for _, e := range ends {
				seen++
				for i := e + 1; i <= n; i += i & -i {
					tree[i]++
				}
			}
		}
	}
	return total
}

// settle gives each slot its height: as near to its neighbours as the order and the gaps allow, which is a regression under order (pool adjacent
// violators), a few times to the right and to the left.
func (l *layers) settle() {
	for _, c := range l.columns {
		y := 0.0
		for _, s := range c {
			l.slots[s].y = y + l.slots[s].h/2
			y += l.slots[s].h + l.gap(s)
		}
	}
	for pass := range 8 {
		if pass%2 == 0 {
			for r := range l.columns {
				l.pull(r)
			}
		} else {
			for r := len(l.columns) - 1; r >= 0; r-- {
				l.pull(r)
			}
		}
	}
	top := math.Inf(1)
	for i := range l.slots {
		top = min(top, l.slots[i].y-l.slots[i].h/2)
	}
	for i := range l.slots {
		l.slots[i].y -= top
	}
}

// gap is the room below a slot.
func (l *layers) gap(s int) float64 {
	if l.slots[s].box < 0 {
		return rowGap / 2
	}
	return rowGap
}

// pull moves the slots of a column to the mean of their neighbours.
func (l *layers) pull(r int) {
	type block struct {
		sum, weight float64
		n           int
	}
	var blocks []block
	c := l.columns[r]
	offset := make([]float64, len(c)) // of each slot from the first, when all are close
	for i := 1; i < len(c); i++ {
		a, b := c[i-1], c[i]
		offset[i] = offset[i-1] + l.slots[a].h/2 + l.gap(a) + l.slots[b].h/2
	}
	for i, s := range c {
		x := &l.slots[s]
		sum, n := 0.0, 0.0
		for _, u := range x.up {
			sum, n = sum+l.slots[u].y, n+1
		}
		for _, d := range x.down {
			sum, n = sum+l.slots[d].y, n+1
		}
		want, weight := x.y, 0.01
		if n > 0 {
			want, weight = sum/n, 1
		}
		if x.box < 0 {
			weight *= 2 // long lines are to be straight
		}
		blocks = append(blocks, block{(want - offset[i]) * weight, weight, 1})
		for k := len(blocks) - 1; k > 0 && blocks[k-1].sum/blocks[k-1].weight > blocks[k].sum/blocks[k].weight; k-- {
			blocks[k-1].sum += blocks[k].sum
			blocks[k-1].weight += blocks[k].weight
			blocks[k-1].n += blocks[k].n
			blocks = blocks[:k]
		}
	}
	i := 0
	for _, b := range blocks {
		for range b.n {
			l.slots[c[i]].y = b.sum/b.weight + offset[i]
			i++
		}
	}
}
