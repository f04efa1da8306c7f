package effects

import (
	"errors"
	"fmt"
	"unsafe"
)

// errCorrupt is what Decode says of bytes that Encode did not write.
var errCorrupt = errors.New("effects: damaged facts")

// Decode reads what Encode wrote. The strings of the facts are parts of data, which must not change afterwards. Any other bytes give an
// error: every index of decoded facts is inside its table, every Skip inside its parent, and no more memory is taken than
// a small multiple of the input. It is safe for concurrent use.
func Decode(data []byte) (*Facts, error) {
	if len(data) == 0 || data[0] != FormatVersion {
		return nil, fmt.Errorf("effects: facts of another version than %d", FormatVersion)
	}
	d := decoder{buf: data, at: 1}
	f := d.facts()
	if d.bad || d.at != len(data) {
		return nil, errCorrupt
	}
	return f, nil
}

type decoder struct {
	buf []byte
	at  int
	bad bool

	nStrings, nValues, nLists, nFuncs, nCalls, nVars, nObjects, nClasses, nImports, nExports int
	nIDs, nOps, nParams, nMembers                                                            int

	ids     []int32
	opSlab  []Op
	params  []ParamInfo
	members []Member
}

// fail marks the input as damaged and ends it, so that every loop comes to its end soon.
func (d *decoder) fail() {
	d.bad = true
	d.at = len(d.buf)
}

func (d *decoder) byte() byte {
	if d.at < len(d.buf) {
		d.at++
		return d.buf[d.at-1]
	}
	d.bad = true
	return 0
}

// u reads a number. Most are one byte, and that case is small enough to be inlined.
func (d *decoder) u() uint32 {
	if at := d.at; at < len(d.buf) && d.buf[at] < 0x80 {
		d.at = at + 1
		return uint32(d.buf[at])
	}
	return d.long()
}

// long reads a number of more than one byte.
//
//go:noinline
func (d *decoder) long() uint32 {
	buf := d.buf[d.at:]
	if len(buf) >= 2 && buf[1] < 0x80 {
		d.at += 2
		return uint32(buf[0]&0x7f) | uint32(buf[1])<<7
	}
	var x uint32
	for i := 0; i < len(buf) && i < 5; i++ {
		c := buf[i]
		x |= uint32(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.at += i + 1
			return x
		}
	}
	d.fail()
	return 0
}

func (d *decoder) i() int32 {
	x := d.u()
	return int32(x>>1) ^ -int32(x&1)
}

// index reads an index into a table of n entries; None is one when the facts allow it.
func (d *decoder) index(x int32, n int) int32 {
	if x < None || int(x) >= n {
		d.fail()
		return None
	}
	return x
}

// some is index without None.
func (d *decoder) some(x int32, n int) int32 {
	if uint32(x) >= uint32(n) {
		d.fail()
		return 0
	}
	return x
}

func (d *decoder) str() StrID { return d.index(int32(d.u()), d.nStrings) }

// span reads a range that encoder.span wrote.
func (d *decoder) span(before int32) (start, end int32) {
	if at := d.at; at+1 < len(d.buf) && (d.buf[at]|d.buf[at+1]) < 0x80 { // two numbers of a byte
		a, b := int32(d.buf[at]), int32(d.buf[at+1])
		d.at = at + 2
		start = before + (a>>1 ^ -(a & 1))
		return start, start + (b>>1 ^ -(b & 1))
	}
	start = before + d.i()
	return start, start + d.i()
}

// size reads the length of an array whose entries take at least so many bytes of input each.
func (d *decoder) size(atLeast int) int {
	n := int(d.u())
	if n*atLeast > len(d.buf) {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) facts() *Facts {
	// The least bytes that an entry takes, as the encoder writes it.
	sizes := [...]struct {
		to      *int
		atLeast int
	}{
		{&d.nStrings, 1}, {&d.nValues, 1}, {&d.nLists, 1}, {&d.nFuncs, 12}, {&d.nCalls, 8}, {&d.nVars, 7}, {&d.nObjects, 4},
		{&d.nClasses, 9}, {&d.nImports, 8}, {&d.nExports, 6}, {&d.nIDs, 1}, {&d.nOps, 3}, {&d.nParams, 4}, {&d.nMembers, 6},
	}
	for _, s := range sizes {
		*s.to = d.size(s.atLeast)
	}
	f := &Facts{}
	bits := d.u()
	f.HasESM, f.Strict, f.Hashbang, f.Uncertain = bits&bitESM != 0, bits&bitStrict != 0, bits&bitHashbang != 0, bits&bitUncertain != 0
	f.Lines, f.Size = d.i(), d.i()
	if d.bad {
		return nil
	}
	d.ids = make([]int32, 0, d.nIDs)
	d.opSlab = make([]Op, 0, d.nOps)
	d.params = make([]ParamInfo, 0, d.nParams)
	d.members = make([]Member, 0, d.nMembers)
	f.Strings = d.strings()
	f.Values = d.values()
	f.Lists = d.lists()
	f.Calls = d.calls()
	f.Funcs = d.funcs(f.Calls)
	f.Vars = d.vars()
	f.Objects = d.objects()
	f.Classes = d.classes()
	f.Imports = d.imports()
	f.Exports = d.exports()
	return f
}

// entries makes a table; nil when it is empty, as Lower has it.
func entries[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, n)
}

// take cuts the next n entries off a shared array.
func take[T any](d *decoder, from *[]T, n int) []T {
	at := len(*from)
	if n > cap(*from)-at {
		d.fail()
		return nil
	}
	if n == 0 {
		return nil
	}
	*from = (*from)[:at+n]
	return (*from)[at : at+n : at+n]
}

func (d *decoder) strings() []string {
	out := entries[string](d.nStrings)
	lengths := d.at
	for range out {
		d.u()
	}
	total := int(d.u())
	if d.bad || total > len(d.buf)-d.at {
		d.fail()
		return nil
	}
	text := unsafe.String(unsafe.SliceData(d.buf[d.at:]), total)
	end := d.at + total
	d.at = lengths
	for i := range out {
		n := int(d.u())
		if n > len(text) {
			d.fail()
			return nil
		}
		out[i], text = text[:n], text[n:]
	}
	if text != "" {
		d.fail()
	}
	d.at = end
	return out
}

func (d *decoder) values() []Value {
	out := entries[Value](d.nValues)
	for i := range out {
		tag := d.byte()
		v := &out[i]
		v.Kind = ValueKind(tag & valueKind)
		if v.Kind == Binary || v.Kind == Unary {
			v.Op = Operator(d.byte())
		}
		if tag&valueHasA != 0 {
			v.A = d.i()
		}
		if tag&valueHasB != 0 {
			v.B = d.i()
		}
		a, b := -1, -1 // the sizes of the tables that A and B are indexes of
		switch v.Kind {
		case Prop:
			v.A = int32(i) - v.A
			a, b = i, d.nStrings
		case Elem, Binary:
			v.A = int32(i) - v.A
			a, b = i, i
		case Await, Unary, Spread:
			v.A = int32(i) - v.A
			a = i
		case String, Number, RegExp, Global:
			a = d.nStrings
		case Param, Rest:
			a = d.nFuncs
			if v.B < 0 {
				d.fail()
			}
		case This, Arguments, Closure, Super:
			a = d.nFuncs
		case Var:
			a = d.nVars
		case Result:
			a = d.nCalls
		case Class:
			a = d.nClasses
		case Object:
			a = d.nObjects
		case Array, Template:
			a = d.nLists
		case Join:
			a, b = d.nLists, i
		case Import:
			a = d.nImports
		case ImportName:
			a, b = d.nImports, d.nStrings
		case Bool, Unknown, Null, Undefined, Yielded, Exports, Module, ImportMeta:
		default:
			d.fail()
		}
		if a >= 0 {
			d.some(v.A, a)
		}
		if b >= 0 {
			d.some(v.B, b)
		}
		if d.bad {
			return nil
		}
	}
	return out
}

// list reads a list of values that encoder.ids wrote.
func (d *decoder) list(before ValueID) []ValueID { return d.listOf(int(d.u()), before) }

func (d *decoder) listOf(n int, before ValueID) []ValueID {
	out := take(d, &d.ids, n)
	for i := range out {
		before = d.index(before+d.i(), d.nValues)
		out[i] = before
	}
	return out
}

func (d *decoder) lists() [][]ValueID {
	out := entries[[]ValueID](d.nLists)
	before := ValueID(0)
	for i := range out {
		out[i] = d.list(before)
		if len(out[i]) > 0 {
			before = out[i][0]
		}
	}
	return out
}

func (d *decoder) calls() []Call {
	out := entries[Call](d.nCalls)
	var fn FuncID
	var callee ValueID
	var at int32
	for i := range out {
		if d.bad {
			return nil
		}
		c := &out[i]
		fn = d.some(fn+d.i(), d.nFuncs)
		c.Func = fn
		c.Flags = CallFlags(d.u())
		callee = d.index(callee+d.i(), d.nValues)
		c.Callee = callee
		c.Start, c.End = d.span(at)
		at = c.Start
		c.NameStart = at + d.i()
		c.CalleeEnd = c.NameStart + d.i()
		n := int(d.u())
		c.Args = d.listOf(n, callee)
		if n > 0 {
			c.ArgStart, c.ArgEnd = take(d, &d.ids, n), take(d, &d.ids, n)
			if d.bad {
				return nil
			}
			pos := c.CalleeEnd
			for k := range c.ArgStart {
				c.ArgStart[k], c.ArgEnd[k] = d.span(pos)
				pos = c.ArgEnd[k]
			}
		}
	}
	return out
}

func (d *decoder) funcs(calls []Call) []Func {
	out := entries[Func](d.nFuncs)
	r := opReader{decoder: d, all: calls}
	at := int32(0)
	for i := range out {
		if d.bad {
			return nil
		}
		fn := &out[i]
		fn.Flags = FuncFlags(d.u())
		fn.Name = d.str()
		fn.Parent = d.index(int32(i)-d.i(), d.nFuncs)
		fn.Class = d.index(d.i(), d.nClasses)
		fn.ThisFunc = d.index(int32(i)-d.i(), d.nFuncs)
		fn.Start, fn.End = d.span(at)
		at = fn.Start
		fn.NameStart, fn.NameEnd = d.span(at)
		fn.FirstCallStart = at + d.i()
		fn.Params = take(d, &d.params, int(d.u()))
		pos := at
		for k := range fn.Params {
			p := &fn.Params[k]
			p.Flags = d.byte()
			p.Name = d.str()
			p.Start, p.End = d.span(pos)
			pos = p.Start
		}
		fn.Returns = d.list(0)
		fn.Ops = take(d, &d.opSlab, int(d.u()))
		r.ops(fn.Ops, at)
	}
	return out
}

type opReader struct {
	*decoder
	all        []Call
	nextCall   CallID
	nextImport int32
	open       []int32 // the ends of the operations around the current one
}

func (r *opReader) ops(list []Op, at int32) {
	n := int32(len(list))
	r.open = append(r.open[:0], n)
	for i := range n {
		for i >= r.open[len(r.open)-1] {
			r.open = r.open[:len(r.open)-1]
		}
		op := &list[i]
		tag := r.byte()
		op.Kind = OpKind(tag & opKind)
		if tag&opHasFlag != 0 {
			op.Flag = r.byte()
		}
		op.A = r.i()
		if tag&opHasB != 0 {
			op.B = r.i()
		}
		switch op.Kind {
		case OpCall:
			op.A = r.some(op.A+r.nextCall, r.nCalls)
			r.nextCall = op.A + 1
		case OpRequire:
			op.A = r.some(op.A+r.nextImport, r.nImports)
			r.nextImport = op.A + 1
		case OpWrite:
			r.index(op.B, r.nValues)
			r.index(op.A, r.nValues)
		case OpRead, OpAwait, OpYield, OpReturn, OpThrow, OpIf, OpSwitch, OpBlock, OpCompare:
			r.index(op.A, r.nValues)
		case OpLoop:
			r.index(op.B, r.nValues)
		case OpBreak, OpContinue:
			r.some(op.A, int(i))
		case OpClass:
			r.some(op.A, r.nClasses)
		case OpFunc:
			r.some(op.A, r.nFuncs)
		case OpExport:
			if op.A < 0 {
				r.fail()
			}
		case OpSpread:
			r.some(op.A, r.nObjects)
			if op.B < 0 {
				r.fail()
			}
		case OpNop, OpTry, OpLabel:
		default:
			r.fail()
		}
		switch {
		case tag&opNoRange == 0:
			op.Start, op.End = r.span(at)
			at = op.Start
		case op.Kind == OpCall && !r.bad:
			op.Start, op.End = r.all[op.A].Start, r.all[op.A].End
		}
		op.Skip = i + 1
		if op.Kind.holds() {
			skip := r.u()
			if uint32(i)+1+skip > uint32(r.open[len(r.open)-1]) || skip > uint32(n) {
				r.fail()
			}
			op.Skip = i + 1 + int32(skip)
			if skip > 0 {
				r.open = append(r.open, op.Skip)
			}
		}
		if r.bad {
			return
		}
	}
}

func (d *decoder) vars() []Variable {
	out := entries[Variable](d.nVars)
	var fn FuncID
	var at int32
	for i := range out {
		if d.bad {
			return nil
		}
		v := &out[i]
		v.Flags = VarFlags(d.byte())
		v.Name = d.str()
		fn = d.index(fn+d.i(), d.nFuncs)
		v.Func = fn
		v.Start, v.End = d.span(at)
		at = v.Start
		v.Uses = d.i()
		v.Values = d.list(0)
	}
	return out
}

func (d *decoder) memberList(at int32) []Member {
	out := take(d, &d.members, int(d.u()))
	for i := range out {
		m := &out[i]
		m.Flags = d.byte()
		m.Name = d.str()
		m.Value = d.index(d.i(), d.nValues)
		if m.Flags&MemberComputed != 0 {
			m.Key = d.index(d.i(), d.nValues)
		}
		m.Start, m.End = d.span(at)
		at = m.Start
		m.Decorators = d.list(0)
	}
	return out
}

func (d *decoder) objects() []ObjectLit {
	out := entries[ObjectLit](d.nObjects)
	var at int32
	for i := range out {
		if d.bad {
			return nil
		}
		o := &out[i]
		o.Func = d.index(d.i(), d.nFuncs)
		o.Start, o.End = d.span(at)
		at = o.Start
		o.Members = d.memberList(at)
	}
	return out
}

func (d *decoder) classes() []ClassDef {
	out := entries[ClassDef](d.nClasses)
	var at int32
	for i := range out {
		if d.bad {
			return nil
		}
		c := &out[i]
		c.Name = d.str()
		c.Extends = d.index(d.i(), d.nValues)
		c.Ctor = d.index(d.i(), d.nFuncs)
		c.Fields = d.index(d.i(), d.nFuncs)
		c.Start, c.End = d.span(at)
		at = c.Start
		c.NameStart = at + d.i()
		c.Decorators = d.list(0)
		c.Members = d.memberList(at)
	}
	return out
}

func (d *decoder) imports() []ImportRef {
	out := entries[ImportRef](d.nImports)
	var at int32
	for i := range out {
		m := &out[i]
		kind := d.byte()
		m.Kind, m.Flags = ImportKind(kind&^importAlone), ImportFlags(d.byte())
		m.Spec = d.str()
		m.Func = d.index(d.i(), d.nFuncs)
		m.Start, m.End = d.span(at)
		at = m.Start
		m.CallStart, m.CallEnd = d.span(at)
		if kind&importAlone != 0 {
			m.StmtStart, m.StmtEnd = d.span(at)
		}
		m.Arg = None
		if m.Flags&ImportComputed != 0 {
			m.Arg = d.index(d.i(), d.nValues)
		}
	}
	return out
}

func (d *decoder) exports() []ExportRef {
	out := entries[ExportRef](d.nExports)
	var at int32
	for i := range out {
		x := &out[i]
		x.Name = d.str()
		x.Value = d.index(d.i(), d.nValues)
		x.Import = d.index(d.i(), d.nImports)
		x.ImportName = d.str()
		x.Start, x.End = d.span(at)
		at = x.Start
	}
	return out
}
