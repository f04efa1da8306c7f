package program

// This file keeps what values are known to be. Every call, argument and write of a project is evaluated, and most values are nothing that
// anybody knows or one thing; so a set is a number, the empty one is 0, and the sets themselves stand in blocks without pointers that the
// garbage collector need not read.

// setRef names a set of sets: its place, and in the low bits its size.
type setRef uint32

const (
	sizeBits  = 5   // of a setRef; maxSet fits
	blockSize = 256 // things in a block; no set lies in two
)

type sets struct {
	blocks [][]Abs
	next   uint32 // the first free place
	spare  []*set // of borrow
}

func (s *sets) at(r setRef) []Abs {
	if r == 0 {
		return nil
	}
	n, i := int(r&(1<<sizeBits-1)), int(r>>sizeBits)
	block := s.blocks[i/blockSize]
	i %= blockSize
	return block[i : i+n : i+n]
}

// keep copies a set. One that is equal to an older one is that; so is one that is full when the older one is, too, because which of many things a
// full set has says nothing, and would be others in each round of Link.
func (s *sets) keep(list set, older setRef) setRef {
	n := len(list)
	if n == 0 {
		return 0
	}
	if old := s.at(older); len(old) == n && (n == maxSet || equalSets(old, list)) {
		return older
	}
	i := int(s.next)
	if i/blockSize >= len(s.blocks) || i%blockSize+n > blockSize {
		i = len(s.blocks) * blockSize
		s.blocks = append(s.blocks, make([]Abs, blockSize))
	}
	copy(s.blocks[i/blockSize][i%blockSize:], list)
	s.next = uint32(i + n)
	return setRef(i<<sizeBits | n)
}

func equalSets(a, b []Abs) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// borrow gives an empty set to fill, with room for all that it may hold.
func (s *sets) borrow() *set {
	if n := len(s.spare); n > 0 {
		out := s.spare[n-1]
		s.spare = s.spare[:n-1]
		return out
	}
	out := make(set, 0, maxSet)
	return &out
}

// giveBack takes a borrowed set whose content was kept.
func (s *sets) giveBack(list *set) {
	*list = (*list)[:0]
	s.spare = append(s.spare, list)
}
