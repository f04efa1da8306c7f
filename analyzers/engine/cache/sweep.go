package cache

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// Facts that lie close together are read together: of a project whose facts are all needed, one by one, the system calls would cost more than
// everything else.
const (
	sweepChunk = 1 << 20  // bytes read at once, at most, unless one blob is larger
	sweepGap   = 32 << 10 // bytes of garbage worth reading rather than starting anew
)

// EachFacts reads the facts of many entries of this store, in the order in which they lie on the disk, and calls f for each, from up to workers
// goroutines at once: i is the place in entries. What f gets may be kept, but not changed; keeping one keeps up to 1 MiB of its neighbours. When ok is false the
// facts are damaged or gone, and the file must be parsed again.
func (s *Store) EachFacts(entries []Entry, workers int, f func(i int, facts []byte, ok bool)) {
	type place struct {
		off  int64
		n, i int32
	}
	places := make([]place, 0, len(entries))
	for i, e := range entries {
		if s == nil || s.idx == nil || s.facts == nil || e.rec == 0 {
			f(i, nil, false)
			continue
		}
		off, n := s.idx.factsAt(int(e.rec - 1))
		if n == 0 {
			f(i, nil, true)
			continue
		}
		places = append(places, place{off, int32(n), int32(i)})
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.off, b.off) })
	end := func(p place) int64 { return p.off + blobHeaderSize + int64(p.n) }

	var chunks [][]place
	for from := 0; from < len(places); {
		to := from + 1
		for to < len(places) && end(places[to])-places[from].off <= sweepChunk && places[to].off-end(places[to-1]) <= sweepGap {
			to++
		}
		chunks = append(chunks, places[from:to])
		from = to
	}
	read := func(c []place) {
		buf := make([]byte, end(c[len(c)-1])-c[0].off)
		got, _ := s.facts.ReadAt(buf, c[0].off) // what is missing fails its check below
		buf = buf[:got]
		for _, p := range c {
			e := &entries[p.i]
			at := int(p.off - c[0].off)
			if at+blobHeaderSize+int(p.n) > len(buf) {
				f(int(p.i), nil, false)
				continue
			}
			data, ok := checkBlob(buf[at:at+blobHeaderSize+int(p.n)], blobSeed(e.Path, e.Hash))
			f(int(p.i), data, ok)
		}
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(max(workers, 1), len(chunks)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(chunks) {
					return
				}
				read(chunks[i])
			}
		})
	}
	wg.Wait()
}
