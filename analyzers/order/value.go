package order

import (
	"math"
	"strconv"
	"strings"
)

// value is a value of the program that is followed: undef, null, bool, float64, string, *object or *unknown.
type value any

type (
	undef struct{}
	null  struct{}
	// unknown is a value that the run cannot know: a parameter, the result of code that is not followed. Equal keys are equal values.
	unknown struct {
		key   string // what it is, in the words of the program
		async bool   // it is a promise that has not settled
		turns int    // of the loop that pass at least until it does
	}
)

var undefined value = undef{}

// object is an object, an array, a function, or one of the built-in things in data.
type object struct {
	class string // as in ECMAScript: "Object", "Array", "Function", "Error", "Promise" and so on
	proto *object
	keys  []string // in the order of insertion
	props map[string]prop
	elems []value // of an array
	data  any     // *function, *promise, *emitter, *generator, *collection, *timer
	// open says that code that is not followed may have changed it: what it does not have may be there.
	open bool
	key  string // of an open object: what it is, for the values read from it
}

type prop struct {
	val        value
	get, set   *object
	hidden     bool
	isAccessor bool
}

func (o *object) own(name string) (prop, bool) {
	p, ok := o.props[name]
	return p, ok
}

func (o *object) set(name string, v value) { o.define(name, prop{val: v}) }

// hide sets a property that listings leave out.
func (o *object) hide(name string, v value) { o.define(name, prop{val: v, hidden: true}) }

func (o *object) define(name string, p prop) {
	if o.props == nil {
		o.props = make(map[string]prop, 4)
	}
	if _, ok := o.props[name]; !ok {
		o.keys = append(o.keys, name)
	}
	o.props[name] = p
}

func (o *object) remove(name string) {
	if _, ok := o.props[name]; !ok {
		return
	}
	delete(o.props, name)
	for i, k := range o.keys {
		if k == name {
			o.keys = append(o.keys[:i:i], o.keys[i+1:]...)
			return
		}
	}
}

// find looks a property up the chain of prototypes. unsure says that it may be there, or be another, because of code that is not followed.
func (o *object) find(name string) (p prop, ok, unsure bool) {
	for x := o; x != nil; x = x.proto {
		if p, ok := x.props[name]; ok {
			return p, true, false
		}
		if x.open {
			return prop{}, false, true
		}
	}
	return prop{}, false, false
}

func (o *object) isCallable() bool {
	_, ok := o.data.(*function)
	return ok
}

// truthy is ToBoolean; known is false for an unknown value.
func truthy(v value) (yes, known bool) {
	switch x := v.(type) {
	case undef, null:
		return false, true
	case bool:
		return x, true
	case float64:
		return x != 0 && x == x, true
	case string:
		return x != "", true
	case *object:
		return true, true
	}
	return false, false
}

func nullish(v value) (yes, known bool) {
	switch v.(type) {
	case undef, null:
		return true, true
	case *unknown:
		return false, false
	}
	return false, true
}

// typeOf is the typeof operator, "" for an unknown value.
func typeOf(v value) string {
	switch x := v.(type) {
	case undef:
		return "undefined"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	case null:
		return "object"
	case *object:
		if x.isCallable() {
			return "function"
		}
		return "object"
	}
	return ""
}

// text is ToString where that calls no code of the program.
func text(v value) (string, bool) {
	switch x := v.(type) {
	case undef:
		return "undefined", true
	case null:
		return "null", true
	case bool:
		return strconv.FormatBool(x), true
	case float64:
		return number(x), true
	case string:
		return x, true
	case *object:
		switch x.class {
		case "Array":
			var parts []string
			for _, e := range x.elems {
				if yes, known := nullish(e); known && yes {
					parts = append(parts, "")
					continue
				}
				s, ok := text(e)
				if !ok {
					return "", false
				}
				parts = append(parts, s)
			}
			return strings.Join(parts, ","), true
		case "Error":
			name, ok := errorText(x)
			return name, ok
		case "Object":
			if _, own, unsure := x.find("toString"); !own && !unsure {
				return "[object Object]", true
			}
		}
	}
	return "", false
}

func errorText(x *object) (string, bool) {
	n, _, _ := x.find("name")
	m, _, _ := x.find("message")
	name, ok := n.val.(string)
	if !ok {
		name = "Error"
	}
	if m.val == nil {
		return name, true
	}
	msg, ok := text(m.val)
	if !ok {
		return "", false
	}
	if msg == "" {
		return name, true
	}
	return name + ": " + msg, true
}

// number is Number::toString (ECMAScript, section 6.1.6.1.20).
func number(x float64) string {
	switch {
	case x != x:
		return "NaN"
	case math.IsInf(x, 1):
		return "Infinity"
	case math.IsInf(x, -1):
		return "-Infinity"
	case x == 0:
		return "0"
	}
	if a := math.Abs(x); a >= 1e21 || a < 1e-6 {
		s := strconv.FormatFloat(x, 'e', -1, 64)
		mantissa, exp, _ := strings.Cut(s, "e")
		sign := exp[:1]
		return mantissa + "e" + sign + strings.TrimLeft(exp[1:], "0")
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// numeric is ToNumber of a primitive.
func numeric(v value) (float64, bool) {
	switch x := v.(type) {
	case undef:
		return math.NaN(), true
	case null:
		return 0, true
	case bool:
		if x {
			return 1, true
		}
		return 0, true
	case float64:
		return x, true
	case string:
		s := strings.TrimSpace(x)
		if s == "" {
			return 0, true
		}
		if f, err := strconv.ParseFloat(s, 64); err == nil && !strings.ContainsAny(s, "_pPxXiInN") {
			return f, true
		}
		return 0, false
	}
	return 0, false
}

// same is ===; known is false when that is not decided.
func same(a, b value) (yes, known bool) {
	x, ux := a.(*unknown)
	y, uy := b.(*unknown)
	switch {
	case ux && uy:
		return x.key == y.key, x.key == y.key
	case ux || uy:
		return false, false
	}
	return a == b, true
}

// loose is == between values of which one is null or undefined, or of one type.
func loose(a, b value) (yes, known bool) {
	na, ka := nullish(a)
	nb, kb := nullish(b)
	switch {
	case !ka || !kb:
		return same(a, b)
	case na || nb:
		return na && nb, true
	case typeOf(a) == typeOf(b):
		return same(a, b)
	}
	x, ok1 := numeric(a)
	y, ok2 := numeric(b)
	return x == y, ok1 && ok2
}
