package order

import (
	"fmt"
	"math/rand"
	"strings"
)

// generator writes random programs that schedule callbacks and print labels. Equal seeds give equal programs.
type generatorOf struct {
	r      *rand.Rand
	esm    bool
	left   int // scheduling calls that may still be written
	label  int
	names  int
	indent int
	b      strings.Builder
	async  []string // names of async functions that take one argument
	plain  []string // names of plain functions that take one argument
	emits  []string // names of emitters
	// Most programs keep to one of the two queues that race with each other: timers that are due at once, or immediates and the ends of
	// operations. One in twenty has both.
	zero, check bool
}

// where is what may be written at a place.
type where struct {
	await bool
	loop  string // the variable of the loop around, "" outside
	depth int
	fn    bool // inside a function: return may stand
}

// program is the text of one program.
func program(seed int64) (text string, esm bool) {
	g := &generatorOf{r: rand.New(rand.NewSource(seed))}
	g.esm = g.r.Intn(6) == 0
	g.left = 10 + g.r.Intn(51)
	mode := g.r.Intn(20)
	g.zero, g.check = mode < 11, mode > 9
	if g.esm {
		g.line("import { EventEmitter, once } from 'node:events';")
		g.line("import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';")
		g.line("import { promisify } from 'node:util';")
		g.line("import fs from 'node:fs';")
	} else {
		g.line("const { EventEmitter, once } = require('node:events');")
		g.line("const { setTimeout: sleep, setImmediate: turn } = require('node:timers/promises');")
		g.line("const { promisify } = require('node:util');")
		g.line("const fs = require('node:fs');")
	}
	g.line("const log = (x) => console.log(x);")
	g.line("const later = promisify((x, cb) => process.nextTick(cb, null, x));")
	g.line("let n = 0;")
	for range 1 + g.r.Intn(3) {
		g.helper()
	}
	g.emitter()
	if g.r.Intn(10) == 0 {
		g.exitListener()
	}
	for g.left > 0 {
		g.stmt(where{await: g.esm && g.r.Intn(6) == 0})
	}
	g.say(where{})
	return g.b.String(), g.esm
}

func (g *generatorOf) line(format string, args ...any) {
	g.b.WriteString(strings.Repeat("  ", g.indent))
	fmt.Fprintf(&g.b, format, args...)
	g.b.WriteByte('\n')
}

func (g *generatorOf) name(prefix string) string {
	g.names++
	return fmt.Sprintf("%s%d", prefix, g.names)
}

func (g *generatorOf) pick(list []string) string { return list[g.r.Intn(len(list))] }

// text is a label as an expression.
func (g *generatorOf) text(w where) string {
	g.label++
	if w.loop != "" {
		return fmt.Sprintf("`L%d.${%s}`", g.label, w.loop)
	}
	return fmt.Sprintf("'L%d'", g.label)
}

func (g *generatorOf) say(w where) { g.line("log(%s);", g.text(w)) }

// block writes statements between a head and a tail.
func (g *generatorOf) block(head, tail string, w where, n int) {
	g.line("%s", head)
	g.indent++
	w.depth++
	g.say(w)
	for range n {
		g.stmt(w)
	}
	g.indent--
	g.line("%s", tail)
}

func (g *generatorOf) size(w where) int {
	if w.depth > 3 || g.left <= 0 {
		return 0
	}
	return g.r.Intn(3)
}

// helper declares a function that statements call.
func (g *generatorOf) helper() {
	if g.r.Intn(3) > 0 {
		name := g.name("run")
		g.line("async function %s(x) {", name)
		g.indent++
		g.line("log(`%s ${x}`);", name)
		for range 1 + g.r.Intn(2) {
			switch g.r.Intn(4) {
			case 0:
				g.line("await null;")
			case 1:
				g.line("await later(x);")
			case 2:
				g.line("await Promise.resolve().then(() => log(`%s then ${x}`));", name)
			case 3:
				g.line("if (x === 'bad') throw new Error('bad');")
			}
			g.line("log(`%s ${x} %d`);", name, g.r.Intn(1000))
		}
		switch g.r.Intn(3) {
		case 0:
			g.line("return x;")
		case 1:
			g.line("return Promise.resolve(x);")
		}
		g.indent--
		g.line("}")
		g.async = append(g.async, name)
		return
	}
	name := g.name("call")
	g.line("function %s(x) {", name)
	g.indent++
	g.line("n++;")
	g.line("process.nextTick(() => log(`%s tick ${x} ${n > 0}`));", name)
	g.line("Promise.resolve(x).then((v) => log(`%s then ${v}`));", name)
	g.indent--
	g.line("}")
	g.plain = append(g.plain, name)
}

func (g *generatorOf) emitter() {
	name := g.name("em")
	if g.r.Intn(2) == 0 {
		g.line("const %s = new EventEmitter();", name)
	} else {
		g.line("class C%s extends EventEmitter { hit(x) { log(`hit ${x}`); this.emit('go', x); } }", name)
		g.line("const %s = new C%s();", name, name)
		g.line("%s.hit(1);", name)
	}
	g.line("%s.on('go', (x) => { log(`%s on ${x}`); Promise.resolve().then(() => log(`%s on then ${x}`)); });", name, name, name)
	if g.r.Intn(2) == 0 {
		g.line("%s.once('go', (x) => process.nextTick(log, `%s once ${x}`));", name, name)
	}
	if g.r.Intn(3) == 0 {
		g.line("once(%s, 'go').then(([x]) => log(`%s promised ${x}`));", name, name)
	}
	g.emits = append(g.emits, name)
}

func (g *generatorOf) exitListener() {
	switch g.r.Intn(2) {
	case 0:
		g.line("process.on('exit', (code) => { log(`exit ${code}`); setTimeout(() => log('never'), 0); });")
	case 1:
		g.line("process.once('beforeExit', () => { log('beforeExit'); setImmediate(() => log('after beforeExit')); });")
	}
}

// delay is one of a timer: most are 0, the others far apart.
func (g *generatorOf) delay() string {
	if !g.zero {
		return g.pick([]string{"30", "110", "250"})
	}
	switch g.r.Intn(10) {
	case 0:
		return "30"
	case 1:
		return "110"
	case 2:
		return "250"
	case 3:
		return "1"
	case 4:
		return ""
	}
	return "0"
}

func (g *generatorOf) stmt(w where) {
	if g.left <= 0 {
		return
	}
	g.left--
	inner := where{loop: w.loop, depth: w.depth, fn: true}
	async := inner
	async.await = true
	switch g.r.Intn(26) {
	case 0, 1:
		g.block("process.nextTick(() => {", "});", inner, g.size(w))
	case 2, 3:
		g.block("queueMicrotask(() => {", "});", inner, g.size(w))
	case 4, 5:
		d := g.delay()
		if d != "" {
			d = ", " + d
		}
		g.block("setTimeout(() => {", "}"+d+");", inner, g.size(w))
	case 6:
		if !g.check {
			g.say(w)
			return
		}
		g.block("setImmediate(() => {", "});", inner, g.size(w))
	case 7:
		g.block("Promise.resolve().then(() => {", fmt.Sprintf("}).then(() => log(%s));", g.text(w)), inner, g.size(w))
	case 8:
		g.line("Promise.resolve(%d).then((v) => { log(%s); return %s; }).then(() => log(%s));", g.r.Intn(9), g.text(w), g.promise(w), g.text(w))
	case 9:
		g.line("Promise.reject(new Error('no')).catch((e) => log(%s)).finally(() => log(%s));", g.text(w), g.text(w))
	case 10:
		g.block("(async () => {", fmt.Sprintf("})().then(() => log(%s));", g.text(w)), async, 1+g.size(w))
	case 11:
		if len(g.async) == 0 {
			g.say(w)
			return
		}
		f := g.pick(g.async)
		switch g.r.Intn(3) {
		case 0:
			g.line("%s(%s).then((v) => log(%s), (e) => log(%s));", f, g.text(w), g.text(w), g.text(w))
		case 1:
			g.line("%s('bad').catch(() => {}).then(() => log(%s));", f, g.text(w))
		default:
			g.line("%s(%s);", f, g.text(w))
		}
	case 12:
		if len(g.plain) == 0 {
			g.say(w)
			return
		}
		g.line("%s(%s);", g.pick(g.plain), g.text(w))
	case 13:
		g.line("%s.emit('go', %s);", g.pick(g.emits), g.text(w))
	case 14:
		v := g.name("i")
		in := w
		in.loop = v
		if w.loop != "" {
			g.say(w)
			return
		}
		switch g.r.Intn(3) {
		case 0:
			g.block(fmt.Sprintf("for (let %s = 0; %s < %d; %s++) {", v, v, 2+g.r.Intn(2), v), "}", in, 1)
		case 1:
			g.block(fmt.Sprintf("for (const %s of ['a', 'b']) {", v), "}", in, 1)
		default:
			g.block(fmt.Sprintf("[1, 2].forEach((%s) => {", v), "});", where{loop: v, depth: w.depth}, 1)
		}
	case 15:
		g.block("try {", "} catch (e) {", w, g.size(w))
		g.indent++
		g.say(w)
		g.indent--
		g.line("} finally {")
		g.indent++
		g.say(w)
		g.indent--
		g.line("}")
	case 16:
		g.line("try {")
		g.indent++
		g.say(w)
		if w.await {
			g.line("await Promise.reject(new Error('x'));")
		} else {
			g.line("throw new TypeError('x');")
		}
		g.indent--
		g.line("} catch (e) { log(`%d ${e.message}`); } finally { log(%s); }", g.r.Intn(1000), g.text(w))
	case 17:
		if !w.await {
			g.say(w)
			return
		}
		g.line("await %s;", g.promise(w))
		g.say(w)
	case 18:
		if !w.await {
			g.say(w)
			return
		}
		g.line("for await (const x of [1, Promise.resolve(2)]) log(`%d ${x}`);", g.r.Intn(1000))
	case 19:
		g.line("Promise.%s([%s, %s]).then(() => log(%s), () => log(%s));", g.pick([]string{"all", "race", "allSettled", "any"}), g.promise(w), g.promise(w), g.text(w), g.text(w))
	case 20:
		g.line("new Promise((resolve, reject) => { log(%s); %s; }).then(() => log(%s), () => log(%s));", g.text(w),
			g.pick([]string{"resolve(1)", "resolve(Promise.resolve(2))", "reject(new Error('r'))", "process.nextTick(resolve)", g.turn("resolve"), "queueMicrotask(resolve)", "resolve(); reject()"}), g.text(w), g.text(w))
	case 21:
		t := g.name("t")
		kind := g.kind() // clearImmediate of a timer would break Node's list of immediates
		g.line("const %s = set%s(() => log(%s));", t, kind, g.text(w))
		if g.r.Intn(2) == 0 {
			g.line("clear%s(%s);", kind, t)
		}
	case 22:
		t := g.name("every")
		c := g.name("c")
		g.line("let %s = 0; const %s = setInterval(() => { log(`%s ${++%s}`); if (%s === 2) clearInterval(%s); }, %s);", c, t, t, c, c, t, g.pick([]string{"30", "110", "250"}))
	case 23:
		gen := g.name("gen")
		g.line("async function* %s() { yield %s; log(%s); yield %s; }", gen, g.text(w), g.text(w), g.promise(w))
		g.line("(async () => { for await (const x of %s()) log(`%s ${typeof x}`); })();", gen, gen)
	case 24:
		g.line("Promise.resolve({ then(resolve) { log(%s); resolve(%s); } }).then(() => log(%s));", g.text(w), g.text(w), g.text(w))
	case 25:
		switch kind := g.r.Intn(3); {
		case kind == 0 && g.check && !g.zero:
			g.block("fs.stat('.', () => {", "});", inner, g.size(w))
		case kind < 2 || !g.check:
			g.line("sleep(%s).then(() => log(%s));", g.pick([]string{"30", "110"}), g.text(w))
		default:
			g.line("turn().then(() => log(%s));", g.text(w))
		}
	}
}

// promise is an expression that gives a promise, or a plain value.
func (g *generatorOf) promise(w where) string {
	g.left--
	switch g.r.Intn(8) {
	case 0:
		return "null"
	case 1:
		return "Promise.resolve(1)"
	case 2:
		return fmt.Sprintf("Promise.resolve().then(() => log(%s))", g.text(w))
	case 3:
		return fmt.Sprintf("later(%s)", g.text(w))
	case 4:
		if len(g.async) > 0 {
			return fmt.Sprintf("%s(%s)", g.pick(g.async), g.text(w))
		}
	case 5:
		return "new Promise((r) => " + g.turn("r") + ")"
	case 6:
		return fmt.Sprintf("{ then(r) { log(%s); r(1); } }", g.text(w))
	case 7:
		return "(async () => Promise.resolve(3))()"
	}
	return "Promise.resolve(2)"
}

// kind is the queue of the loop that the program keeps to.
func (g *generatorOf) kind() string {
	if g.check && (!g.zero || g.r.Intn(2) == 0) {
		return "Immediate"
	}
	return "Timeout"
}

// turn is a call that runs a function in a later phase.
func (g *generatorOf) turn(f string) string {
	if g.kind() == "Immediate" {
		return "setImmediate(" + f + ")"
	}
	return "setTimeout(" + f + ")"
}
