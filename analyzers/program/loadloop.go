package program

import "nodebeyond/analyzers/effects"

// maxRounds is how many operations a loop over a known list may take; a longer one is run once, for any of its elements.
const maxRounds = 4000

// unroll runs a loop over a list that is known, or over the names of an object that are, one round for each. ok is false for every other loop.
func (m *machine) unroll(f *File, fn effects.FuncID, i int32) (c control, ok bool) {
	ops := f.Facts.Funcs[fn].Ops
	op := &ops[i]
	if op.B <= 0 {
		return goesOn, false
	}
	var list []heapVal
	key := int32(None)
	switch op.A {
	case effects.LoopForOf:
		list, ok = m.elements(m.eval(f, op.B, 0))
	case effects.LoopForIn:
		// the round begins by writing the key, a value of which the facts say nothing
		if k := i + 2; k < op.Skip && ops[k].Kind == effects.OpWrite && ops[k].B == 0 {
			key = k
		}
		h := m.eval(f, op.B, 0)
		if key < 0 || h.kind != heapObject || m.objs[h.id].proto.kind != heapNone {
			return goesOn, false
		}
		var props []heapProp
		props, ok = m.listed(h, false)
		for _, p := range props {
			list = append(list, heapText(p.name))
		}
	}
	if !ok || len(list)*int(op.Skip-i) > maxRounds {
		return goesOn, false
	}
	m.rounds = append(m.rounds, iteration{f: f, over: op.B, key: key, fn: fn})
	at := len(m.rounds) - 1
	perhaps := 0
	for _, v := range list {
		m.rounds[at].value = v
		switch x := m.ops(i+1, op.Skip); x {
		case mayLeave:
			c = mayLeave
			m.maybe++
			perhaps++
		case breaks, leaves:
			m.maybe -= perhaps
			m.rounds = m.rounds[:at]
			if x == leaves && c == goesOn {
				return leaves, true
			}
			return c, true
		}
	}
	m.maybe -= perhaps
	m.rounds = m.rounds[:at]
	return c, true
}

// keyOf is the name that the write at op of a loop over names gives its variable.
func (m *machine) keyOf(f *File, fn effects.FuncID, op int32) (heapVal, bool) {
	for i := len(m.rounds) - 1; i >= 0; i-- {
		if it := &m.rounds[i]; it.f == f && it.fn == fn && it.key == op {
			return it.value, true
		}
	}
	return heapVal{}, false
}
