package program

import "slices"

// relation holds a list for each key, of what the sites of the program say. A site that is visited again says everything anew. What is read is what
// was said up to the end of the round before: what a value is then does not depend on how much of this round is over.
type relation[K comparable, V comparable] struct {
	id   uint8
	most int // more than so many different ones are not kept; 0 for no limit
	at   map[K]int32
	rows []row[V]
	room []V // for lists of one, which nearly all are
	// stale are the rows to be put together anew, fresh what changes because there is a key that was not there before.
	stale []int32
	fresh []nodeID
	// none is what changes when a key is there for the first time.
	none func(K) nodeID
}

// row is the list of one key.
type row[V comparable] struct {
	list  []V
	said  []said[V] // in order of sites
	node  nodeID    // changes with the list
	stale bool
}

type said[V comparable] struct {
	site nodeID
	what V
}

// saying is where a site has said something: a relation, and a row of it.
type saying struct {
	row      int32
	relation uint8
}

// spoken is a relation of any type.
type spoken interface {
	unsay(row int32, site nodeID)
	end(p *Program)
}

// say adds to the list of a key what the site that is visited says.
func (l *relation[K, V]) say(p *Program, key K, v V) {
	i, ok := l.at[key]
	if !ok {
		if l.at == nil {
			l.at = map[K]int32{}
		}
		i = int32(len(l.rows))
		l.at[key] = i
		l.rows = append(l.rows, row[V]{node: p.newSource()})
		if n := l.none(key); len(l.fresh) == 0 || l.fresh[len(l.fresh)-1] != n {
			l.fresh = append(l.fresh, n)
		}
	}
	r := &l.rows[i]
	at := len(r.said)
	for at > 0 && r.said[at-1].site > p.site {
		at--
	}
	for k := at - 1; k >= 0 && r.said[k].site == p.site; k-- {
		if r.said[k].what == v {
			return
		}
	}
	if r.said == nil {
		r.said = []said[V]{{p.site, v}}
	} else {
		r.said = slices.Insert(r.said, at, said[V]{p.site, v})
	}
	l.change(i)
	p.says = append(p.says, saying{i, l.id})
}

func (l *relation[K, V]) change(i int32) {
	if r := &l.rows[i]; !r.stale {
		r.stale = true
		l.stale = append(l.stale, i)
	}
}

// unsay takes back what a site said.
func (l *relation[K, V]) unsay(i int32, site nodeID) {
	r := &l.rows[i]
	before := len(r.said)
	r.said = slices.DeleteFunc(r.said, func(s said[V]) bool { return s.site == site })
	if len(r.said) != before {
		l.change(i)
	}
}

// end lets what was said be read.
func (l *relation[K, V]) end(p *Program) {
	for _, n := range l.fresh {
		p.touch(n)
	}
	l.fresh = l.fresh[:0]
	var buf []V
	for _, i := range l.stale {
		r := &l.rows[i]
		r.stale = false
		buf = l.collect(buf[:0], r.said)
		if slices.Equal(buf, r.list) {
			continue
		}
		p.touch(r.node)
		if len(buf) == 1 {
			if len(l.room) == 0 {
				l.room = make([]V, min(max(16, len(l.rows)/2), 512))
			}
			r.list, l.room = l.room[:1:1], l.room[1:]
			r.list[0] = buf[0]
		} else {
			r.list = slices.Clone(buf)
		}
	}
	l.stale = l.stale[:0]
}

// everything as relation.most keeps all that is said, however often.
const everything = -1

// collect puts what was said together, each thing once.
func (l *relation[K, V]) collect(out []V, list []said[V]) []V {
	if l.most == everything {
		for i := range list {
			out = append(out, list[i].what)
		}
		return out
	}
	var seen map[V]bool
	if len(list) > 64 && l.most == 0 {
		seen = make(map[V]bool, len(list))
	}
	for i := range list {
		v := list[i].what
		switch {
		case seen == nil && slices.Contains(out, v), seen != nil && seen[v]:
			continue
		case seen != nil:
			seen[v] = true
		}
		if out = append(out, v); len(out) == l.most {
			break
		}
	}
	return out
}

// read is the list of a key, nil for none.
func (l *relation[K, V]) read(p *Program, key K) []V {
	if i, ok := l.at[key]; ok {
		p.note(l.rows[i].node)
		return l.rows[i].list
	}
	if p.noting {
		p.note(l.none(key))
	}
	return nil
}
