package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// PipeChain are the pipe calls of a.pipe(b).pipe(c).on(...), in order, when r is a method called on the result of such a chain, listeners
// in between and constants that hold a part of the chain seen through; nil otherwise.
func (p *Program) PipeChain(r CallRef) []CallRef {
	f := p.Files[r.File]
	var out []CallRef
	v := p.Receiver(r)
	for range 24 {
		x := f.Facts.Val(v)
		if x.Kind == effects.Var {
			if values := f.Facts.Vars[x.A].Values; len(values) == 1 {
				v = values[0]
				continue
			}
		}
		if x.Kind != effects.Result {
			break
		}
		ref := CallRef{f.ID, x.A}
		switch {
		case p.isPipe(ref):
			if len(f.Facts.Calls[x.A].Args) == 0 {
				return nil
			}
			out = append(out, ref)
		case p.isListen(ref):
		default:
			return reverse(out)
		}
		v = p.Receiver(ref)
	}
	return reverse(out)
}

func reverse(list []CallRef) []CallRef {
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// InPipeChainThatListens reports whether the stream that a call makes stands in a chain of at least two pipes that has an 'error' listener on
// its last stream.
func (p *Program) InPipeChainThatListens(r CallRef) bool {
	f := p.Files[r.File]
	v := f.ResultValue(r.Call)
	for _, u := range p.Uses(f, v) {
		var pipe effects.CallID
		switch {
		case u.Kind == UseMethod && u.Name == "pipe", u.Kind == UseArg && p.isPipe(CallRef{f.ID, u.Call}):
			pipe = u.Call
		default:
			continue
		}
		// walk down the chain to its listeners
		for range 12 {
			res := f.ResultValue(pipe)
			if res < 0 {
				break
			}
			next := effects.CallID(None)
			for _, w := range p.Uses(f, res) {
				if w.Kind != UseMethod {
					continue
				}
				ref := CallRef{f.ID, w.Call}
				if w.Name == "pipe" {
					next = w.Call
				}
				if args := p.Args(ref); len(args) > 1 && len(p.PipeChain(ref)) >= 2 {
					if e, ok := p.Literal(f, args[0]); ok && e == "error" {
						return true
					}
				}
			}
			if next < 0 || next == pipe {
				break
			}
			pipe = next
		}
	}
	return false
}

// isPipe reports whether a call is a stream's pipe: by what is known of the stream, or by the method's name alone, which no stream uses
// otherwise.
func (p *Program) isPipe(r CallRef) bool {
	if len(p.Targets(r)) == 0 {
		return p.MethodName(r) == "pipe"
	}
	m := p.Member(r)
	return m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectPipes
}

// isListen reports whether a call adds a listener, and gives its receiver back.
func (p *Program) isListen(r CallRef) bool {
	if len(p.Targets(r)) == 0 {
		return listens(p.MethodName(r))
	}
	m := p.Member(r)
	return m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectListens
}

// NameRange is the name of the method or function that a call calls.
func (p *Program) NameRange(r CallRef) syntax.Range {
	c := p.Call(r)
	return syntax.Range{Start: c.NameStart, End: c.CalleeEnd}
}

// ValueRange is where a value is made, as near as the facts keep it: the callee of the call that it is the result of, else the callee of at.
func (p *Program) ValueRange(f *File, v effects.ValueID, at CallRef) syntax.Range {
	for range 6 {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Result:
			c := &f.Facts.Calls[x.A]
			return syntax.Range{Start: c.Start, End: c.CalleeEnd}
		case effects.Var:
			va := &f.Facts.Vars[x.A]
			if len(va.Values) != 1 {
				return syntax.Range{Start: va.Start, End: va.End}
			}
			v = va.Values[0]
			continue
		}
		break
	}
	c := p.Call(at)
	return syntax.Range{Start: c.Start, End: c.CalleeEnd}
}
