package engine

import (
	"context"
	"slices"
	"sync"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine/cache"
	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
)

// An editor asks more of a program than its findings: who calls this, when does that run. The programs of parts with an open buffer stay in the
// Memory, because they are linked anew at each keystroke in any case, and because a person asks about what is open. For any other part the program is
// linked when somebody asks, and one such stays: a program takes several times the memory of its facts.

// programs are what a memory keeps of them.
type programs struct {
	mu     sync.Mutex // held while a program is asked: queries fill tables
	byPart map[cache.Hash]*living
	asked  cache.Hash // of the part that was linked because somebody asked
}

// living is a program after the run that made it.
type living struct {
	prog *program.Program
	host *host
}

// host answers what a program asks of the world. It changes hands between queries: while the program is linked and judged it belongs to a run,
// which wants to know what was asked and may be cancelled; later it speaks for the last run that found the part unchanged.
type host struct {
	run   *run
	asked *asked          // nil when nobody wants to know
	ctx   context.Context // nil when nothing cancels it
}

func (h *host) exists(p string) bool {
	_, ok := h.run.resolver.FS().Stat(p)
	if h.asked != nil {
		h.asked.exists[p] = ok
	}
	return ok
}

func (h *host) explain(from, spec string, kind effects.ImportKind) program.Missing {
	m := h.run.explain(from, spec, kind)
	if h.asked != nil {
		h.asked.explained = append(h.asked.explained, explained{from, spec, kind, sumOf(m)})
	}
	return m
}

func (h *host) inside(entry string) *program.Inside {
	d := h.run.dependency(entryPoint{entry, true})
	if h.asked != nil {
		h.asked.inside[entry] = d.sum
	}
	return d.in
}

func (h *host) canceled() bool { return h.ctx != nil && h.ctx.Err() != nil }

// judged are the parts of a run, for who asks afterwards.
type judged struct {
	parts [][]int32
	keys  []cache.Hash
	of    []int32   // the part of each file
	made  []*living // with the programs that are worth keeping
}

func (r *run) newJudged(parts [][]int32) *judged {
	j := &judged{parts: parts, keys: make([]cache.Hash, len(parts)), made: make([]*living, len(parts)), of: make([]int32, len(r.files))}
	for i, ids := range parts {
		for _, id := range ids {
			j.of[id] = int32(i)
		}
	}
	return j
}

// open reports whether an editor has a file of a part open.
func (r *run) open(part []int32) bool {
	for _, id := range part {
		if r.o.Files[id].Text != nil {
			return true
		}
	}
	return false
}

// keep leaves the programs of a run in the memory, and lets go those of parts that are no more.
func (p *programs) keep(r *run) {
	p.mu.Lock()
	defer p.mu.Unlock()
	next := map[cache.Hash]*living{}
	for i, key := range r.judged.keys {
		l := r.judged.made[i]
		if old := p.byPart[key]; l == nil && old != nil && (key == p.asked || r.open(r.judged.parts[i])) {
			l = old
		}
		if l != nil {
			l.host.run = r
			next[key] = l
		}
	}
	p.byPart = next
}

// Program calls use with the program that a file is part of, and with the file in it; it reports whether there is one. It is for runs with a
// Memory. The program may be asked anything until use returns, and by nobody else meanwhile; nothing of it may be asked later. Where it is not at
// hand it is linked first.
func (r *Result) Program(file string, use func(*program.Program, *program.File)) bool {
	if r.run == nil || r.run.judged == nil {
		return false
	}
	id, ok := r.run.index[file]
	if !ok {
		return false
	}
	j := r.run.judged
	i := j.of[id]
	p := &r.run.o.Memory.programs
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.byPart[j.keys[i]]
	if l == nil || !l.prog.Whole() {
		if l = r.run.revive(j.parts[i]); l == nil {
			return false
		}
		if p.byPart == nil {
			p.byPart = map[cache.Hash]*living{}
		}
		if !r.run.open(j.parts[i]) {
			delete(p.byPart, p.asked)
			p.asked = j.keys[i]
		}
		p.byPart[j.keys[i]] = l
	}
	f := l.prog.FileNamed(file)
	if f == nil {
		return false
	}
	use(l.prog, f)
	return true
}

// Kind is what Node takes a file for by its name and package.json; its text decides where that is modules.KindAmbiguous. It is for runs with a Memory.
func (r *Result) Kind(file string) modules.Kind {
	if r.run == nil {
		return modules.KindUnknown
	}
	kind, _ := r.run.resolver.KindOf(file, modules.Import)
	return kind
}

// Severity is what findings of a rule weigh in a file by the settings of the run; Off for a rule that did not run. It is for runs with a Memory.
func (r *Result) Severity(file string, ru *rule.Rule) (s rule.Severity, known bool) {
	switch {
	case r.run == nil:
		return rule.Off, false
	case !slices.Contains(r.run.o.Rules, ru) && !slices.Contains(ownRules, ru):
		return rule.Off, true
	case r.run.o.Severity == nil:
		return ru.Severity, true
	}
	return r.run.o.Severity(file, ru), true
}

// revive links a part once more, nil when that fails.
func (r *run) revive(part []int32) *living {
	h := &host{run: r}
	prog, _ := r.link(h, part, true)
	if prog == nil {
		return nil
	}
	return &living{prog, h}
}
