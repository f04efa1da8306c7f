package workspace

import (
	"sync"
	"sync/atomic"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/syntax"
)

// traced is the tree of a text, made when it is first asked for.
type traced struct {
	mu   sync.Mutex
	text string
	esm  bool
	tree *effects.Traced
}

func (t *traced) get(file, text string, esm bool) *effects.Traced {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tree == nil || t.esm != esm || t.text != text {
		t.tree, t.text, t.esm = effects.Trace(syntax.Parse(file, text), esm), text, esm
	}
	return t.tree
}

// sound is the last analysis in which the text of an open buffer parsed. All versions of the buffer share it.
type sound struct {
	result atomic.Pointer[engine.Result]
	tree   traced // of the text that was last asked about
}

// Traced is the tree of a file's text, with the values that the facts of Program have for its nodes; esm as there. For an open buffer the last one is
// kept.
func (s *Snapshot) Traced(file, text string, esm bool) *effects.Traced {
	if d := s.docs[file]; d != nil {
		return d.sound.tree.get(file, text, esm)
	}
	return new(traced).get(file, text, esm)
}
