package program

import (
	"strconv"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// This file knows what a value holds: text, bytes, a number, a promise. It is a set of kinds over the symbolic values, each a kind that the value
// may have as far as the program tells; KindUnknown among them says that there may be others. It follows variables, parameters that calls of the
// program fill, what functions return, members of plain objects, awaits, and what Node's API gives. Whoever reports should do so only when no kind
// in the set would be right, so that code which is not understood is silent.

// Kinds is a set of kinds of value.
type Kinds uint16

// The kinds.
const (
	KindString    Kinds = 1 << iota
	KindBytes           // a Buffer
	KindNumber          // numbers and bigints
	KindNaN             // a number that is NaN on some path: Number() of an unset variable
	KindBool            //
	KindUndefined       //
	KindNull            //
	KindPromise         //
	KindDate            //
	KindError           //
	KindFunction        // functions and classes
	KindObject          // any other object: literals, arrays, regular expressions, instances
	KindUnknown
)

// Only reports whether something is known of a value, and all that it may be is among the kinds.
func (k Kinds) Only(kinds Kinds) bool { return k != 0 && k&^kinds == 0 }

// falsy are the kinds of which some values count as false.
const falsy = KindString | KindNumber | KindNaN | KindBool | KindUndefined | KindNull | KindUnknown

var kindNames = []string{"a string", "a Buffer", "a number", "NaN", "a boolean", "undefined", "null", "a promise", "a Date", "an Error", "a function", "an object"}

// String is the set in words: "a string or undefined"; "unknown" where it is not known.
func (k Kinds) String() string {
	var names []string
	for i, name := range kindNames {
		if k&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if k == 0 || k&KindUnknown != 0 {
		return "unknown"
	}
	return strings.Join(names, " or ")
}

// maxKindWay bounds through how many values one is followed.
const maxKindWay = 12

type kindKey struct {
	ref     Ref
	awaited bool
}

// maxKindSteps bounds the work for one question.
const maxKindSteps = 1000

// kindState is what questions about kinds keep: answers, and what the one at hand is doing.
type kindState struct {
	known map[kindKey]Kinds
	busy  map[kindKey]bool
	steps int
	cut   bool // an answer met a bound or itself, and holds only for the question at hand
}

// KindsOf is what a value may be. KindUnknown is among the kinds where the program does not tell all.
func (p *Program) KindsOf(f *File, v effects.ValueID) Kinds {
	if p.kindly == nil {
		p.kindly = &kindState{known: map[kindKey]Kinds{}, busy: map[kindKey]bool{}}
	}
	key := kindKey{Ref{f.ID, v}, false}
	if k, ok := p.kindly.known[key]; ok {
		return k
	}
	p.kindly.steps, p.kindly.cut = 0, false
	k := p.kinds(f, v, false, 0)
	p.kindly.known[key] = k
	return k
}

// kinds is KindsOf; awaited asks for what the value's promise gives. Only answers that hold wherever they are asked for are kept.
func (p *Program) kinds(f *File, v effects.ValueID, awaited bool, depth int) Kinds {
	s := p.kindly
	if v <= 0 {
		return KindUnknown
	}
	key := kindKey{Ref{f.ID, v}, awaited}
	if k, ok := s.known[key]; ok {
		return k
	}
	if s.steps++; s.busy[key] || depth > maxKindWay || s.steps > maxKindSteps {
		s.cut = true
		return KindUnknown
	}
	before := s.cut
	s.cut = false
	s.busy[key] = true
	k := p.kindsAt(f, v, awaited, depth)
	delete(s.busy, key)
	if !s.cut {
		s.known[key] = k
	}
	s.cut = s.cut || before
	return k
}

func (p *Program) kindsAt(f *File, v effects.ValueID, awaited bool, depth int) Kinds {
	facts := f.Facts
	x := facts.Values[v]
	next := func(id effects.ValueID) Kinds { return p.kinds(f, id, awaited, depth+1) }
	switch x.Kind {
	case effects.String, effects.Template:
		return KindString
	case effects.Number:
		return KindNumber
	case effects.Bool:
		return KindBool
	case effects.Null:
		return KindNull
	case effects.Undefined:
		return KindUndefined
	case effects.RegExp, effects.Array, effects.Rest, effects.Arguments:
		return KindObject
	case effects.Object:
		if awaited && p.hasMember(f, x.A, "then") {
			return KindUnknown
		}
		return KindObject
	case effects.Closure, effects.Class:
		return KindFunction
	case effects.Await:
		return p.kinds(f, x.A, true, depth+1)
	case effects.Binary:
		return p.binaryKinds(f, x, awaited, depth)
	case effects.Unary:
		switch x.Op {
		case effects.Not, effects.Delete:
			return KindBool
		case effects.TypeOf:
			return KindString
		case effects.VoidOp:
			return KindUndefined
		}
		return KindNumber | p.kinds(f, x.A, false, depth+1)&(KindNaN|KindUnknown)
	case effects.Join:
		var k Kinds
		for _, id := range facts.Lists[x.A] {
			k |= next(id)
		}
		return k
	case effects.Var:
		va := &facts.Vars[x.A]
		if va.Flags&effects.VarCatch != 0 || len(va.Values) == 0 {
			return KindUnknown
		}
		var k Kinds
		for _, id := range va.Values {
			k |= next(id)
		}
		return k
	case effects.Param:
		return p.paramKinds(f, x.A, x.B, awaited, depth)
	case effects.ImportName, effects.Prop:
		if k, ok := p.propKinds(f, x, depth); ok {
			return k
		}
		refs, whole := p.sourcesOf(f, v)
		if !whole {
			return KindUnknown
		}
		var k Kinds
		for _, r := range refs {
			k |= p.kinds(p.Files[r.File], r.Value, awaited, depth+1)
		}
		return k
	case effects.Elem:
		if _, ok := p.EnvRead(f, v); ok {
			return KindString | KindUndefined
		}
	case effects.Result:
		return p.resultKinds(f, x.A, awaited, depth)
	case effects.Global:
		switch facts.Strings[x.A] {
		case "NaN":
			return KindNaN
		case "Infinity":
			return KindNumber
		case "__dirname", "__filename":
			return KindString
		}
	}
	return KindUnknown
}

func (p *Program) binaryKinds(f *File, x effects.Value, awaited bool, depth int) Kinds {
	a, b := p.kinds(f, x.A, awaited, depth+1), p.kinds(f, x.B, awaited, depth+1)
	switch x.Op {
	case effects.And:
		return a&falsy | b
	case effects.Or:
		return a&^(KindUndefined|KindNull|KindNaN) | b
	case effects.Nullish:
		return a&^(KindUndefined|KindNull) | b
	case effects.EqStrict, effects.NeStrict, effects.Less, effects.In, effects.InstanceOf:
		return KindBool
	case effects.Add:
		const text = KindString | KindBytes | KindDate | KindError | KindFunction | KindObject | KindPromise
		switch {
		case a.Only(KindString) || b.Only(KindString):
			return KindString
		case a.Only(KindNumber|KindBool|KindNull) && b.Only(KindNumber|KindBool|KindNull):
			return KindNumber
		case a.Only(text) || b.Only(text):
			return KindString
		}
		return KindUnknown
	case effects.OpOther, effects.Mul, effects.ShiftLeft:
		if a.Only(KindUndefined) || b.Only(KindUndefined) {
			return KindNaN
		}
		return KindNumber | (a|b)&KindNaN
	}
	return KindUnknown
}

// paramKinds are those of what calls of the program pass, or of what an API does.
func (p *Program) paramKinds(f *File, fn effects.FuncID, index int32, awaited bool, depth int) Kinds {
	if read, ok := p.textParams()[paramKey{FuncRef{f.ID, fn}, index}]; ok {
		return p.decoded(read, 1)
	}
	w := p.flowOf(FuncRef{f.ID, fn})
	passes := w.passes(index)
	if len(passes) == 0 || f.Facts.Funcs[fn].Flags&effects.FuncUsesArgs != 0 {
		return KindUnknown
	}
	var k Kinds
	for _, r := range passes {
		k |= p.kinds(p.Files[r.File], r.Value, awaited, depth+1)
	}
	if int(index) < len(w.classes) && w.classes[index].class != nil {
		k |= KindUnknown
	}
	return k
}

// propKinds knows members that are of one kind on whatever they are read from.
func (p *Program) propKinds(f *File, x effects.Value, depth int) (Kinds, bool) {
	if x.Kind != effects.Prop {
		return 0, false
	}
	if p.IsEnv(f, x.A) {
		return KindString | KindUndefined, true
	}
	if f.Facts.Strings[x.B] == "length" {
		if k := p.kinds(f, x.A, false, depth+1); k.Only(KindString|KindBytes) || f.Facts.Val(x.A).Kind == effects.Array {
			return KindNumber, true
		}
	}
	return 0, false
}

// sourcesOf are the values that a member of a plain object or module, or an imported name, is a copy of; whole says that there are no others.
func (p *Program) sourcesOf(f *File, v effects.ValueID) (refs []Ref, whole bool) {
	x := f.Facts.Values[v]
	switch x.Kind {
	case effects.ImportName:
		t := &f.Targets[x.A]
		if t.File < 0 {
			return nil, false
		}
		return p.namedSources(p.Files[t.File], f.Facts.Strings[x.B])
	case effects.Prop:
		bases := p.Eval(f, x.A)
		if len(bases) != 1 {
			return nil, false
		}
		name := f.Facts.Strings[x.B]
		switch a := bases[0]; a.Kind {
		case AbsModule:
			return p.namedSources(p.Files[a.File], name)
		case AbsObject:
			return p.objectSources(a, name)
		}
	}
	return nil, false
}

func (p *Program) namedSources(g *File, name string) ([]Ref, bool) {
	if g.ESM {
		for i := range g.Facts.Exports {
			e := &g.Facts.Exports[i]
			if g.Facts.Str(e.Name) == name && e.Import < 0 {
				return []Ref{{g.ID, e.Value}}, true
			}
		}
		return nil, false
	}
	if len(g.replaced) > 0 {
		if len(g.replaced) == 1 && !g.written {
			if objects := p.Eval(g, g.replaced[0]); len(objects) == 1 && objects[0].Kind == AbsObject {
				return p.objectSources(objects[0], name)
			}
		}
		return nil, false
	}
	on := Abs{Kind: AbsModule, File: g.ID}
	refs := p.propsOf(on, p.nameOf(name))
	return refs, len(refs) > 0 && len(p.propsOf(on, anyName)) == 0
}

func (p *Program) objectSources(a Abs, name string) ([]Ref, bool) {
	g := p.Files[a.File]
	o := &g.Facts.Objects[a.ID]
	var refs []Ref
	for i := range o.Members {
		m := &o.Members[i]
		if m.Flags&(effects.MemberSpread|effects.MemberComputed) != 0 || m.Key != 0 {
			return nil, false
		}
		if g.Facts.Str(m.Name) != name {
			continue
		}
		if m.Flags&(effects.MemberGetter|effects.MemberSetter) != 0 {
			return nil, false
		}
		refs = append(refs, Ref{g.ID, m.Value})
	}
	refs = append(refs, p.propsOf(a, p.nameOf(name))...)
	return refs, len(refs) > 0 && len(p.propsOf(a, anyName)) == 0
}

func (p *Program) hasMember(f *File, object int32, name string) bool {
	for i := range f.Facts.Objects[object].Members {
		if m := &f.Facts.Objects[object].Members[i]; f.Facts.Str(m.Name) == name || m.Flags&effects.MemberSpread != 0 || m.Key != 0 {
			return true
		}
	}
	return false
}

// textMethods give text on text, and stand on nothing else.
var textMethods = map[string]bool{
	"trim": true, "trimStart": true, "trimEnd": true, "toLowerCase": true, "toUpperCase": true, "substring": true, "substr": true, "charAt": true,
	"padStart": true, "padEnd": true, "repeat": true, "replace": true, "replaceAll": true, "normalize": true, "toFixed": true, "toISOString": true,
	"toLocaleString": true, "toUTCString": true, "toDateString": true, "toLocaleLowerCase": true, "toLocaleUpperCase": true,
}

// globalKinds is what ECMAScript's functions give.
var globalKinds = map[string]Kinds{
	"String": KindString, "Boolean": KindBool, "isNaN": KindBool, "isFinite": KindBool, "encodeURIComponent": KindString, "encodeURI": KindString,
	"decodeURIComponent": KindString, "decodeURI": KindString, "escape": KindString, "btoa": KindString, "atob": KindString, "structuredClone": KindUnknown,
}

// resultKinds is what a call gives.
func (p *Program) resultKinds(f *File, call effects.CallID, awaited bool, depth int) Kinds {
	c := &f.Facts.Calls[call]
	r := CallRef{f.ID, call}
	if k := p.builtinKinds(f, c, depth); k != 0 {
		return k
	}
	targets := p.Targets(r)
	if len(targets) == 0 || !p.certainCallee(f, r) {
		return KindUnknown
	}
	var k Kinds
	for _, t := range targets {
		k |= p.targetKinds(f, r, t, awaited, depth)
	}
	return k
}

// certainCallee reports whether a callee is a function by its name: the targets of parameters, of what branches choose between and of methods of
// what is passed in need not be all there are.
func (p *Program) certainCallee(f *File, r CallRef) bool {
	callee := f.Facts.Calls[r.Call].Callee
	for v, depth := callee, 0; depth < 6; depth++ {
		switch x := f.Facts.Val(v); x.Kind {
		case effects.Closure, effects.Class, effects.Import, effects.ImportName, effects.Global, effects.This, effects.Result, effects.Await, effects.String:
			return true
		case effects.Param: // of the object that a method of Node's API is called on
			return v != callee && p.Member(r) != nil
		case effects.Var:
			vals := f.Facts.Vars[x.A].Values
			if len(vals) != 1 {
				return false
			}
			v = vals[0]
		case effects.Prop:
			v = x.A
		default:
			return false
		}
	}
	return false
}

// builtinKinds knows the language's own functions and the methods whose name says what they give; 0 for all others.
func (p *Program) builtinKinds(f *File, c *effects.Call, depth int) Kinds {
	facts := f.Facts
	isNew := c.Flags&effects.CallNew != 0
	switch cv := facts.Val(c.Callee); cv.Kind {
	case effects.Global:
		name := facts.Strings[cv.A]
		switch name {
		case "Date":
			if isNew {
				return KindDate
			}
			return KindString
		case "Number", "parseInt", "parseFloat":
			if isNew {
				return 0
			}
			return p.numberKinds(f, c, name, depth)
		case "Promise":
			if isNew {
				return KindPromise
			}
		}
		if !isNew {
			return globalKinds[name]
		}
	case effects.Prop:
		name := facts.Strings[cv.B]
		if base := facts.Val(cv.A); base.Kind == effects.Global && !isNew {
			switch owner := facts.Strings[base.A]; owner + "." + name {
			case "Date.now", "performance.now", "Buffer.byteLength", "Date.parse", "Date.UTC":
				return KindNumber
			case "Number.parseInt", "Number.parseFloat":
				return p.numberKinds(f, c, name, depth)
			case "String.fromCharCode", "String.raw", "JSON.stringify", "String.fromCodePoint":
				return KindString
			case "console.log", "console.error", "console.warn", "console.info", "console.debug", "console.trace":
				return KindUndefined
			case "Buffer.isBuffer", "Array.isArray", "Number.isInteger", "Number.isFinite", "Number.isNaN":
				return KindBool
			default:
				if owner == "Math" {
					k := KindNumber
					for _, a := range c.Args {
						k |= p.kinds(f, a, false, depth+1) & KindNaN
					}
					return k
				}
			}
		}
		switch {
		case isNew:
		case textMethods[name]:
			if k := p.kinds(f, cv.A, false, depth+1); k.Only(KindString | KindNumber | KindDate | KindUndefined | KindNull) {
				return KindString
			}
		case name == "toString":
			if k := p.kinds(f, cv.A, false, depth+1); k.Only(KindString | KindNumber | KindDate | KindBool | KindBytes | KindError) {
				return KindString
			}
		case name == "toJSON", name == "getTime", name == "valueOf":
			if k := p.kinds(f, cv.A, false, depth+1); name == "getTime" && k.Only(KindDate) {
				return KindNumber
			}
		case name == "split" || name == "match":
			if k := p.kinds(f, cv.A, false, depth+1); name == "split" && k.Only(KindString) {
				return KindObject
			}
		}
	}
	return 0
}

// numberKinds are those of a conversion to a number: NaN for text that is none, and on the paths where undefined is converted.
func (p *Program) numberKinds(f *File, c *effects.Call, name string, depth int) Kinds {
	if len(c.Args) == 0 {
		if name == "Number" {
			return KindNumber
		}
		return KindNaN
	}
	if text, ok := p.Literal(f, c.Args[0]); ok {
		if _, isNumber := NumberIn(text); !isNumber && name == "Number" {
			return KindNaN
		}
		return KindNumber
	}
	switch k := p.kinds(f, c.Args[0], false, depth+1); {
	case k.Only(KindUndefined | KindNaN):
		return KindNaN
	case k&(KindUndefined|KindNaN) != 0:
		return KindNumber | KindNaN
	}
	return KindNumber
}

// NumberIn is what Number(text) gives; ok is false where that is NaN (ECMAScript, section 7.1.4.1). Empty text is 0.
func NumberIn(text string) (n float64, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, true
	}
	if strings.ContainsAny(text, "_pP") {
		return 0, false
	}
	if len(text) > 2 && text[0] == '0' && strings.ContainsRune("xXoObB", rune(text[1])) {
		i, err := strconv.ParseUint(text, 0, 64)
		return float64(i), err == nil
	}
	if strings.ContainsAny(text, "xXnN") && text != "Infinity" && text != "-Infinity" && text != "+Infinity" {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil || strings.Contains(err.Error(), "range")
}

func (p *Program) targetKinds(f *File, r CallRef, t Abs, awaited bool, depth int) Kinds {
	c := p.Call(r)
	switch t.Kind {
	case AbsFunc:
		if c.Flags&effects.CallNew != 0 {
			return KindUnknown
		}
		g := p.Files[t.File]
		fn := &g.Facts.Funcs[t.ID]
		if fn.Flags&effects.FuncGenerator != 0 || t.Promised || t.Bound > 0 {
			return KindUnknown
		}
		async := fn.Flags&effects.FuncAsync != 0
		if async && !awaited {
			return KindPromise
		}
		var k Kinds
		for _, v := range fn.Returns {
			k |= p.kinds(g, v, awaited, depth+1)
		}
		if fallsOff(fn) {
			k |= KindUndefined
		}
		return k
	case AbsClass:
		if c.Flags&effects.CallNew != 0 {
			if p.extendsError(t, 0) {
				return KindError
			}
			return KindObject
		}
	case AbsMember:
		return p.memberKinds(r, t, awaited)
	}
	return KindUnknown
}

// fallsOff reports whether the end of a function's text can be reached, or a return without a value.
func fallsOff(fn *effects.Func) bool {
	ends := fn.Flags&effects.FuncArrow == 0 || len(fn.Returns) == 0
	for i := range fn.Ops {
		if fn.Ops[i].Kind == effects.OpReturn && fn.Ops[i].A < 0 {
			return true
		}
	}
	return ends && !neverOn(fn, 0, int32(len(fn.Ops)))
}

// neverOn reports whether the operations from i to end never get to what follows them.
func neverOn(fn *effects.Func, i, end int32) bool {
	for ; i < end; i = fn.Ops[i].Skip {
		op := &fn.Ops[i]
		switch op.Kind {
		case effects.OpReturn, effects.OpThrow:
			return true
		case effects.OpBlock, effects.OpLabel:
			if neverOn(fn, i+1, op.Skip) {
				return true
			}
		case effects.OpIf:
			if b := fn.Blocks(i); len(b) == 2 && neverOn(fn, b[0]+1, fn.Ops[b[0]].Skip) && neverOn(fn, b[1]+1, fn.Ops[b[1]].Skip) {
				return true
			}
		case effects.OpTry:
			b := fn.Blocks(i)
			if len(b) == 3 && (neverOn(fn, b[2]+1, fn.Ops[b[2]].Skip) || neverOn(fn, b[0]+1, fn.Ops[b[0]].Skip) && (op.A == 0 || neverOn(fn, b[1]+1, fn.Ops[b[1]].Skip))) {
				return true
			}
		case effects.OpLoop, effects.OpSwitch:
			if op.Kind == effects.OpSwitch && op.Flag == 0 {
				continue
			}
			for k := i + 1; k < op.Skip; k++ { // a loop for ever, or a switch with a default, all of whose ways may return
				if fn.Ops[k].Kind == effects.OpReturn || fn.Ops[k].Kind == effects.OpThrow {
					if op.Kind == effects.OpSwitch || op.A == effects.LoopForever {
						return true
					}
				}
			}
		}
	}
	return false
}

// extendsError reports whether a class of the project extends Error and keeps its way to JSON.
func (p *Program) extendsError(a Abs, depth int) bool {
	if a.Kind == AbsMember {
		return a.Member().Class != nil && a.Member().Class.IsA("Error")
	}
	if a.Kind != AbsClass || depth > 5 {
		return false
	}
	g := p.Files[a.File]
	c := &g.Facts.Classes[a.ID]
	if c.Extends < 0 {
		return false
	}
	for _, x := range p.Eval(g, c.Extends) {
		if p.extendsError(x, depth+1) {
			return true
		}
	}
	return false
}

// memberKinds is what a call of Node's API gives.
func (p *Program) memberKinds(r CallRef, t Abs, awaited bool) Kinds {
	m := t.Member()
	c := p.Call(r)
	isNew := c.Flags&effects.CallNew != 0
	if m.Class != nil && (isNew || m.Class.IsA("Error")) {
		switch {
		case m.Class.IsA("Error"):
			return KindError
		case m.Class.IsA("Buffer"):
			return KindBytes
		case m.Class.IsA("Promise"):
			return KindPromise
		}
		return KindObject
	}
	if m.Func == nil || m.Package || t.Promised {
		return KindUnknown
	}
	if m.Func.ReturnsPromise && !awaited {
		if m.Func.Callback >= 0 { // with a callback some of these return nothing
			return KindUnknown
		}
		return KindPromise
	}
	if m.Is("crypto.randomBytes") {
		if len(p.Args(r)) == 1 {
			return KindBytes
		}
		return KindUndefined // it calls back
	}
	if k, ok := givesKind[m.Name]; ok {
		return k
	}
	if m.Func.Returns == "Buffer" || readsWhole(m) {
		if at, ok := encodingAt[m.Name]; ok {
			return p.decoded(r, at)
		}
		if m.Func.Callback != nodeapi.NoCallback && !m.Func.ReturnsPromise && !m.Func.SyncWithoutCallback {
			return KindUndefined
		}
		return KindBytes
	}
	return KindUnknown
}

// givesKind is what calls give whose table does not say it.
var givesKind = map[string]Kinds{
	"Buffer#toString": KindString, "Buffer.byteLength": KindNumber, "Buffer.isBuffer": KindBool, "Buffer#equals": KindBool, "Buffer#compare": KindNumber,
	"Buffer#write": KindNumber, "Buffer#copy": KindNumber, "fs.existsSync": KindBool, "fs.writeFileSync": KindUndefined, "fs.appendFileSync": KindUndefined,
	"fs.unlinkSync": KindUndefined, "fs.promises.writeFile": KindUndefined, "fs.promises.unlink": KindUndefined, "os.tmpdir": KindString, "os.homedir": KindString,
	"os.hostname": KindString, "path.join": KindString, "path.resolve": KindString, "path.dirname": KindString, "path.basename": KindString, "path.extname": KindString,
	"path.relative": KindString, "path.normalize": KindString, "util.inspect": KindString, "util.format": KindString, "process.cwd": KindString, "process.uptime": KindNumber,
	"crypto.randomUUID": KindString, "url.format": KindString, "clearTimeout": KindUndefined, "clearInterval": KindUndefined, "process.nextTick": KindUndefined,
	"global.setTimeout": KindObject, "global.setInterval": KindObject, "global.setImmediate": KindObject, "JSON.stringify": KindString,
}

// encodingAt are the calls that give bytes unless an argument names an encoding, with its place.
var encodingAt = map[string]int{
	"fs.readFileSync": 1, "fs.readFile": 1, "fs.promises.readFile": 1, "fs.FileHandle#readFile": 0, "fs.readlinkSync": 1, "fs.readlink": 1,
	"crypto.Hash#digest": 0, "crypto.Hmac#digest": 0, "crypto.Cipheriv#final": 0, "crypto.Decipheriv#final": 0, "crypto.Cipheriv#update": 2, "crypto.Decipheriv#update": 2,
	"crypto.Sign#sign": 1, "child_process.execSync": 1, "child_process.execFileSync": 2,
}

// decoded is what a call gives whose argument at the place may name an encoding.
func (p *Program) decoded(r CallRef, at int) Kinds {
	args := p.Args(r)
	f := p.Files[r.File]
	if m := p.Member(r); m.Is("fs.readFile") {
		at = 1
	} else if m.Is("fs.FileHandle#readFile") {
		at = 0
	}
	if p.Call(r).Flags&effects.CallSpread != 0 {
		return KindUnknown
	}
	if at >= len(args) {
		return KindBytes
	}
	a := args[at]
	if p.IsObject(f, a) {
		encoding, open := p.OptionAt(r, at, "encoding")
		switch {
		case open:
			return KindUnknown
		case encoding.File < 0:
			return KindBytes
		}
		f, a = p.Files[encoding.File], encoding.Value
	}
	if text, ok := p.Literal(f, a); ok {
		if text == "buffer" {
			return KindBytes
		}
		return KindString
	}
	switch f.Facts.Val(a).Kind {
	case effects.Null, effects.Undefined:
		return KindBytes
	case effects.Closure:
		return KindBytes // the callback stands where the encoding might
	}
	return KindUnknown
}
