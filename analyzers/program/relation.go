package program

import "slices"

// relation holds a list for each key, which Link writes anew in each round. What is read is what the round before wrote: what a value is then
// does not depend on how much of this round is written already, and most lists are what they were.
type relation[K comparable, V comparable] struct {
	at   map[K]int32
	list [][]V    // what is read
	next [][]V    // what is written
	node []nodeID // changes with the list
	room []V      // for lists of one, which nearly all are
	// none changes when there is a key that was not there before.
	none nodeID
}

// slot is the place of a key's list to write, which may be changed until the next call; fresh says that the key is new.
func (l *relation[K, V]) slot(p *Program, key K) (list *[]V, fresh bool) {
	i, ok := l.at[key]
	if !ok {
		if l.at == nil {
			l.at = map[K]int32{}
		}
		i = int32(len(l.list))
		l.at[key] = i
		l.list = append(l.list, nil)
		l.next = append(l.next, l.one())
		l.node = append(l.node, p.newSource())
	}
	return &l.next[i], !ok
}

// one is room for a list of one.
func (l *relation[K, V]) one() []V {
	if len(l.room) == 0 {
		l.room = make([]V, min(max(16, len(l.list)), 512))
	}
	out := l.room[0:0:1]
	l.room = l.room[1:]
	return out
}

// begin starts to write.
func (l *relation[K, V]) begin() {
	for i := range l.next {
		l.next[i] = l.next[i][:0]
	}
}

// end lets what was written be read.
func (l *relation[K, V]) end(p *Program) {
	for i, next := range l.next {
		if !slices.Equal(next, l.list[i]) {
			p.touch(l.node[i])
			l.list[i], l.next[i] = next, l.list[i]
		}
	}
}

// read is the list of a key, nil for none.
func (l *relation[K, V]) read(p *Program, key K) []V {
	if i, ok := l.at[key]; ok {
		p.note(l.node[i])
		return l.list[i]
	}
	p.note(l.none)
	return nil
}

// add puts something into a thing's list, once, and says whether the thing is new.
func (l *relation[K, V]) add(p *Program, key K, v V, most int) {
	list, fresh := l.slot(p, key)
	if fresh {
		p.touch(l.none)
	}
	if len(*list) < most && !slices.Contains(*list, v) {
		*list = append(*list, v)
	}
}
