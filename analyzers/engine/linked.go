package engine

import (
	"context"
	"errors"

	"nodebeyond/analyzers/program"
)

// Linked is what Programs gives beside the programs. It is immutable.
type Linked struct {
	// Errors are files that could not be read and internal errors; the rest was linked without them.
	Errors []Problem
	texts  func(path string) (string, error)
}

// Text is the text of a file of the project.
func (l *Linked) Text(path string) (string, error) { return l.texts(path) }

// Programs links a project without judging it, and calls yield with the program of each connected part, in order of the parts' first files, from
// one goroutine. Options.Rules, Severity and the cache are not used. An error means that it could not run, or is that of yield.
func Programs(ctx context.Context, o Options, yield func(*program.Program) error) (*Linked, error) {
	if o.Root == "" {
		return nil, errors.New("engine: Options.Root is empty")
	}
	o.Rules, o.CacheDir, o.Memory = nil, "off", nil
	r := newRun(o)
	defer r.reuse.close()
	r.phaseOne(ctx)
	r.resolveAll(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, part := range r.parts() {
		prog, _ := r.link(&host{run: r, ctx: ctx}, part, true)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if prog == nil {
			continue // the problem is noted
		}
		if err := yield(prog); err != nil {
			return nil, err
		}
	}
	r.sortProblems()
	return &Linked{Errors: r.errs, texts: r.textOf()}, nil
}
