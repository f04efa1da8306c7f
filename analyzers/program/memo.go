package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// This file keeps what values are known to be. Every call, argument and write of a project is evaluated once in each round of Link, and most
// values are nothing that anybody knows or one thing; so a set is a number, the empty one is 0, and the sets themselves stand in blocks
// without pointers that the garbage collector need not read.

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

// keep copies a set. One that is equal to an older one is that.
func (s *sets) keep(list set, older setRef) setRef {
	n := len(list)
	if n == 0 {
		return 0
	}
	if old := s.at(older); len(old) == n && equalSets(old, list) {
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

// known is what was found for a key, and in which round.
type known struct {
	set   setRef
	round int32
}

// memo keeps the sets that are asked for by key, for this round of Link and the one before.
type memo[K comparable] map[K]known

// ask gives what is known of a key in a round. When it is new, it is entered as what the round before found, which is what a cycle gets, and the
// caller has to find it and settle.
func (m memo[K]) ask(key K, round int32) (r setRef, found bool) {
	k, ok := m[key]
	switch {
	case ok && k.round == round:
		return k.set, true
	case !ok || k.round != round-1:
		k.set = 0
	}
	m[key] = known{k.set, round}
	return k.set, false
}

// has reports whether a key was asked for in a round.
func (m memo[K]) has(key K, round int32) bool {
	k, ok := m[key]
	return ok && k.round == round
}

func (m memo[K]) settle(key K, r setRef, round int32) { m[key] = known{r, round} }

// Eval is what a value may be; empty when nothing is known. The result is shared: do not change it.
func (p *Program) Eval(f *File, v effects.ValueID) []Abs {
	if v < 0 {
		return nil
	}
	if f.state[v] == 0 { // a cycle has what the last round found
		p.settle(f, v)
	}
	return p.sets.at(f.memo[v])
}

// The states of a value. All but the last are of a round.
const (
	inWork = 1
	done   = 2
	final  = 3 // no round will find anything else
)

func (p *Program) settle(f *File, v effects.ValueID) {
	f.state[v] = inWork
	switch x := &f.Facts.Values[v]; x.Kind {
	case effects.Unknown, effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined, effects.RegExp, effects.Template, effects.Unary:
	case effects.Await, effects.Spread:
		f.memo[v] = p.same(f, x.A)
	case effects.Var:
		if values := f.Facts.Vars[x.A].Values; len(values) == 1 {
			f.memo[v] = p.same(f, values[0])
			break
		}
		fallthrough
	default:
		s := p.sets.borrow()
		p.eval(f, v, s)
		f.memo[v] = p.sets.keep(*s, f.memo[v])
		p.sets.giveBack(s)
	}
	f.state[v] = done
	if p.lasts(f, &f.Facts.Values[v]) {
		f.state[v] = final
	}
}

// lasts reports whether what was found for a value depends on nothing that a later round learns: on what is written in its file and in the
// tables of the API alone, not on arguments, returns, or what is assigned to properties.
func (p *Program) lasts(f *File, x *effects.Value) bool {
	switch x.Kind {
	case effects.Unknown, effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined, effects.RegExp, effects.Template, effects.Unary,
		effects.Closure, effects.Class, effects.Object, effects.Array, effects.Exports, effects.Rest, effects.Arguments:
		return true
	case effects.Await, effects.Spread:
		return x.A >= 0 && f.state[x.A] == final
	case effects.Var:
		return f.final(f.Facts.Vars[x.A].Values)
	case effects.Join:
		return f.final(f.Facts.Lists[x.A])
	case effects.Binary:
		switch x.Op {
		case effects.And:
			return f.state[x.B] == final
		case effects.Or, effects.Nullish:
			return f.state[x.A] == final && f.state[x.B] == final
		}
		return true
	case effects.Global:
		return nodeapi.Global(f.Facts.Strings[x.A]) != nil
	case effects.Import, effects.ImportName:
		t := &f.Targets[x.A]
		return t.File < 0 && len(t.Scan) == 0
	case effects.This:
		return x.A == 0 || f.Facts.Funcs[x.A].Class >= 0
	case effects.Prop:
		switch f.Facts.Values[x.A].Kind {
		case effects.Module, effects.This:
			return false
		}
		if f.state[x.A] != final || f.Facts.Strings[x.B] == "default" {
			return false
		}
		for _, a := range p.sets.at(f.memo[x.A]) {
			if a.Kind != AbsMember && a.Kind != AbsPackage {
				return false
			}
		}
		return true
	}
	return false
}

// final reports whether all values of a list are final.
func (f *File) final(list []effects.ValueID) bool {
	for _, v := range list {
		if v >= 0 && f.state[v] != final {
			return false
		}
	}
	return true
}

// same is the set of a value that is another's, too.
func (p *Program) same(f *File, v effects.ValueID) setRef {
	if v < 0 {
		return 0
	}
	if f.state[v] == 0 {
		p.settle(f, v)
	}
	return f.memo[v]
}

// newMemos makes the tables of all files in one piece each.
func (p *Program) newMemos() {
	values, calls, strings := 0, 0, 0
	for _, f := range p.Files {
		values += len(f.Facts.Values)
		calls += len(f.Facts.Calls)
		strings += len(f.Facts.Strings)
	}
	refs, states, targets, names := make([]setRef, values), make([]uint8, values), make([][]Abs, calls), make([]int32, strings)
	for _, f := range p.Files {
		f.memo, refs = cut(refs, len(f.Facts.Values))
		f.state, states = cut(states, len(f.Facts.Values))
		f.targets, targets = cut(targets, len(f.Facts.Calls))
		f.nameIDs, names = cut(names, len(f.Facts.Strings))
	}
	p.propMemo, p.valueMemo = memo[propKey]{}, memo[Abs]{}
}

func cut[T any](s []T, n int) (head, tail []T) { return s[:n:n], s[n:] }

// forget starts a round: what was evaluated is asked again, because more is known now.
func (p *Program) forget() {
	p.round++
	clear(p.classMemo)
	for _, f := range p.Files {
		for i, s := range f.state {
			if s != final {
				f.state[i] = 0
			}
		}
	}
}
