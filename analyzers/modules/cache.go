package modules

import (
	"hash/maphash"
	"sync"
)

// cache is a map for many goroutines, split in parts so that they seldom wait
// for one lock. A computed value may be computed twice at the same time; the
// first one stored stays, so that everyone sees the same pointer.
type cache[V any] struct {
	seed   maphash.Seed
	shards [32]struct {
		mu sync.RWMutex
		m  map[string]V
	}
}

func (c *cache[V]) init() {
	c.seed = maphash.MakeSeed()
	for i := range c.shards {
		c.shards[i].m = map[string]V{}
	}
}

func (c *cache[V]) get(key string) (V, bool) {
	s := &c.shards[maphash.String(c.seed, key)%uint64(len(c.shards))]
	s.mu.RLock()
	v, ok := s.m[key]
	s.mu.RUnlock()
	return v, ok
}

func (c *cache[V]) put(key string, v V) V {
	s := &c.shards[maphash.String(c.seed, key)%uint64(len(c.shards))]
	s.mu.Lock()
	defer s.mu.Unlock()
	if first, ok := s.m[key]; ok {
		return first
	}
	s.m[key] = v
	return v
}

func (c *cache[V]) deleteFunc(drop func(key string) bool) {
	for i := range c.shards {
		s := &c.shards[i]
		s.mu.Lock()
		for key := range s.m {
			if drop(key) {
				delete(s.m, key)
			}
		}
		s.mu.Unlock()
	}
}
