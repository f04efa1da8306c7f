package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// call runs a call: the project's functions are stepped into, calls that are known to add names add them, and what is handed to unknown
// code may get any name.
func (m *machine) call(f *File, ci effects.CallID) {
	c := &f.Facts.Calls[ci]
	ref := CallRef{f.ID, ci}
	at := site{f.ID, c.Start, c.CalleeEnd}
	if m.trace != nil && m.trace.call(m, f, ci, at) || m.native(f, ci, c, at) || m.objectCall(f, ci, c, at) {
		return
	}
	args := m.p.Args(ref)
	vals := make([]heapVal, len(args))
	for i, a := range args {
		vals[i] = m.eval(f, a, 0)
	}
	exact := c.Flags&effects.CallSpread == 0 && (args != nil || len(c.Args) == 0)
	if args == nil && len(c.Args) == 2 { // f.apply(this, arguments)
		vals, exact = m.handedOn(f, c.Args[1])
	}
	if args == nil {
		args = c.Args
	}
	this := heapVal{}
	if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop {
		if b := m.eval(f, cv.A, 0); b.kind == heapObject {
			if o := &m.objs[b.id]; o.kind == objExports && !o.open && o.find(m.p.name(f, cv.B)) < 0 && !objectNames[f.Facts.Strings[cv.B]] {
				m.openArgs(f, args, at) // it is not there yet, so this throws
				return
			}
		}
		if len(args) != len(c.Args) && len(c.Args) > 0 { // fn.call(this, ...)
			this = m.eval(f, c.Args[0], 0)
		} else {
			this = m.eval(f, cv.A, 0)
		}
	}
	if c.Flags&effects.CallNew != 0 {
		this = unknown(f.ID, None)
	}
	if c.Flags&effects.CallSuper != 0 {
		m.superCall(f, c, vals, exact, at)
		return
	}
	var few [4]Abs
	targets := few[:0]
	var outer *env
	if h := m.callee(f, c); h.kind == heapObject && (m.objs[h.id].kind == objFunc || m.objs[h.id].kind == objClass) {
		o := &m.objs[h.id]
		kind := AbsFunc
		if o.kind == objClass {
			kind = AbsClass
		}
		targets = append(targets, Abs{Kind: kind, File: o.file, ID: o.id})
		outer = o.env
	} else {
		targets = m.p.Targets(ref)
	}
	result := heapVal{}
	known, callbacks := false, false
	several := 0
	for _, t := range targets {
		if t.Kind == AbsFunc || t.Kind == AbsClass {
			several++
		}
	}
	if several > 1 {
		m.maybe++
	}
	for _, t := range targets {
		switch t.Kind {
		case AbsFunc:
			known = true
			inst := int32(None)
			if c.Flags&effects.CallNew != 0 && several == 1 {
				inst = m.instanceOf(f, ci)
				m.objs[inst].whole = true
				this = objVal(inst)
			}
			h, ok := m.invoke(FuncRef{t.File, t.ID}, outer, vals, exact, this, at)
			if inst >= 0 {
				m.objs[inst].whole = m.objs[inst].whole && ok
				if result = objVal(inst); h.kind == heapObject {
					result = h // a constructor that returns an object gives that
				}
			}
			if !ok {
				m.openArgs(f, args, at)
			} else {
				for i, a := range args {
					if i >= len(vals) || vals[i].kind == heapUnknown {
						m.openValue(f, a, at, 0)
					}
				}
			}
			if ok && several == 1 && c.Flags&effects.CallNew == 0 {
				result = h
			}
			if c.Flags&effects.CallNew != 0 {
				m.openArgs(f, args, at)
			}
		case AbsClass:
			known = true
			if c.Flags&effects.CallNew != 0 {
				inst := m.instanceOf(f, ci)
				m.objs[inst].whole = several == 1
				m.objs[inst].proto = objVal(m.objFor(objClass, m.p.Files[t.File], t.ID))
				m.construct(m.p.Files[t.File], t.ID, inst, vals, exact, at, 0)
				m.openArgs(f, args, at)
				if several == 1 {
					result = objVal(inst)
				}
			}
		case AbsMember:
			known = true
			if mem := t.Member(); mem.Package {
				m.openArgs(f, args, at)
			} else {
				for _, v := range vals {
					m.escape(v)
				}
			}
			if fn := t.Member().Func; fn == nil || fn.Phase == nodeapi.PhaseSync && fn.Handler == nil && fn.Effect != nodeapi.EffectListens {
				callbacks = true
			}
		}
	}
	if several > 1 {
		m.maybe--
	}
	if !known {
		if this.kind == heapObject && m.objs[this.id].kind == objInstance {
			m.objs[this.id].whole = false // a method that is not known may set anything
		}
		m.openArgs(f, args, at)
		if !runsLater(m.p.MethodName(ref)) {
			callbacks = true
		}
	}
	if callbacks {
		for _, v := range vals {
			if v.kind == heapObject && m.objs[v.id].kind == objFunc {
				o := &m.objs[v.id]
				m.maybe++
				m.guess++
				m.invoke(FuncRef{o.file, o.id}, o.env, nil, false, heapVal{}, at)
				m.guess--
				m.maybe--
			}
		}
	}
	if result.kind == heapUnknown {
		result = heapVal{}
	}
	m.setResult(f, ci, result)
}

// handedOn are the arguments of the running function, where a value is all of them.
func (m *machine) handedOn(f *File, v effects.ValueID) (args []heapVal, exact bool) {
	if x := f.Facts.Val(v); x.Kind == effects.Arguments {
		if e := m.envOf(f, x.A); e != nil {
			return e.args, e.exact
		}
	}
	elems, ok := m.elements(m.eval(f, v, 0))
	return elems, ok
}

// callee is the function that a call is sure to reach.
func (m *machine) callee(f *File, c *effects.Call) heapVal {
	h := m.eval(f, c.Callee, 0)
	if cv := f.Facts.Val(c.Callee); h.kind != heapObject && cv.Kind == effects.Prop && c.Flags&effects.CallNew == 0 {
		switch f.Facts.Strings[cv.B] {
		case "call", "apply":
			return m.eval(f, cv.A, 0)
		}
	}
	return h
}

// runsLater reports whether a method by its name keeps its callbacks for later.
func runsLater(method string) bool {
	switch method {
	case "on", "once", "addListener", "prependListener", "addEventListener", "subscribe", "then", "catch", "finally", "use", "get", "post", "put",
		"patch", "delete", "all", "route", "listen", "command", "action", "option", "middleware", "handle", "register", "schedule", "setHandler":
		return true
	}
	return false
}

func (m *machine) openArgs(f *File, args []effects.ValueID, at site) {
	for _, a := range args {
		m.openValue(f, a, at, 0)
	}
}

// construct runs the field initializers and the constructor of a class on an instance.
func (m *machine) construct(g *File, class effects.ClassID, inst int32, args []heapVal, exact bool, at site, depth int) {
	c := &g.Facts.Classes[class]
	if c.Ctor < 0 && c.Extends >= 0 {
		m.constructBase(g, c, inst, args, exact, at, depth)
	}
	this := objVal(inst)
	if c.Fields >= 0 {
		if _, ok := m.invoke(FuncRef{g.ID, c.Fields}, nil, nil, true, this, at); !ok {
			m.objs[inst].whole = false
		}
	}
	if c.Ctor >= 0 {
		if _, ok := m.invoke(FuncRef{g.ID, c.Ctor}, nil, args, exact, this, at); !ok {
			m.objs[inst].whole = false
		}
	}
}

// constructBase runs what the constructor of a superclass does to an instance.
func (m *machine) constructBase(g *File, c *effects.ClassDef, inst int32, args []heapVal, exact bool, at site, depth int) {
	h := m.eval(g, c.Extends, 0)
	if h.kind == heapObject && depth < 6 {
		switch o := m.objs[h.id]; o.kind {
		case objClass:
			m.construct(m.p.Files[o.file], o.id, inst, args, exact, at, depth+1)
			return
		case objFunc:
			if _, ok := m.invoke(FuncRef{o.file, o.id}, o.env, args, exact, objVal(inst), at); ok {
				return
			}
		}
	}
	if x := g.Facts.Val(c.Extends); x.Kind == effects.Global {
		switch g.Facts.Strings[x.A] {
		case "Object", "Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "Map", "Set", "WeakMap", "WeakSet":
			return // their names are not enumerable
		}
	}
	for _, a := range m.p.Eval(g, c.Extends) {
		if mem := a.Member(); a.Kind == AbsMember && (mem.Name == "events.EventEmitter" || mem.Name == "events") {
			// lib/events.js, EventEmitter.init
			for _, name := range []string{"_events", "_eventsCount", "_maxListeners"} {
				m.set(inst, heapProp{name: m.p.nameOf(name), val: unknown(None, None), maybe: m.maybe > 0, at: at})
			}
			return
		}
	}
	m.objs[inst].whole = false
}

// superCall runs super(...).
func (m *machine) superCall(f *File, c *effects.Call, args []heapVal, exact bool, at site) {
	fn := c.Func
	for fn > 0 && f.Facts.Funcs[fn].Flags&effects.FuncArrow != 0 {
		fn = f.Facts.Funcs[fn].Parent
	}
	e := m.envOf(f, fn)
	class := f.Facts.Funcs[fn].Class
	if e == nil || e.this.kind != heapObject || class < 0 || len(m.frames)-m.stack.calls > maxCallDepth {
		return
	}
	m.constructBase(f, &f.Facts.Classes[class], e.this.id, args, exact, at, 0)
}

// invoke runs a function up to its first await; ok is false when it is not stepped into.
func (m *machine) invoke(r FuncRef, outer *env, args []heapVal, exact bool, this heapVal, at site) (heapVal, bool) {
	f := m.p.Files[r.File]
	fn := &f.Facts.Funcs[r.Func]
	if fn.Flags&effects.FuncGenerator != 0 || m.stack == nil || m.mods[r.File].status == notLoaded {
		return heapVal{}, false
	}
	base := m.stack.calls
	if len(m.frames)-base > maxCallDepth {
		return heapVal{}, false
	}
	for i := base; i < len(m.frames); i++ {
		if m.frames[i].f == f && m.frames[i].fn == r.Func {
			return heapVal{}, false
		}
	}
	if m.tired(r) {
		m.cut = true
		return heapVal{}, false
	}
	began := m.steps
	m.ran[r.File][r.Func] = true
	for i, a := range args {
		if a.kind == heapObject && m.captures(f, r.Func, int32(i)) {
			m.openLater(a.id, at) // a function that outlives this call may set names on it
		}
	}
	if outer == nil {
		outer = m.envOf(f, fn.Parent)
	}
	m.frames = append(m.frames, frame{f: f, fn: r.Func, env: &env{f: f, fn: r.Func, args: args, exact: exact, this: this, outer: outer}, site: at})
	risk := 0
	if m.trace != nil {
		risk = m.trace.risk
	}
	end := m.ops(0, int32(len(fn.Ops)))
	if m.trace != nil {
		m.trace.risk = risk
	}
	fr := m.top()
	m.maybe -= fr.extra
	if fn.Flags&effects.FuncAsync == 0 {
		m.doubt = m.doubt || fr.doubted
	} else {
		m.thrown = nil // the promise is rejected
	}
	ret := fr.ret
	switch {
	case fn.Flags&effects.FuncAsync != 0 || m.budget <= 0:
		ret = unknown(f.ID, None)
	case fr.rets == 0:
		ret = heapVal{kind: heapUndefined}
	case end == goesOn || end == mayLeave:
		ret = m.either(ret, heapVal{kind: heapUndefined})
	}
	m.frames = m.frames[:len(m.frames)-1]
	m.spent[r] += m.steps - began
	return ret, true
}

// tired reports whether a function has run for so many operations, what it calls counted, that it is not stepped into any more. Libraries build
// hundreds of modules with one large function, and know each time what they knew the first.
func (m *machine) tired(r FuncRef) bool {
	return m.trace == nil && m.spent[r] > maxFunctionSteps
}

// openLater notes that an object may get names that are not known once everything is loaded.
func (m *machine) openLater(obj int32, at site) {
	settled := m.settled
	m.settled = true
	m.openObj(obj, at)
	m.settled = settled
}

// captures reports whether a function inside fn writes to its parameter, or hands it on.
func (m *machine) captures(f *File, fn effects.FuncID, param int32) bool {
	if m.captured[f.ID] == nil {
		set := map[[2]int32]bool{}
		note := func(in effects.FuncID, v effects.ValueID) {
			for range 6 {
				x := f.Facts.Val(v)
				switch x.Kind {
				case effects.Prop, effects.Elem:
					v = x.A
					continue
				case effects.Param:
					if x.A != in {
						set[[2]int32{x.A, x.B}] = true
					}
				}
				return
			}
		}
		for fi := range f.Facts.Funcs {
			for i := range f.Facts.Funcs[fi].Ops {
				switch op := &f.Facts.Funcs[fi].Ops[i]; op.Kind {
				case effects.OpWrite:
					note(effects.FuncID(fi), op.A)
					note(effects.FuncID(fi), op.B)
				case effects.OpCall:
					for _, a := range f.Facts.Calls[op.A].Args {
						note(effects.FuncID(fi), a)
					}
				}
			}
		}
		m.captured[f.ID] = set
	}
	return m.captured[f.ID][[2]int32{fn, param}]
}

// objectCall runs the functions of Object that add names to an object, or give it back.
func (m *machine) objectCall(f *File, ci effects.CallID, c *effects.Call, at site) bool {
	cv := f.Facts.Val(c.Callee)
	if cv.Kind != effects.Prop {
		return false
	}
	g := f.Facts.Val(cv.A)
	if g.Kind != effects.Global {
		return false
	}
	method := f.Facts.Strings[cv.B]
	switch f.Facts.Strings[g.A] {
	case "Object":
	case "Reflect":
		if method != "defineProperty" {
			return false
		}
	case "JSON", "console", "Math", "Number", "String":
		return true
	default:
		return false
	}
	var first heapVal
	if len(c.Args) > 0 {
		first = m.eval(f, c.Args[0], 0)
	}
	isObj := first.kind == heapObject
	if first.kind == heapChoice {
		switch method {
		case "assign", "defineProperty", "defineProperties":
			m.openAny(first, at)
		}
	}
	switch method {
	case "assign":
		if isObj {
			for _, a := range c.Args[1:] {
				from := m.eval(f, a, 0)
				if m.trace == nil || !m.trace.copies(m, first.id, from, at, true) {
					m.copyNames(first.id, from, at)
				}
				if m.thrown != nil {
					return true
				}
			}
		} else {
			m.openArgs(f, c.Args[:min(1, len(c.Args))], at)
		}
	case "defineProperty":
		if !isObj || len(c.Args) < 3 {
			break
		}
		text, ok := m.text(m.eval(f, c.Args[1], 0))
		if !ok {
			m.openObj(first.id, at)
			break
		}
		if m.trace != nil {
			m.trace.define(m, f, c.Args[2], first.id, heapProp{name: m.p.nameOf(text), maybe: m.maybe > 0, at: at})
		} else {
			m.defineAs(f, first.id, m.p.nameOf(text), c.Args[2], at)
		}
	case "defineProperties":
		if !isObj || len(c.Args) < 2 {
			break
		}
		m.defineAll(f, first.id, c.Args[1], at)
	case "setPrototypeOf":
		if isObj {
			m.openObj(first.id, at)
		}
	case "freeze", "seal", "preventExtensions":
	case "create":
		return true
	default: // keys, entries, ...
		return true
	}
	if isObj {
		m.setResult(f, ci, first)
	}
	return true
}
