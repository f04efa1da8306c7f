package effects

import "nodebeyond/analyzers/syntax"

// keyRange is the extent of a property's plain key.
func (l *lowerer) keyRange(c syntax.Node, name string) (start, end int32) {
	key := c.First()
	if key.Missing() { // a spread
		return int32(c.Start()), int32(c.Start())
	}
	at := key.Start()
	width := len(name)
	if at < len(l.f.Text) && (l.f.Text[at] == '"' || l.f.Text[at] == '\'') {
		width += 2
	}
	return int32(at), int32(min(at+width, len(l.f.Text)))
}

// key evaluates the key of a property: its name, and the value of a computed key that has none.
func (l *lowerer) key(c syntax.Node) (name string, plain bool, v ValueID) {
	if name, plain = l.keyName(c); plain || !c.Computed() {
		return name, plain, 0
	}
	v = l.expr(c.First())
	name, plain = l.constString(v, 0)
	return name, plain, v
}

// object lowers an object literal.
func (l *lowerer) object(n syntax.Node) ValueID {
	id := int32(len(l.objects))
	l.objects = append(l.objects, ObjectLit{Start: int32(n.Start()), End: int32(n.End()), Func: l.fnID})
	l.objectSpans = append(l.objectSpans, span{})
	base := len(l.memberStack)
	for c := n.First(); c.Valid(); c = c.Next() {
		var m Member
		name, plain, key := l.key(c)
		val := c.Child(1)
		switch c.PropFlavor() {
		case syntax.PropSpread:
			m.Flags |= MemberSpread
			m.Value = l.expr(val)
			l.emit(Op{Kind: OpSpread, A: id, B: int32(len(l.memberStack) - base), Start: int32(c.Start()), End: int32(val.End())})
		case syntax.PropMethod:
			m.Flags |= MemberMethod
			m.Value = l.closure(val, name, FuncMethod)
		case syntax.PropGetter:
			m.Flags |= MemberGetter
			m.Value = l.closure(val, name, FuncMethod|FuncGetter)
		case syntax.PropSetter:
			m.Flags |= MemberSetter
			m.Value = l.closure(val, name, FuncMethod|FuncSetter)
		default:
			m.Value = l.named(val, name)
		}
		if c.Computed() || !plain && m.Flags&MemberSpread == 0 {
			m.Flags |= MemberComputed
			m.Key = key
		}
		m.Start, m.End = l.keyRange(c, name)
		m.Name = l.str(name)
		l.memberStack = append(l.memberStack, m)
	}
	l.objectSpans[id] = l.keepMembers(base)
	return l.fresh(Value{Kind: Object, A: id})
}

// keepMembers takes the members since base off the stack.
func (l *lowerer) keepMembers(base int) span {
	start := int32(len(l.memberSlab))
	l.memberSlab = append(l.memberSlab, l.memberStack[base:]...)
	l.memberStack = l.memberStack[:base]
	return span{start, int32(len(l.memberSlab))}
}

// field is a part of a class that runs later than its keys: a field's initializer or a static block.
type field struct {
	n      syntax.Node
	name   string
	plain  bool
	key    ValueID // of a computed key
	member int     // on the member stack
}

// class lowers a class in the order of ECMAScript, section 15.7.14: the heritage, then the keys and methods in order, then the static
// fields and blocks. Instance fields are a function of their own. Decorators are evaluated first, and those of a member before its
// key, as the decorators proposal says.
func (l *lowerer) class(n syntax.Node, name string) ValueID {
	id := l.idOf[n.ID()]
	class := l.val(Value{Kind: Class, A: id})
	def := ClassDef{Extends: None, Ctor: None, Fields: None, Start: int32(n.Start()), End: int32(n.End()), NameStart: int32(n.Start())}
	if own := n.Name(); own != "" {
		name = own
		s, _ := n.NameRange()
		def.NameStart = int32(s)
	}
	width := int32(len(n.Name()))
	if width == 0 {
		width = int32(len("class"))
	}
	def.Name = l.str(name)
	heritage := n.First()
	elements := heritage.Next()
	last := elements
	for last.Valid() && last.Is(syntax.KindProperty, syntax.KindStaticBlock) {
		last = last.Next()
	}
	l.decorate(last, id, None)
	if !heritage.Missing() {
		def.Extends = l.expr(heritage)
	}

	base := len(l.memberStack)
	var statics, instance []field
	for c := elements; c.Valid() && c.ID() != last.ID(); c = c.Next() {
		if c.Kind() == syntax.KindStaticBlock {
			statics = append(statics, field{n: c})
			continue
		}
		value := c.First().Next()
		firstDecorator := value.Next().Next()
		l.decorate(firstDecorator, id, len(l.memberStack)-base)
		name, plain, key := l.key(c)
		m := Member{Name: l.str(name)}
		m.Start, m.End = l.keyRange(c, name)
		flags := FuncMethod
		if c.Computed() {
			m.Flags |= MemberComputed
			m.Key = key
		}
		if c.PropStatic() {
			m.Flags |= MemberStatic
			flags |= FuncStatic
		}
		switch c.PropFlavor() {
		case syntax.PropGetter:
			m.Flags |= MemberGetter
			flags |= FuncGetter
		case syntax.PropSetter:
			m.Flags |= MemberSetter
			flags |= FuncSetter
		case syntax.PropMethod:
			m.Flags |= MemberMethod
			if name == "constructor" && !c.PropStatic() && !c.Computed() {
				flags |= FuncCtor
			}
		default:
			m.Flags |= MemberField
			f := field{c, name, plain, key, len(l.memberStack)}
			if c.PropStatic() {
				statics = append(statics, f)
			} else {
				instance = append(instance, f)
			}
		}
		if m.Flags&MemberField == 0 && !value.Missing() {
			fn := l.function(value, name, flags, id)
			m.Value = l.val(Value{Kind: Closure, A: fn})
			if flags&FuncCtor != 0 {
				def.Ctor = fn
			}
		}
		l.memberStack = append(l.memberStack, m)
	}
	l.emit(Op{Kind: OpClass, A: id, Start: def.NameStart, End: min(def.NameStart+width, def.End)})

	if len(statics) > 0 {
		outer := l.static
		l.static = class
		for _, f := range statics {
			if f.n.Kind() == syntax.KindStaticBlock {
				l.stmts(f.n.First())
			} else {
				l.field(f, class)
			}
		}
		l.static = outer
	}
	if len(instance) > 0 {
		def.Fields = l.fields(id, instance)
	}
	l.classes[id] = def
	l.classSpans[id] = l.keepMembers(base)
	for i := range l.decorators {
		if d := &l.decorators[i]; d.class == id && d.member != None {
			d.member += l.classSpans[id].start
		}
	}
	return class
}

// field runs an initializer and writes the field.
func (l *lowerer) field(f field, this ValueID) {
	init := f.n.Child(2)
	if init.Missing() {
		init = f.n.Child(1)
	}
	v := ValueID(0)
	if init.Missing() {
		v = l.val(Value{Kind: Undefined})
	} else {
		v = l.named(init, f.name)
	}
	l.memberStack[f.member].Value = v
	target := ValueID(0)
	if f.plain {
		target = l.prop(this, f.name)
	} else {
		target = l.val(Value{Kind: Elem, A: this, B: f.key})
	}
	m := &l.memberStack[f.member]
	l.emit(Op{Kind: OpWrite, A: target, B: v, Start: m.Start, End: m.End})
}

// fields makes the synthetic function that runs the instance field initializers of a class when it is constructed.
func (l *lowerer) fields(class ClassID, fields []field) FuncID {
	id := FuncID(len(l.funcs))
	l.funcs = append(l.funcs, Func{})
	l.funcSpans = append(l.funcSpans, funcSpan{})
	start, end := fields[0].n.Start(), 0
	for _, f := range fields { // the fields that TypeScript's parameter properties make stand where the parameters do
		start, end = min(start, f.n.Start()), max(end, f.n.End())
	}
	fn := Func{Name: l.str("fields"), Start: int32(start), End: int32(end), NameStart: int32(start), NameEnd: int32(start), Parent: l.fnID, Class: class, Flags: FuncFields | FuncMethod, ThisFunc: id, FirstCallStart: None}
	static := l.static
	l.static = None
	outer := l.enter(fn, id)
	this := l.val(Value{Kind: This, A: id})
	for _, f := range fields {
		l.field(f, this)
	}
	l.leave(outer)
	l.static = static
	return id
}

// decorate evaluates the decorators from first on, for a class or for its member with that index.
func (l *lowerer) decorate(first syntax.Node, class ClassID, member int) {
	if !first.Valid() {
		return
	}
	base := len(l.ids)
	for c := first; c.Valid(); c = c.Next() {
		v := l.expr(c)
		l.ids = append(l.ids, v)
	}
	l.decorators = append(l.decorators, decorated{class, int32(member), l.keep(l.ids[base:])})
	l.ids = l.ids[:base]
}
