package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
)

// rows is a list for each value of a file, written once and read often. It is first a heap of pairs; sort makes rows of it, in two slices for the
// whole file where a map of slices would be thousands. Keys below 0 have no row.
type rows[T any] struct {
	keys  []effects.ValueID // of the heap
	items []T
	start []int32 // of the row of each key, and the end of the last
}

func (r *rows[T]) add(key effects.ValueID, item T) {
	if key >= 0 {
		r.keys, r.items = append(r.keys, key), append(r.items, item)
	}
}

// sort makes the rows of n keys; items of one key stay in order.
func (r *rows[T]) sort(n int) {
	r.start = make([]int32, n+1)
	for _, k := range r.keys {
		r.start[k+1]++
	}
	for i := range n {
		r.start[i+1] += r.start[i]
	}
	next := slices.Clone(r.start[:n])
	sorted := make([]T, len(r.items))
	for i, k := range r.keys {
		sorted[next[k]] = r.items[i]
		next[k]++
	}
	r.keys, r.items = nil, sorted
}

// of is the row of a key.
func (r *rows[T]) of(key effects.ValueID) []T {
	if key < 0 || int(key)+1 >= len(r.start) {
		return nil
	}
	return r.items[r.start[key]:r.start[key+1]:r.start[key+1]]
}
