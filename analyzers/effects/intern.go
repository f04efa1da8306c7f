package effects

import (
	"hash/maphash"
	"math/bits"
)

// seed is fixed for the process; ids are given in the order of first use, so hashes never show in the facts.
var seed = maphash.MakeSeed()

// table is an open-addressed hash table of ids. The keys live in the slices of the lowerer; an entry is an id plus one, 0 is free.
type table struct {
	slots []int32
	mask  uint32
	used  int
}

// reset empties the table and makes room for some entries. It clears only what the file is likely to need, so that a small file
// after a large one does not pay for the large one.
func (t *table) reset(entries int) {
	size := 1 << bits.Len(uint(max(entries, 31)*2))
	if cap(t.slots) < size {
		t.slots = make([]int32, size)
	} else {
		t.slots = t.slots[:size]
		clear(t.slots)
	}
	t.mask = uint32(size - 1)
	t.used = 0
}

// full reports whether the table must grow before the next entry.
func (t *table) full() bool { return t.used*4 >= len(t.slots)*3 }

// put enters an id whose key is known to be absent.
func (t *table) put(hash uint32, id int32) {
	i := hash & t.mask
	for t.slots[i] != 0 {
		i = (i + 1) & t.mask
	}
	t.slots[i] = id + 1
	t.used++
}

func hashValue(v Value) uint32 {
	h := uint64(uint32(v.A))*0x9E3779B97F4A7C15 ^ uint64(uint32(v.B))*0xC2B2AE3D27D4EB4F ^ uint64(v.Kind)<<40 ^ uint64(v.Op)<<52
	h *= 0xD6E8FEB86659FD93
	return uint32(h >> 32)
}

// hashString hashes a string. Names are short: up to 16 bytes are taken as two words, which may overlap.
func hashString(s string) uint32 {
	var a, b uint64
	switch n := len(s); {
	case n > 16:
		return uint32(maphash.String(seed, s))
	case n >= 8:
		a, b = word(s), word(s[n-8:])
	case n >= 4:
		a, b = uint64(half(s)), uint64(half(s[n-4:]))
	case n > 0:
		a, b = uint64(s[0])|uint64(s[n/2])<<8, uint64(s[n-1])
	}
	h := (a^uint64(len(s)))*0x9E3779B97F4A7C15 ^ b*0xC2B2AE3D27D4EB4F
	h ^= h >> 29
	return uint32((h * 0xD6E8FEB86659FD93) >> 32)
}

func word(s string) uint64 { return uint64(half(s)) | uint64(half(s[4:]))<<32 }

func half(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// str is the id of a string.
func (l *lowerer) str(s string) StrID {
	h := hashString(s)
	for i := h & l.strTable.mask; ; i = (i + 1) & l.strTable.mask {
		id := l.strTable.slots[i] - 1
		if id < 0 {
			break
		}
		if l.strings[id] == s {
			return id
		}
	}
	if l.strTable.full() {
		l.strTable.reset(len(l.strings) * 2)
		for id, x := range l.strings {
			l.strTable.put(hashString(x), int32(id))
		}
	}
	id := StrID(len(l.strings))
	l.strings = append(l.strings, s)
	l.strTable.put(h, id)
	return id
}

// val is the id of a value.
func (l *lowerer) val(v Value) ValueID {
	h := hashValue(v)
	for i := h & l.valTable.mask; ; i = (i + 1) & l.valTable.mask {
		id := l.valTable.slots[i] - 1
		if id < 0 {
			break
		}
		if l.values[id] == v {
			return id
		}
	}
	if l.valTable.full() {
		l.valTable.reset(l.valTable.used * 2)
		for id, x := range l.values {
			switch x.Kind {
			case Result, Object, Array, Join, Template, Var: // fresh ones
			default:
				l.valTable.put(hashValue(x), int32(id))
			}
		}
	}
	id := ValueID(len(l.values))
	l.values = append(l.values, v)
	l.valTable.put(h, id)
	return id
}

// fresh is the id of a value that nothing can have asked for before, such as the result of a new call: no table needs to know it.
func (l *lowerer) fresh(v Value) ValueID {
	l.values = append(l.values, v)
	return ValueID(len(l.values) - 1)
}
