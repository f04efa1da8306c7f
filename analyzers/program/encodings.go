package program

import "nodebeyond/analyzers/effects"

// Encoded reports whether a stream is told an encoding anywhere in the program, so that it gives text and no buffers.
func (p *Program) Encoded(a Abs) bool {
	if p.encoded == nil {
		p.encoded = map[Abs]bool{}
		for _, f := range p.Files {
			for ci := range f.Facts.Calls {
				ref := CallRef{f.ID, effects.CallID(ci)}
				if p.MethodName(ref) != "setEncoding" {
					continue
				}
				for _, x := range p.Eval(f, p.Receiver(ref)) {
					p.encoded[x] = true
				}
			}
		}
	}
	return p.encoded[a]
}
