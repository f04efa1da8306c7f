package modulegraph

import (
	"strings"

	"nodebeyond/analyzers/program"
)

func (b *builder) cycle(p *program.Program, c program.Component) {
	if len(c.Members) < 2 && len(c.Reports) == 0 {
		return // a module that asks for itself, and nothing comes of it
	}
	out := Cycle{Verdict: Verdict(c.Verdict)}
	for _, f := range c.Members {
		out.Members = append(out.Members, b.id(p, f))
	}
	for _, r := range c.Reports {
		out.Harms = append(out.Harms, b.harm(p, r))
	}
	b.g.Cycles = append(b.g.Cycles, out)
}

func (b *builder) harm(p *program.Program, r *program.CycleReport) Harm {
	z := r.Hazard
	h := Harm{
		Verdict: Verdict(r.Verdict), Reader: b.reader(p, z), Target: b.id(p, z.Target), At: b.place(p, z.File, z.Range), Has: z.Has,
		First: b.rel(p.Files[z.First].Path), Test: z.Test, Name: nameRead(z), Gets: z.Kind.Gets(), More: r.More,
		Repair: strings.ReplaceAll(p.RepairText(r.Repair), "`", ""),
	}
	if z.Entry >= 0 {
		h.Entry = b.rel(p.Files[z.Entry].Path)
	}
	if r.Fine >= 0 {
		h.Fine = b.rel(p.Files[r.Fine].Path)
	}
	for _, f := range z.Cycle {
		h.Order = append(h.Order, b.id(p, f))
	}
	for _, s := range z.Steps {
		h.Steps = append(h.Steps, Step{b.place(p, s.File, s.Range), s.Message})
	}
	for _, o := range r.Others {
		h.Others = append(h.Others, Step{b.place(p, o.File, o.Range), p.HazardText(o)})
		b.mark(b.reader(p, o), b.id(p, o.Target), h.Verdict)
	}
	b.mark(h.Reader, h.Target, h.Verdict)
	return h
}

// reader is the module that gets too little: where an object is replaced, the one that keeps the old object.
func (b *builder) reader(p *program.Program, z *program.Hazard) int {
	if z.Kind == program.HazardStale && len(z.Holders) > 0 {
		return b.id(p, z.Holders[0].File)
	}
	return b.id(p, z.File)
}

// nameRead is what is read, as people write it; "" where no name is.
func nameRead(z *program.Hazard) string {
	name := some(z.Names, 3)
	if z.Base != "" && z.Kind == program.HazardRead {
		name = z.Base + "." + name
	}
	return name
}

// mark says which imports what goes wrong is read through.
func (b *builder) mark(reader, target int, v Verdict) {
	for kind := range kinds {
		if k, ok := b.edges[edgeKey{reader, target, kind}]; ok {
			e := &b.g.Edges[k]
			e.Breaks = e.Breaks || v == Breaks
			e.Latent = e.Latent || v == Latent
		}
	}
}
