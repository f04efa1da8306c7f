package program

// lists holds a list for each key. Link fills it anew in each round, mostly with what it held before, so the lists stay where they are: reset
// empties them and keeps their room.
type lists[K comparable, V any] struct {
	at   map[K]int32
	list [][]V
	room []V // for lists of one, which nearly all are
}

// of is the list of a key, nil for none.
func (l *lists[K, V]) of(key K) []V {
	if i, ok := l.at[key]; ok {
		return l.list[i]
	}
	return nil
}

// slot is the place of a key's list, which may be changed until the next call.
func (l *lists[K, V]) slot(key K) *[]V {
	i, ok := l.at[key]
	if !ok {
		if l.at == nil {
			l.at = map[K]int32{}
		}
		i = int32(len(l.list))
		l.at[key] = i
		if len(l.room) == 0 {
			l.room = make([]V, min(max(16, len(l.list)), 512))
		}
		l.list = append(l.list, l.room[0:0:1])
		l.room = l.room[1:]
	}
	return &l.list[i]
}

func (l *lists[K, V]) reset() {
	for i := range l.list {
		l.list[i] = l.list[i][:0]
	}
}
