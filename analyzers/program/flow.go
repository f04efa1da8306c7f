package program

import (
	"math/bits"

	"nodebeyond/analyzers/effects"
)

// UseKind says what is done with a value.
type UseKind uint8

// The uses.
const (
	UseMethod  UseKind = iota // x.name(...): Call, Name
	UseArg                    // f(x): Call, Arg
	UseReturn                 // return x
	UseStore                  // y.name = x, or x in an object or array literal: it can be reached from elsewhere
	UseProp                   // x.name read otherwise: Name
	UseAwait                  // await x
	UseThrow                  // throw x
	UseYield                  // yield x
	UseSpread                 // ...x, or anything else that copies it
	UseCallee                 // x(...): Call
	UsePropSet                // x.name = y: Name, Value
	UseIterate                // for (... of x)
)

// Use is one use of a value or of one of its aliases.
type Use struct {
	Kind  UseKind
	File  FileID
	Func  effects.FuncID // where; None when the value stands in a literal that no operation places
	Call  effects.CallID
	Arg   int
	Name  string
	Value effects.ValueID // the alias that is used
	// Target is the Prop, Elem or other value that a UseStore assigns to, None when the value stands in a literal or an export.
	Target effects.ValueID
	Start  int32
	End    int32
}

type rawUse struct {
	kind       UseKind
	fn         effects.FuncID
	call       effects.CallID
	arg        int32
	target     effects.ValueID // of a UseStore; 0, which is no value, for none
	start, end int32
}

// useIndex holds, for every value of a file, where it is used and which values are made of it.
type useIndex struct {
	uses    rows[rawUse]
	derived rows[effects.ValueID] // values that are the same thing: Var, Join, Or, Await
	props   rows[effects.ValueID] // Prop and Elem values on it
}

func (f *File) index() *useIndex {
	if f.uses != nil {
		return f.uses
	}
	facts := f.Facts
	x := &useIndex{}
	f.uses = x
	add := func(v effects.ValueID, u rawUse) {
		if v > 0 {
			x.uses.add(v, u)
		}
	}
	for vi := range facts.Vars {
		for _, v := range facts.Vars[vi].Values {
			id := f.valueID(effects.Value{Kind: effects.Var, A: int32(vi)})
			if id >= 0 && v > 0 {
				x.derived.add(v, id)
			}
		}
	}
	for i := range facts.Values {
		id := effects.ValueID(i)
		v := facts.Values[i]
		switch v.Kind {
		case effects.Prop, effects.Elem:
			x.props.add(v.A, id)
		case effects.Join:
			for _, y := range facts.Lists[v.A] {
				x.derived.add(y, id)
			}
		case effects.Binary:
			if v.Op == effects.Or || v.Op == effects.And || v.Op == effects.Nullish {
				if v.Op != effects.And {
					x.derived.add(v.A, id)
				}
				x.derived.add(v.B, id)
			}
		case effects.Await:
			x.derived.add(v.A, id)
		case effects.Array:
			for _, y := range facts.Lists[v.A] {
				add(y, rawUse{kind: UseStore, fn: None})
			}
		case effects.Spread:
			add(v.A, rawUse{kind: UseSpread, fn: None})
		}
	}
	for oi := range facts.Objects {
		o := &facts.Objects[oi]
		for _, m := range o.Members {
			add(m.Value, rawUse{kind: UseStore, fn: o.Func, start: m.Start, end: m.End})
		}
	}
	for ei := range facts.Exports {
		add(facts.Exports[ei].Value, rawUse{kind: UseStore, fn: 0, start: facts.Exports[ei].Start, end: facts.Exports[ei].End})
	}
	for ci := range facts.Calls {
		c := &facts.Calls[ci]
		cv := facts.Val(c.Callee)
		if cv.Kind == effects.Prop {
			add(cv.A, rawUse{kind: UseMethod, fn: c.Func, call: effects.CallID(ci), start: c.Start, end: c.End})
		}
		add(c.Callee, rawUse{kind: UseCallee, fn: c.Func, call: effects.CallID(ci), start: c.Start, end: c.End})
		for i, a := range c.Args {
			add(a, rawUse{kind: UseArg, fn: c.Func, call: effects.CallID(ci), arg: int32(i), start: c.Start, end: c.End})
		}
	}
	for fi := range facts.Funcs {
		ops := facts.Funcs[fi].Ops
		for i := range ops {
			op := &ops[i]
			u := rawUse{fn: effects.FuncID(fi), start: op.Start, end: op.End, call: None}
			switch op.Kind {
			case effects.OpReturn:
				u.kind = UseReturn
				add(op.A, u)
			case effects.OpThrow:
				u.kind = UseThrow
				add(op.A, u)
			case effects.OpYield:
				u.kind = UseYield
				add(op.A, u)
			case effects.OpAwait:
				u.kind = UseAwait
				add(op.A, u)
			case effects.OpLoop:
				if op.A == effects.LoopForOf || op.A == effects.LoopForAwait {
					u.kind = UseIterate
					add(op.B, u)
				}
			case effects.OpWrite:
				t := facts.Val(op.A)
				switch t.Kind {
				case effects.Prop, effects.Elem:
					u.kind, u.target = UseStore, op.A
					add(op.B, u)
					u.kind = UsePropSet
					add(t.A, u)
				case effects.Exports, effects.Module, effects.Global, effects.ImportName:
					u.kind = UseStore
					add(op.B, u)
				}
			}
		}
	}
	n := len(facts.Values)
	x.uses.sort(n)
	x.derived.sort(n)
	x.props.sort(n)
	return x
}

// valueID is the id of an interned value, None when the file has no such value.
func (f *File) valueID(v effects.Value) effects.ValueID {
	if f.byValue == nil {
		f.byValue = make([]int32, 1<<bits.Len(uint(2*len(f.Facts.Values))))
		for i := range f.Facts.Values {
			f.byValue[f.valueSlot(&f.Facts.Values[i])] = int32(i) + 1
		}
	}
	return f.byValue[f.valueSlot(&v)] - 1
}

// valueSlot is the place of a value in byValue, a free one when it has none yet.
func (f *File) valueSlot(v *effects.Value) uint32 {
	mask := uint32(len(f.byValue) - 1)
	h := uint64(uint32(v.A))*0x9E3779B97F4A7C15 ^ uint64(uint32(v.B))*0xC2B2AE3D27D4EB4F ^ uint64(v.Kind)<<40 ^ uint64(v.Op)<<52
	i := uint32(h*0xD6E8FEB86659FD93>>32) & mask
	for f.byValue[i] != 0 && f.Facts.Values[f.byValue[i]-1] != *v {
		i = (i + 1) & mask
	}
	return i
}

// ValueID is the id of an interned value of a file, None when the file has no such value.
func (f *File) ValueID(v effects.Value) effects.ValueID { return f.valueID(v) }

// ParamValue is the value of a parameter, through the variable that holds it when it is written or has a default.
func (f *File) ParamValue(fn effects.FuncID, i int) effects.ValueID {
	return f.valueID(effects.Value{Kind: effects.Param, A: fn, B: int32(i)})
}

// ResultValue is the value of a call's result, None when nothing uses it.
func (f *File) ResultValue(call effects.CallID) effects.ValueID {
	return f.valueID(effects.Value{Kind: effects.Result, A: call})
}

// Aliases are the values of a file that are the same thing as v: variables that hold it, joins, awaits, and the results of chained calls
// that return their receiver.
func (p *Program) Aliases(f *File, v effects.ValueID) []effects.ValueID {
	if v < 0 {
		return nil
	}
	x := f.index()
	seen := map[effects.ValueID]bool{v: true}
	out := []effects.ValueID{v}
	for i := 0; i < len(out) && len(out) < 200; i++ {
		next := func(id effects.ValueID) {
			if id >= 0 && !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
		for _, d := range x.derived.of(out[i]) {
			next(d)
		}
		for _, u := range x.uses.of(out[i]) {
			switch u.kind {
			case UseMethod:
				if p.isListen(CallRef{f.ID, u.call}) {
					next(f.ResultValue(u.call))
					continue
				}
				for _, t := range p.targetsOf(f, u.call) {
					if m := t.Member(); m != nil && m.Func != nil && m.Func.Returns == "this" {
						next(f.ResultValue(u.call))
					}
				}
			case UseArg:
				// a.pipe(b) gives b
				if u.arg == 0 && p.isPipe(CallRef{f.ID, u.call}) {
					next(f.ResultValue(u.call))
				}
			}
		}
	}
	return out
}

// Uses are the uses of a value and its aliases within its file, in order of place. Assignments to plain variables are no uses: the
// variables are aliases.
func (p *Program) Uses(f *File, v effects.ValueID) []Use {
	x := f.index()
	var out []Use
	for _, a := range p.Aliases(f, v) {
		called := map[effects.ValueID]bool{}
		for _, u := range x.uses.of(a) {
			use := Use{Kind: u.kind, File: f.ID, Func: u.fn, Call: u.call, Arg: int(u.arg), Value: a, Target: None, Start: u.start, End: u.end}
			if u.target > 0 {
				use.Target = u.target
			}
			switch u.kind {
			case UseMethod:
				cv := f.Facts.Calls[u.call].Callee
				called[cv] = true
				use.Name = f.Facts.Str(f.Facts.Val(cv).B)
			case UsePropSet:
				continue // listed below with its name
			}
			out = append(out, use)
		}
		for _, pr := range x.props.of(a) {
			pv := f.Facts.Val(pr)
			name := ""
			if pv.Kind == effects.Prop {
				name = f.Facts.Str(pv.B)
			}
			kind := UseProp
			if called[pr] && len(x.uses.of(pr)) > 0 && onlyCallee(x.uses.of(pr)) {
				continue
			}
			out = append(out, Use{Kind: kind, File: f.ID, Func: None, Call: None, Name: name, Value: a, Target: None})
		}
	}
	return out
}

func onlyCallee(uses []rawUse) bool {
	for _, u := range uses {
		if u.kind != UseCallee {
			return false
		}
	}
	return true
}
