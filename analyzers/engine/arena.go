package engine

import "sync"

// arena keeps encoded facts outside the garbage collector's heap. They are a big part of what a cold run over many files holds, they never point
// anywhere, and on the heap they would let it grow by five times their size before a collection (GC percent 400).
type arena struct {
	mu     sync.Mutex
	chunks [][]byte
	free   []byte
}

const arenaChunk = 4 << 20

// keep copies data into the arena. The copy is valid until release.
func (a *arena) keep(data []byte) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(data) > len(a.free) {
		size := arenaChunk
		if len(data) > size {
			size = (len(data) + 4095) &^ 4095
		}
		chunk, ok := mapPages(size)
		if !ok {
			return append([]byte(nil), data...)
		}
		a.chunks = append(a.chunks, chunk)
		a.free = chunk
	}
	n := copy(a.free, data)
	kept := a.free[:n:n]
	a.free = a.free[n:]
	return kept
}

// release gives everything back. Nothing that keep returned may be used after it.
func (a *arena) release() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.chunks {
		unmapPages(c)
	}
	a.chunks, a.free = nil, nil
}
