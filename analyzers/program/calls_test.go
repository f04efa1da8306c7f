package program

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/effects"
)

// targetNames are the names of what a call may call, sorted.
func targetNames(p *Program, r CallRef) string {
	var out []string
	for _, a := range p.Targets(r) {
		if fn, ok := a.Func(); ok {
			out = append(out, p.FuncName(fn))
		} else if m := a.Member(); m != nil {
			out = append(out, m.Name)
		} else {
			out = append(out, "?")
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestTargets holds what the marked call of each program may call.
func TestTargets(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"alias":             {"const fs = require('fs'); const r = fs.readFileSync; /*call*/r('a')", "fs.readFileSync"},
		"call":              {"const fs = require('fs'); /*call*/fs.statSync.call(fs, 'a')", "fs.statSync"},
		"Reflect.apply":     {"const fs = require('fs'); /*call*/Reflect.apply(fs.statSync, fs, ['a'])", "fs.statSync"},
		"bind":              {"const fs = require('fs'); const b = fs.statSync.bind(fs); /*call*/b('a')", "fs.statSync"},
		"shadowed":          {"const fs = require('fs'); { const fs = { statSync: function mine() {} }; /*call*/fs.statSync('a') }", "mine"},
		"parameter":         {"function run(f) { /*call*/f() } run(function one() {}); run(function two() {})", "one two"},
		"result":            {"const make = () => function made() {}; /*call*/make()()", "make"},
		"table by key":      {"const t = { a: function a() {}, b: function b() {} }; /*call*/t[process.argv[2]]()", "a b"},
		"computed write":    {"const t = {}; t['k' + 1] = function late() {}; /*call*/t[process.pid]()", "late"},
		"spread table":      {"const a = { x: function x() {} }; const t = { ...a }; /*call*/t[process.pid]()", "x"},
		"array element":     {"const l = [function x() {}, function y() {}]; /*call*/l[1]()", "y"},
		"pushed":            {"const l = []; l.push(function x() {}); for (const f of l) /*call*/f()", "x"},
		"forEach":           {"[function x() {}].forEach((f) => /*call*/f())", "x"},
		"Map.get":           {"const m = new Map(); m.set('a', function x() {}); /*call*/m.get('a')()", "Map#get"},
		"of Map.get":        {"const m = new Map(); m.set('a', function x() {}); const f = m.get('a'); /*call*/f()", "x"},
		"Map entries":       {"for (const [k, f] of new Map([['a', function x() {}]])) /*call*/f(k)", "x"},
		"other Map":         {"const m = new Map(), n = new Map(); m.set('a', function x() {}); const f = n.get('a'); /*call*/f()", ""},
		"Object.entries":    {"const t = { a: function x() {} }; for (const [, f] of Object.entries(t)) /*call*/f()", "x"},
		"Object.values":     {"const t = { a: function x() {} }; Object.values(t).forEach((f) => { /*call*/f() })", "x"},
		"Object.assign":     {"const t = {}; Object.assign(t, { m() {} }); /*call*/t.m()", "m"},
		"mixin's this":      {"class A { a() {} } Object.assign(A.prototype, { b() { /*call*/this.a() } })", "A.a"},
		"setPrototypeOf":    {"const t = {}; Object.setPrototypeOf(t, { m() {} }); /*call*/t.m()", "m"},
		"inherited":         {"class A { m() {} } class B extends A {} const b = new B(); /*call*/b.m()", "A.m"},
		"super":             {"class A { m() {} } class B extends A { m() { /*call*/super.m() } }", "A.m"},
		"override":          {"class A { run() { /*call*/this.m() } m() {} } class B extends A { m() {} }", "A.m B.m"},
		"too many":          {"class A { run() { /*call*/this.m() } } class B extends A { m() {} } class C extends A { m() {} } class D extends A { m() {} } class E extends A { m() {} } class F extends A { m() {} }", ""},
		"getter":            {"class A { get f() { return function got() {} } } const a = new A(); /*call*/a.f()", "got"},
		"prototype chain":   {"function A() {} A.prototype = { m() {} }; function B() {} B.prototype = Object.create(A.prototype); const b = new B(); /*call*/b.m()", "m"},
		"util.inherits":     {"const util = require('util'); function A() {} A.prototype.m = function m() {}; function B() {} util.inherits(B, A); const b = new B(); /*call*/b.m()", "m"},
		"self":              {"function A() { const self = this; this.go = () => /*call*/self.m() } A.prototype.m = function m() {}", "m"},
		"API superclass":    {"class A extends require('events').EventEmitter { go() { /*call*/this.emit('x') } }", "events.EventEmitter#emit"},
		"interop":           {"const fs_1 = __importDefault(require('fs')); /*call*/fs_1.default.statSync('a')", "fs.statSync"},
		"createRequire":     {"const req = require('module').createRequire(__filename); /*call*/req('fs').statSync('a')", "fs.statSync"},
		"dynamic verb":      {"const app = require('express')(); /*call*/app[process.argv[2]]('/', () => {})", "express.Application#get"},
		"copy by key":       {"const a = { x() {}, y() {} }, t = {}; for (const k in a) t[k] = a[k]; /*call*/t.x()", "x"},
		"fair guess":        {"const t = {}; t[process.pid] = function x() {}; /*call*/t.name()", "x"},
		"no fair guess":     {"const t = {}; for (const f of [() => 1, () => 2, () => 3, () => 4, () => 5]) t[process.pid] = f; /*call*/t.name()", ""},
		"and":               {"const a = process.argv[2] && function b() {}; function one() {} const f = one && a; /*call*/f()", "b"},
		"copies of many":    {"function pick(from) { const to = {}; for (const k of Object.keys(from)) to[k] = from[k]; return to } const x = { get() {}, go() { /*call*/this.get() } }; const y = { get: function other() {} }; pick(x); pick(y)", "get"},
		"undeclared":        {"/*call*/nowhere()", ""},
		"recursive binding": {"let a = b, b = a; /*call*/a()", ""},
	} {
		t.Run(name, func(t *testing.T) {
			// a program that touches nothing of Node is not looked into
			archive := "-- index.js --\n" + c.text + "\nrequire('fs');\n"
			p := linkText(t, archive)
			if got := targetNames(p, marked(t, p, archive, "call")); got != c.want {
				t.Errorf("may call %q, want %q", got, c.want)
			}
		})
	}
}

// TestWitness holds the shortest way from a handler, step by step, and that start-up is no request.
func TestWitness(t *testing.T) {
	archive := `
-- index.js --
const http = require('http');
const store = require('./store.js');
store.load();
http.createServer(function handle(req, res) {
  [1].forEach((n) => store.find(n));
});
-- store.js --
const fs = require('fs');
exports.load = function load() { fs.readFileSync('all'); };
exports.find = function find() { return deep(); };
function deep() { return /*call*/fs.readFileSync('one'); }
`
	p := linkText(t, archive)
	r := marked(t, p, archive, "call")
	fn := FuncRef{File: r.File, Func: p.Call(r).Func}
	when, ok := p.Hot(fn)
	if !ok {
		t.Fatal("deep does not run for requests")
	}
	var got []string
	for _, s := range p.Witness(fn, when) {
		got = append(got, s.Message)
	}
	want := []string{"handle is registered here as a request handler", "hands a callback to Array.forEach", "calls find()", "calls deep()"}
	if !slices.Equal(got, want) {
		t.Errorf("witness %q, want %q", got, want)
	}
	for _, f := range p.Files {
		for i := range f.Facts.Funcs {
			if load := (FuncRef{f.ID, int32(i)}); p.FuncName(load) == "load" {
				if _, hot := p.Hot(load); hot {
					t.Error("load runs at start-up alone")
				}
			}
		}
	}
}

// TestCallersAreToldApart: what one caller passes does not run for another.
func TestCallersAreToldApart(t *testing.T) {
	archive := `
-- index.js --
function load(cb) { cb(); }
load(function atStart() { /*start*/one(); });
require('http').createServer(() => { load(function perRequest() { /*request*/one(); }); });
function one() {}
`
	p := linkText(t, archive)
	for marker, want := range map[string]bool{"start": false, "request": true} {
		r := marked(t, p, archive, marker)
		if _, hot := p.Hot(FuncRef{r.File, p.Call(r).Func}); hot != want {
			t.Errorf("%s runs for requests: %v, want %v", marker, hot, want)
		}
	}
}

// TestOnce: a call that fills a cache runs once.
func TestOnce(t *testing.T) {
	for text, want := range map[string]bool{
		"let c; function f() { if (!c) c = /*call*/load() }":                                           true,
		"let c; function f() { c ??= /*call*/load() }":                                                 true,
		"const c = {}; function f() { c.a = c.a || /*call*/load() }":                                   true,
		"function f() { this.c = this.c || /*call*/load() }":                                           true,
		"function f() { let c; if (!c) c = /*call*/load() }":                                           false,
		"let c; function f() { if (c) c = /*call*/load() }":                                            false,
		"let c, d; function f() { if (!c) d = /*call*/load() }":                                        false,
		"let c; function f() { c = /*call*/load() }":                                                   false,
		"const c = {}, d = {}; function f() { c.a = d.a || /*call*/load() }":                           false,
		"let c; function f() { if (c !== undefined) return c; c = /*call*/load(); return c }":          true,
		"let c; function f() { if (c) return c; try { c = /*call*/load() } catch { c = 1 } return c }": true,
		"let d; function f() { if (d) return; d = true; /*call*/load() }":                              true,
		"let d; function f() { if (d) return; d = true; /*call*/load(); d = false }":                   false,
		"function f(d) { if (d) return; d = true; /*call*/load() }":                                    false,
		"let c; function f(x) { if (x) return c; c = /*call*/load(); return c }":                       false,
		"let c; function f() { if (c) return c; return /*call*/load() }":                               false,
		"function f(c) { if (c) return c; c = /*call*/load(); return c }":                              false,
	} {
		archive := "-- index.js --\n" + text + "\nrequire('fs');\n"
		p := linkText(t, archive)
		if got := p.Once(marked(t, p, archive, "call")); got != want {
			t.Errorf("%s: once %v, want %v", text, got, want)
		}
	}
}

// TestManySupers: classes that each may extend all others are walked once, not once for every way through them.
func TestManySupers(t *testing.T) {
	var b strings.Builder
	b.WriteString("-- index.js --\nconst all = {};\n")
	for i := range 30 {
		fmt.Fprintf(&b, "class C%d extends all[process.argv[%d]] { on() {} }\nall[process.argv[%d]] = C%d;\n", i, i, i, i)
	}
	b.WriteString("/*call*/new C0();\n")
	p := linkText(t, b.String())
	if n := len(p.Targets(marked(t, p, b.String(), "call"))); n != 1 {
		t.Errorf("%d targets", n)
	}
}

// TestCalls holds what the function run calls: weak edges with a question mark behind.
func TestCalls(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"getter":            {"class A { get x() { return 1 } set x(v) {} y() {} } function run() { return new A().x }", "get A.x"},
		"setter":            {"class A { get x() { return 1 } set x(v) {} } function run() { new A().x = 1 }", "set A.x"},
		"defined getter":    {"const o = {}; Object.defineProperty(o, 'x', { get: function got() {} }); function run() { return o.x }", "get got"},
		"emit":              {"const e = new (require('events'))(); e.on('a', function onA() {}); e.on('b', function onB() {}); function run() { e.emit('a') }", "onA"},
		"other emitter":     {"const E = require('events'), e = new E(), d = new E(); e.on('a', function onA() {}); function run() { d.emit('a') }", ""},
		"rest":              {"function g(a, b) { b() } function run(...args) { g(...args) } run(1, function two() {})", "g"},
		"by rest":           {"function run(a, b) { b() } function g(...args) { run(...args) } g(1, function two() {})", "two"},
		"arguments":         {"function run(a, b) { b() } function g() { run.apply(this, arguments) } g(1, function two() {})", "two"},
		"symbol":            {"const k = Symbol('k'), l = Symbol('k'); const o = { [k]() {}, [l]: function other() {} }; o[k] = function byK() {}; function run() { o[l]() }", "other"},
		"prefix":            {"const o = { onA: function onA() {}, offA: function offA() {} }; function run(e) { o['on' + e]() }", "onA"},
		"guess":             {"const o = { writeList() {} }; function run(x) { x.writeList() }", "writeList?"},
		"common name":       {"const o = { send: function mine() {} }; function run(x) { x.send() }", "mine?"},
		"name of lists":     {"const o = { map: function mine() {} }; function run(x) { x.map() }", ""},
		"of Node":           {"const o = { send: function mine() {} }; function run() { require('net').connect(1).foo.send() }", ""},
		"many of a name":    {"const o = [{ send() {} }, { send() {} }, { send() {} }, { send() {} }]; function run(x) { x.send() }", ""},
		"guessed getter":    {"class A { get size2() { return 1 } } function run(x) { return x.size2 }", "get A.size2?"},
		"list by name":      {"class A { constructor() { this.steps = []; this.steps.push(function one() {}, function two() {}) } } function run(x) { for (const f of x.steps) f() }", "one? two?"},
		"guessed class":     {"class A { constructor() {} } const o = {}; o.Thing = A; function run(x) { new x.Thing() }", "A.constructor?"},
		"symbol by name":    {"const k = Symbol('k'); const o = { [k]: function byK() {} }; function run(x) { x[k]() }", "byK?"},
		"beyond overriding": {"class A { run() { this.m() } } class B extends A { m() {} } class C extends A { m() {} } class D extends A { m() {} } class E extends A { m() {} } class F extends A { m() {} }", "B.m? C.m? D.m? E.m? F.m?"},
	} {
		t.Run(name, func(t *testing.T) {
			p := linkText(t, "-- index.js --\n"+c.text+"\nrequire('fs');\n")
			var got []string
			for _, f := range p.Files {
				for id := range f.Facts.Funcs {
					r := FuncRef{f.ID, effects.FuncID(id)}
					if name := p.FuncName(r); name != "run" && name != "A.run" {
						continue
					}
					p.Calls(r, func(e Edge) {
						name := p.FuncName(e.To)
						if e.Kind == EdgeAccess {
							name = map[bool]string{false: "get ", true: "set "}[p.Func(e.To).Flags&effects.FuncSetter != 0] + name
						}
						if e.Weak {
							name += "?"
						}
						got = append(got, name)
					})
					if len(p.Edges(r)) > 0 && name != "guess" && strings.Contains(c.want, "?") {
						t.Errorf("what is guessed is among the edges that rules see: %v", p.Edges(r))
					}
				}
			}
			slices.Sort(got)
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("run calls %q, want %q", text, c.want)
			}
		})
	}
}
