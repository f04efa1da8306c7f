package rule

import (
	"fmt"

	"nodebeyond/analyzers/program"
)

// ReportCycles adds the findings of import cycles that go wrong in one way: one for each defect, at the worst place. words gives two messages for
// it, both whole sentences: certain where a program of the project breaks, otherwise where only another order of loading would.
func (p *ProgramPass) ReportCycles(kind program.HazardKind, words func(h *program.Hazard) (certain, otherwise string)) {
	reports := p.CycleReports()
	for i := range reports {
		if r := &reports[i]; r.Hazard.Kind == kind {
			certain, otherwise := words(r.Hazard)
			p.reportCycle(r, certain, otherwise)
		}
	}
}

func (p *ProgramPass) reportCycle(r *program.CycleReport, certain, otherwise string) {
	h := r.Hazard
	opts := []Option{Because(p.Steps(h.Steps)...)}
	msg := certain
	switch {
	case r.Verdict == program.Latent:
		msg = otherwise
		opts = append(opts, As(Info))
		if h.Test {
			opts = append(opts, Fact(fmt.Sprintf("`%s` loads `%s` first, when it is started by itself.", p.Rel(h.Entry), p.Rel(h.First))))
		}
	case h.Fallback:
		opts = append(opts, As(Warning))
	default:
		opts = append(opts, As(Error))
	}
	if r.Verdict == program.Breaks && r.Fine >= 0 {
		opts = append(opts, Fact(fmt.Sprintf("It happens when the program starts in `%s`, and not when it starts in `%s`: the modules of the cycle then load in another order.", p.Rel(h.Entry), p.Rel(r.Fine))))
	}
	opts = append(opts, Fact(p.CycleFact(h)))
	if h.Kind == program.HazardTaken || h.Kind == program.HazardRead {
		opts = append(opts, Fact(p.HasFact(h)))
	}
	if text := p.RepairText(r.Repair); text != "" {
		opts = append(opts, Help(text))
		if r.Repair.Of > 1 {
			opts = append(opts, Fact(fmt.Sprintf("This mends %d of the %d places that go wrong in this cycle.", r.Repair.Mends, r.Repair.Of)))
		}
	} else {
		opts = append(opts, Help("Move what the modules need of each other into a module of its own, which requires neither."))
	}
	if fix, ok := p.cycleFix(r); ok {
		opts = append(opts, FixWith(fix))
	}
	var others []program.Step
	for _, o := range r.Others {
		others = append(others, program.Step{File: o.File, Range: o.Range, Message: "the same cycle goes wrong here: " + p.HazardText(o)})
	}
	opts = append(opts, Because(p.Steps(others)...))
	if r.More > 0 {
		opts = append(opts, Fact(fmt.Sprintf("%d more places of this cycle go wrong in the same way.", r.More)))
	}
	p.Report(p.Files[h.File], h.Range, msg, opts...)
}
