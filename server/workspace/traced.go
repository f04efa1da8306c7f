package workspace

import (
	"sync"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// traced is the tree of a text, made when it is first asked for.
type traced struct {
	mu   sync.Mutex
	esm  bool
	tree *effects.Traced
}

func (t *traced) get(file, text string, esm bool) *effects.Traced {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tree == nil || t.esm != esm {
		t.tree, t.esm = effects.Trace(syntax.Parse(file, text), esm), esm
	}
	return t.tree
}

// Traced is the tree of a file's text, with the values that the facts of Program have for its nodes; esm as there. That of an open buffer is kept as
// long as its version lives, any other is made anew.
func (s *Snapshot) Traced(file, text string, esm bool) *effects.Traced {
	if d := s.docs[file]; d != nil && d.Text == text {
		return d.tree.get(file, text, esm)
	}
	return new(traced).get(file, text, esm)
}
