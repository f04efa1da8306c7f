package effects

import "encoding/binary"

// FormatVersion is the version of the encoding, its first byte. It changes with every change of the layout or of the meaning of a
// number in it, so that facts of an older build are never read as something else.
const FormatVersion = 6

// The layout, after the version: the sizes of everything that the decoder allocates; then the tables, one after another. Numbers are
// varints; those that may be negative, and differences, are zigzag. Positions are differences from the position before. Where an
// index is nearly always the next one (the call of an OpCall, the import of an OpRequire), the difference from the next is written, so
// that most numbers are one byte.

// Encode writes facts as bytes. Equal facts give equal bytes. It is safe for concurrent use.
func Encode(f *Facts) []byte { return Append(make([]byte, 0, likelySize(f)), f) }

// Append is Encode behind the bytes of buf.
func Append(buf []byte, f *Facts) []byte {
	e := encoder{buf: buf}
	e.buf = append(e.buf, FormatVersion)
	e.sizes(f)
	e.header(f)
	e.strings(f.Strings)
	e.values(f.Values)
	e.lists(f.Lists)
	e.calls(f.Calls)
	e.funcs(f)
	e.vars(f.Vars)
	e.objects(f.Objects)
	e.classes(f.Classes)
	e.imports(f.Imports)
	e.exports(f.Exports)
	return e.buf
}

// likelySize is about what the facts of ordinary programs take, so that the buffer grows seldom and is not much too large.
func likelySize(f *Facts) int {
	n := 128 + len(f.Strings) + 3*len(f.Values) + 3*len(f.Lists) + 16*len(f.Calls) + 20*len(f.Funcs) + 12*len(f.Vars)
	for _, s := range f.Strings {
		n += len(s)
	}
	for i := range f.Funcs {
		n += 6 * len(f.Funcs[i].Ops)
	}
	for i := range f.Objects {
		n += 8 + 8*len(f.Objects[i].Members)
	}
	return n
}

type encoder struct{ buf []byte }

func (e *encoder) u(x uint32) {
	if x < 0x80 {
		e.buf = append(e.buf, byte(x))
		return
	}
	e.buf = binary.AppendUvarint(e.buf, uint64(x))
}

// i writes a number that may be negative. Differences of two int32 wrap around, and back when they are added again.
func (e *encoder) i(x int32) { e.u(uint32(x)<<1 ^ uint32(x>>31)) }

func (e *encoder) n(x int) { e.u(uint32(x)) }

// span writes a range as its distance from the position before and its length; it gives the range's start.
func (e *encoder) span(start, end, before int32) int32 {
	e.i(start - before)
	e.i(end - start)
	return start
}

// sizes are the lengths of the shared arrays, in the order of decoder.sizes.
func (e *encoder) sizes(f *Facts) {
	ids, ops, params, members := 0, 0, 0, 0
	for _, l := range f.Lists {
		ids += len(l)
	}
	for i := range f.Calls {
		ids += 3 * len(f.Calls[i].Args)
	}
	for i := range f.Funcs {
		ids += len(f.Funcs[i].Returns)
		ops += len(f.Funcs[i].Ops)
		params += len(f.Funcs[i].Params)
	}
	for i := range f.Vars {
		ids += len(f.Vars[i].Values)
	}
	count := func(list []Member) {
		members += len(list)
		for i := range list {
			ids += len(list[i].Decorators)
		}
	}
	for i := range f.Objects {
		count(f.Objects[i].Members)
	}
	for i := range f.Classes {
		count(f.Classes[i].Members)
		ids += len(f.Classes[i].Decorators)
	}
	for _, n := range []int{len(f.Strings), len(f.Values), len(f.Lists), len(f.Funcs), len(f.Calls), len(f.Vars), len(f.Objects), len(f.Classes), len(f.Imports), len(f.Exports), ids, ops, params, members} {
		e.n(n)
	}
}

// The bits of the header.
const (
	bitESM = 1 << iota
	bitStrict
	bitHashbang
	bitUncertain
)

func (e *encoder) header(f *Facts) {
	var bits uint32
	for i, set := range []bool{f.HasESM, f.Strict, f.Hashbang, f.Uncertain} {
		if set {
			bits |= 1 << i
		}
	}
	e.u(bits)
	e.i(f.Lines)
	e.i(f.Size)
}

func (e *encoder) strings(list []string) {
	total := 0
	for _, s := range list {
		e.n(len(s))
		total += len(s)
	}
	e.n(total)
	for _, s := range list {
		e.buf = append(e.buf, s...)
	}
}

// A value is one byte, its kind and which of A and B are not zero, then those. A that is a value is the distance back to it.
const (
	valueKind = 0x3f
	valueHasA = 0x40
	valueHasB = 0x80
)

func (k ValueKind) restsOnValue() bool {
	switch k {
	case Prop, Elem, Await, Binary, Unary, Spread:
		return true
	}
	return false
}

func (e *encoder) values(list []Value) {
	for i, v := range list {
		tag := byte(v.Kind)
		a := v.A
		if v.Kind.restsOnValue() {
			a = int32(i) - a
		}
		if a != 0 {
			tag |= valueHasA
		}
		if v.B != 0 {
			tag |= valueHasB
		}
		e.buf = append(e.buf, tag)
		if v.Kind == Binary || v.Kind == Unary {
			e.buf = append(e.buf, byte(v.Op))
		}
		if a != 0 {
			e.i(a)
		}
		if v.B != 0 {
			e.i(v.B)
		}
	}
}

// ids writes a list of values, each as the difference from the one before.
func (e *encoder) ids(list []ValueID, before ValueID) {
	e.n(len(list))
	for _, v := range list {
		e.i(v - before)
		before = v
	}
}

func (e *encoder) lists(lists [][]ValueID) {
	before := ValueID(0)
	for _, l := range lists {
		e.ids(l, before)
		if len(l) > 0 {
			before = l[0]
		}
	}
}

func (e *encoder) calls(list []Call) {
	var fn FuncID
	var callee ValueID
	var at int32
	for i := range list {
		c := &list[i]
		e.i(c.Func - fn)
		e.u(uint32(c.Flags))
		e.i(c.Callee - callee)
		at = e.span(c.Start, c.End, at)
		e.i(c.NameStart - at)
		e.i(c.CalleeEnd - c.NameStart)
		e.ids(c.Args, c.Callee)
		pos := c.CalleeEnd
		for k := range c.Args {
			e.span(c.ArgStart[k], c.ArgEnd[k], pos)
			pos = c.ArgEnd[k]
		}
		fn, callee = c.Func, c.Callee
	}
}

func (e *encoder) funcs(f *Facts) {
	w := opWriter{encoder: e, calls: f.Calls}
	at := int32(0)
	for i := range f.Funcs {
		fn := &f.Funcs[i]
		e.u(uint32(fn.Flags))
		e.u(uint32(fn.Name))
		e.i(int32(i) - fn.Parent)
		e.i(fn.Class)
		e.i(int32(i) - fn.ThisFunc)
		at = e.span(fn.Start, fn.End, at)
		e.span(fn.NameStart, fn.NameEnd, at)
		e.i(fn.FirstCallStart - at)
		e.n(len(fn.Params))
		pos := at
		for _, p := range fn.Params {
			e.buf = append(e.buf, p.Flags)
			e.u(uint32(p.Name))
			pos = e.span(p.Start, p.End, pos)
		}
		e.ids(fn.Returns, 0)
		e.n(len(fn.Ops))
		w.ops(fn.Ops, at)
	}
}

// An operation is one byte, its kind and what is not as usual, then its numbers.
const (
	opKind    = 0x1f
	opNoRange = 0x20 // the range is not written: that of the call of an OpCall, 0 to 0 of an OpBlock that no text stands for
	opHasFlag = 0x40
	opHasB    = 0x80
)

type opWriter struct {
	*encoder
	calls      []Call
	nextCall   CallID
	nextImport int32
}

// holds reports whether an operation of this kind has children.
func (k OpKind) holds() bool {
	switch k {
	case OpIf, OpLoop, OpTry, OpSwitch, OpBlock, OpLabel:
		return true
	}
	return false
}

func (w *opWriter) ops(list []Op, at int32) {
	for i := range list {
		op := &list[i]
		tag := byte(op.Kind)
		switch {
		case op.Kind == OpCall && w.calls[op.A].Start == op.Start && w.calls[op.A].End == op.End:
			tag |= opNoRange
		case op.Kind == OpBlock && op.Start == 0 && op.End == 0:
			tag |= opNoRange
		}
		if op.Flag != 0 {
			tag |= opHasFlag
		}
		if op.B != 0 {
			tag |= opHasB
		}
		w.buf = append(w.buf, tag)
		if op.Flag != 0 {
			w.buf = append(w.buf, op.Flag)
		}
		switch op.Kind {
		case OpCall:
			w.i(op.A - w.nextCall)
			w.nextCall = op.A + 1
		case OpRequire:
			w.i(op.A - w.nextImport)
			w.nextImport = op.A + 1
		default:
			w.i(op.A)
		}
		if op.B != 0 {
			w.i(op.B)
		}
		if tag&opNoRange == 0 {
			at = w.span(op.Start, op.End, at)
		}
		if op.Kind.holds() {
			w.u(uint32(op.Skip - int32(i) - 1))
		}
	}
}

func (e *encoder) vars(list []Variable) {
	var fn FuncID
	var at int32
	for i := range list {
		v := &list[i]
		e.buf = append(e.buf, byte(v.Flags))
		e.u(uint32(v.Name))
		e.i(v.Func - fn)
		at = e.span(v.Start, v.End, at)
		e.i(v.Uses)
		e.ids(v.Values, 0)
		fn = v.Func
	}
}

func (e *encoder) members(list []Member, at int32) {
	e.n(len(list))
	for i := range list {
		m := &list[i]
		e.buf = append(e.buf, m.Flags)
		e.u(uint32(m.Name))
		e.i(m.Value)
		if m.Flags&MemberComputed != 0 {
			e.i(m.Key)
		}
		at = e.span(m.Start, m.End, at)
		e.ids(m.Decorators, 0)
	}
}

func (e *encoder) objects(list []ObjectLit) {
	var at int32
	for i := range list {
		o := &list[i]
		e.i(o.Func)
		at = e.span(o.Start, o.End, at)
		e.members(o.Members, at)
	}
}

func (e *encoder) classes(list []ClassDef) {
	var at int32
	for i := range list {
		c := &list[i]
		e.u(uint32(c.Name))
		e.i(c.Extends)
		e.i(c.Ctor)
		e.i(c.Fields)
		at = e.span(c.Start, c.End, at)
		e.i(c.NameStart - at)
		e.ids(c.Decorators, 0)
		e.members(c.Members, at)
	}
}

// importAlone marks the kind of an import that is a statement of its own.
const importAlone = 0x80

func (e *encoder) imports(list []ImportRef) {
	var at int32
	for i := range list {
		m := &list[i]
		kind := byte(m.Kind)
		if m.StmtEnd > 0 {
			kind |= importAlone
		}
		e.buf = append(e.buf, kind, byte(m.Flags))
		e.u(uint32(m.Spec))
		e.i(m.Func)
		at = e.span(m.Start, m.End, at)
		e.span(m.CallStart, m.CallEnd, at)
		if m.StmtEnd > 0 {
			e.span(m.StmtStart, m.StmtEnd, at)
		}
		if m.Flags&ImportComputed != 0 {
			e.i(m.Arg)
		}
	}
}

func (e *encoder) exports(list []ExportRef) {
	var at int32
	for i := range list {
		x := &list[i]
		e.u(uint32(x.Name))
		e.i(x.Value)
		e.i(x.Import)
		e.u(uint32(x.ImportName))
		at = e.span(x.Start, x.End, at)
	}
}
