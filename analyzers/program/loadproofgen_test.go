package program_test

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

// project is a small program: the plain text that is analysed, and the same with calls that log, which Node runs.
type project struct {
	files    map[string]*source // by path below the project
	others   map[string]string  // package.json, data
	entry    string
	entryESM bool
	imports  bool // it calls import()
}

// source is the text of a module in both forms. reads says where each logged read stands in the plain one.
type source struct {
	plain, logged strings.Builder
	reads         map[int][2]int
	tries         map[int]int // by id, where the try stands
}

// both writes text to both forms, only to the logged one.
func (s *source) both(text string) { s.plain.WriteString(text); s.logged.WriteString(text) }
func (s *source) only(text string) { s.logged.WriteString(text) }

// generator makes random projects, the same ones for the same seed.
type generator struct {
	*rand.Rand
	p       *project
	modules []*genModule
	ids     int
	forward int // how rarely a module asks for one before it, which makes cycles
	later   int // import() calls that may still be written: the order of two that wait is Node's own affair
}

// genModule is one module of a project under construction.
type genModule struct {
	index   int
	file    string
	esm     bool
	names   []string // what it exports in the end, roughly
	aliased bool     // package.json names it: #mN, and self/mN
	out     *source
	known   []handle // what its statements may use
	vars    int
	fns     []string // functions declared so far
}

// handle is a variable that holds a module, or a name of one.
type handle struct {
	text   string
	to     *genModule
	name   string // "" for the module itself
	isName bool
	live   bool // an import binding: a bare use is a read of a name
}

func newProject(seed uint64, mode string) *project {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 7))}
	g.p = &project{files: map[string]*source{}, others: map[string]string{}}
	g.forward = g.IntN(100)
	if mode != "mixed" {
		g.later = 1 // beside require() of ES modules it is a race in Node
	}
	n := 2 + g.IntN(7)
	if g.chance(10) {
		n = 8 + g.IntN(5)
	}
	typ := ""
	if mode != "cjs" {
		typ = g.pick("", "commonjs", "module")
	}
	for i := range n {
		m := &genModule{index: i, out: &source{reads: map[int][2]int{}, tries: map[int]int{}}}
		ext := g.pick(".js", ".js", ".cjs")
		if mode == "esm" || mode == "mixed" && g.chance(50) {
			ext = ".mjs"
			if typ == "module" && g.chance(50) {
				ext = ".js"
			}
		} else if typ == "module" {
			ext = ".cjs"
		}
		m.esm = ext == ".mjs" || ext == ".js" && typ == "module"
		m.file = fmt.Sprintf("m%d%s", i, ext)
		if g.chance(15) {
			m.file = "lib/" + m.file
		}
		m.aliased = g.chance(25)
		for _, name := range []string{"x", "y", "z", "f", "g", "K", "o"} {
			if g.chance(45) {
				m.names = append(m.names, name)
			}
		}
		if m.esm && g.chance(40) {
			m.names = append(m.names, "default")
		}
		g.modules = append(g.modules, m)
	}
	g.manifest(typ)
	for _, m := range g.modules {
		g.write(m)
		g.p.files[m.file] = m.out
	}
	e := g.modules[g.IntN(min(n, 3))]
	g.p.entry, g.p.entryESM = e.file, e.esm
	return g.p
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func (g *generator) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g *generator) manifest(typ string) {
	var imports, exports []string
	for _, m := range g.modules {
		if m.aliased {
			imports = append(imports, fmt.Sprintf(`"#m%d":"./%s"`, m.index, m.file))
			exports = append(exports, fmt.Sprintf(`"./m%d":"./%s"`, m.index, m.file))
		}
	}
	text := `{"name":"self"`
	if typ != "" {
		text += `,"type":"` + typ + `"`
	}
	g.p.others["package.json"] = text + `,"imports":{` + strings.Join(imports, ",") + `},"exports":{` + strings.Join(exports, ",") + `}}`
	g.p.others["data.json"] = `{"x":1}`
}

// spec is how m asks for another module.
func (g *generator) spec(m, to *genModule) string {
	if to.aliased && g.chance(30) {
		return g.pick("#", "self/") + fmt.Sprintf("m%d", to.index)
	}
	rel := to.file
	if strings.HasPrefix(m.file, "lib/") {
		if rest, ok := strings.CutPrefix(rel, "lib/"); ok {
			rel = "./" + rest
		} else {
			rel = "../" + rel
		}
	} else {
		rel = "./" + rel
	}
	if !m.esm && path.Ext(rel) == ".js" && g.chance(40) {
		rel = strings.TrimSuffix(rel, ".js")
	}
	return rel
}

// someone is a module to ask for: mostly another one, at times itself.
func (g *generator) someone(m *genModule) *genModule {
	for range 8 {
		to := g.modules[g.IntN(len(g.modules))]
		if to.index < m.index && g.chance(g.forward) {
			continue
		}
		if to != m || g.chance(10) {
			return to
		}
	}
	return g.modules[0]
}

func (g *generator) id() int { g.ids++; return g.ids }

func (m *genModule) fresh(prefix string) string {
	m.vars++
	return fmt.Sprintf("%s%d_%d", prefix, m.index, m.vars)
}

// --- reads

// member reads a name of what base evaluates to.
func (g *generator) member(m *genModule, h handle, name string) {
	o := m.out
	id := g.id()
	o.only(fmt.Sprintf("__r(%d, () => ", id))
	start := o.plain.Len()
	g.use(m, h)
	o.both("." + name)
	o.reads[id] = [2]int{start, o.plain.Len()}
	o.only(")")
}

// use writes a variable; one that an import statement binds to a name is a read.
func (g *generator) use(m *genModule, h handle) {
	if !h.live {
		m.out.both(h.text)
		return
	}
	id := g.id()
	m.out.only(fmt.Sprintf("__r(%d, () => ", id))
	start := m.out.plain.Len()
	m.out.both(h.text)
	m.out.reads[id] = [2]int{start, m.out.plain.Len()}
	m.out.only(")")
}

// kindOf is what a name holds by convention: v a value, f a function, c a class, o an object.
func kindOf(name string) byte {
	switch name {
	case "f", "g":
		return 'f'
	case "K":
		return 'c'
	case "o":
		return 'o'
	}
	return 'v'
}

// wanted is a name to read from a module: mostly one that it has.
func (g *generator) wanted(to *genModule) string {
	if len(to.names) > 0 && g.chance(85) {
		return to.names[g.IntN(len(to.names))]
	}
	return g.pick("x", "y", "z", "f", "g", "K", "o", "nope")
}

// readStmt reads something that m holds. calls says that functions may be called.
func (g *generator) readStmt(m *genModule, calls bool) {
	if len(m.known) == 0 {
		m.out.both("0;\n")
		return
	}
	h := m.known[g.IntN(len(m.known))]
	o := m.out
	name, isMember := h.name, false
	if !h.isName {
		name, isMember = g.wanted(h.to), true
		if h.to.esm && name == "default" && g.chance(50) {
			name = "x"
		}
	}
	expr := func() {
		if isMember {
			g.member(m, h, name)
		} else {
			g.use(m, h)
		}
	}
	kind := kindOf(name)
	forward := calls && h.to != nil && h.to.index > m.index
	switch k := g.IntN(14); {
	case k < 2 && kind == 'c':
		o.both("class " + m.fresh("L") + " extends ")
		expr()
		o.both(" {}\n")
	case k < 5 && kind == 'c':
		o.both("new (")
		expr()
		o.both(")();\n")
	case k < 7 && kind == 'f' && forward && isMember && !h.live:
		id := g.id()
		o.only(fmt.Sprintf("__m(%d, %s, '%s');\n", id, h.text, name))
		start := o.plain.Len()
		o.plain.WriteString(h.text + "." + name)
		o.reads[id] = [2]int{start, o.plain.Len()}
		o.plain.WriteString("();\n")
	case k < 9 && kind == 'f' && forward && !isMember:
		o.both("(")
		expr()
		o.both(")();\n")
	case k < 8 && kind == 'o' && isMember:
		expr()
		o.both(".x;\n")
	case k == 9 && isMember && !h.live && g.chance(40):
		id := g.id()
		o.only(fmt.Sprintf("__r(%d, () => ", id))
		start := o.plain.Len()
		o.both(h.text + "?." + name)
		o.reads[id] = [2]int{start, o.plain.Len()}
		o.only(")")
		o.both(";\n")
	case k == 9:
		o.both("const " + m.fresh("v") + " = ")
		expr()
		o.both(";\n")
	case k == 10:
		o.both("if (")
		expr()
		o.both(") { ")
		g.small(m)
		o.both(" } else { ")
		g.small(m)
		o.both(" }\n")
	case k == 11:
		o.both("const " + m.fresh("v") + " = ")
		expr()
		o.both(g.pick(" || 5", " ?? 5", " && 5", " === undefined ? 1 : 2") + ";\n")
	case k == 12:
		o.both("if (typeof ")
		expr()
		o.both(g.pick(" === 'undefined'", " !== 'undefined'", " === 'function'") + ") { ")
		g.small(m)
		o.both(" }\n")
	default:
		expr()
		o.both(";\n")
	}
}

// small is a statement that fits into a branch.
func (g *generator) small(m *genModule) {
	if len(m.known) > 0 {
		h := m.known[g.IntN(len(m.known))]
		if h.isName {
			g.use(m, h)
		} else {
			g.member(m, h, g.wanted(h.to))
		}
		m.out.both(";")
	}
}

// --- values

// value writes an expression to export under a name.
func (g *generator) value(m *genModule, name string) {
	o := m.out
	switch kindOf(name) {
	case 'f':
		switch g.IntN(3) {
		case 0:
			o.both("function () { ")
			g.body(m)
			o.both(" }")
		case 1:
			o.both("() => { ")
			g.body(m)
			o.both(" }")
		default:
			if len(m.fns) > 0 {
				o.both(m.fns[g.IntN(len(m.fns))])
			} else {
				o.both("function named() { ")
				g.body(m)
				o.both(" }")
			}
		}
	case 'c':
		switch {
		case g.chance(40):
			o.both("class { static x = 1; run() { ")
			g.body(m)
			o.both(" } }")
		case g.chance(40):
			o.both("class { constructor() { ")
			g.body(m)
			o.both(" } }")
		default:
			o.both("class K" + fmt.Sprint(m.index) + " { get size() { return 1; } }")
		}
	case 'o':
		o.both("{ x: 1 }")
	default:
		if len(m.known) > 0 && g.chance(30) {
			h := m.known[g.IntN(len(m.known))]
			if h.isName {
				g.use(m, h)
			} else {
				g.member(m, h, g.wanted(h.to))
			}
			return
		}
		o.both(g.pick("1", "'s'", "true", "0", "null", "`t`", "[1]", "-1", "undefined"))
	}
}

// body is what a function does: reads, at times a require.
func (g *generator) body(m *genModule) {
	known := m.known
	if !m.esm && g.chance(20) {
		to := g.someone(m)
		if to.index > m.index || g.chance(50) {
			v := m.fresh("r")
			m.out.both("const " + v + " = require('" + g.spec(m, to) + "'); ")
			m.known = append(slices.Clone(m.known), handle{text: v, to: to})
		}
	}
	for range g.IntN(3) {
		if len(m.known) > 0 {
			h := m.known[g.IntN(len(m.known))]
			if g.chance(20) {
				m.out.both("return ")
			}
			if h.isName {
				g.use(m, h)
			} else if name := g.wanted(h.to); kindOf(name) == 'f' && h.to.index > m.index && !h.live && g.chance(40) {
				id := g.id()
				o := m.out
				o.only(fmt.Sprintf("__m(%d, %s, '%s')", id, h.text, name))
				start := o.plain.Len()
				o.plain.WriteString(h.text + "." + name)
				o.reads[id] = [2]int{start, o.plain.Len()}
				o.plain.WriteString("()")
			} else {
				g.member(m, h, name)
			}
			m.out.both("; ")
		}
	}
	m.known = known
}

// --- modules

func (g *generator) write(m *genModule) {
	o := m.out
	if m.esm {
		g.writeESM(m)
	} else {
		g.writeCommonJS(m)
	}
	o.only(fmt.Sprintf(";__e(%d);\n", m.index))
}

func (g *generator) writeCommonJS(m *genModule) {
	o := m.out
	if g.chance(30) {
		o.both("'use strict';\n")
	}
	o.only(fmt.Sprintf("__s(%d);\n", m.index))
	names := slices.Clone(m.names)
	g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	if g.chance(30) { // as most programs: what it needs first
		for range 1 + g.IntN(3) {
			g.requireStmt(m)
		}
	}
	if len(names) > 1 && g.chance(35) {
		g.replaceExports(m, &names)
	}
	for k := 4 + g.IntN(8); k > 0 || len(names) > 0; k-- {
		switch r := g.IntN(10); {
		case r < 3:
			g.requireStmt(m)
		case r < 6 && len(names) > 0:
			g.exportStmt(m, names[0])
			names = names[1:]
		case r == 6:
			g.functionStmt(m)
		case r == 7 && g.chance(30):
			g.meddle(m)
		case r == 8 && g.chance(30) && len(names) > 1:
			g.replaceExports(m, &names)
		default:
			g.readStmt(m, true)
		}
	}
}

// functionStmt declares a function, and calls it at once, later, or never.
func (g *generator) functionStmt(m *genModule) {
	name := m.fresh("fn")
	o := m.out
	early := g.chance(15)
	if early {
		o.both(name + "();\n")
	}
	o.both("function " + name + "() { ")
	g.body(m)
	o.both(" }\n")
	m.fns = append(m.fns, name)
	if g.chance(40) {
		o.both(name + "();\n")
	}
}

// requireStmt asks for a module in one of the ways that people write.
func (g *generator) requireStmt(m *genModule) {
	o := m.out
	to := g.someone(m)
	spec := g.spec(m, to)
	req := "require('" + spec + "')"
	switch g.IntN(12) {
	case 0:
		req = "module." + req
	case 1:
		v := m.fresh("load")
		o.both("const " + v + " = require;\n")
		req = v + "('" + spec + "')"
	case 2:
		v := m.fresh("create")
		o.both("const " + v + " = require('node:module').createRequire(__filename);\n")
		req = v + "('" + spec + "')"
	}
	whole := func(v string) { m.known = append(m.known, handle{text: v, to: to}) }
	switch k := g.IntN(20); {
	case k < 6:
		v := m.fresh("m")
		o.both(g.pick("const ", "let ", "var ") + v + " = " + req + ";\n")
		whole(v)
	case k < 9:
		var ids, names, parts []string
		var more []handle
		for _, name := range []string{g.wanted(to), g.wanted(to)} {
			if slices.Contains(names, "'"+name+"'") || name == "default" {
				continue
			}
			v := m.fresh(name)
			names = append(names, "'"+name+"'")
			parts = append(parts, name+": "+v)
			more = append(more, handle{text: v, to: to, name: name, isName: true})
		}
		o.both("const { ")
		for i, part := range parts {
			id := g.id()
			ids = append(ids, fmt.Sprint(id))
			start := o.plain.Len()
			o.both(part)
			if g.chance(15) {
				o.both(" = 5")
			}
			o.reads[id] = [2]int{start, start + strings.Index(part, ":")}
			if i < len(parts)-1 {
				o.both(", ")
			}
		}
		o.both(" } = ")
		o.only("__d([" + strings.Join(ids, ",") + "], [" + strings.Join(names, ",") + "], ")
		o.both(req)
		o.only(")")
		o.both(";\n")
		m.known = append(m.known, more...)
	case k < 11:
		name := g.wanted(to)
		v := m.fresh(name)
		o.both("const " + v + " = ")
		g.member(m, handle{text: req, to: to}, name)
		o.both(";\n")
		m.known = append(m.known, handle{text: v, to: to, name: name, isName: true})
	case k == 11:
		o.both(req + ";\n")
	case k == 12:
		v := m.fresh("m")
		o.both("let " + v + ";\nif (" + g.pick("true", "false", "require.main === module", "typeof exports === 'object'", "typeof module !== 'undefined'") + ") { " + v + " = " + req + "; } else { " + v + " = require('" + g.spec(m, g.someone(m)) + "'); }\n")
		whole(v)
	case k == 13:
		v := m.fresh("m")
		id := g.id()
		o.both("let " + v + ";\n")
		o.tries[id] = o.plain.Len()
		o.both("try { " + v + " = " + req + "; ")
		if g.chance(40) {
			m.known = append(m.known, handle{text: v, to: to})
			g.readStmt(m, true)
			m.known = m.known[:len(m.known)-1]
		}
		o.both("} catch (e) {")
		o.only(fmt.Sprintf(" __c(%d, e);", id))
		if g.chance(50) {
			o.both(" " + v + " = require('" + g.spec(m, g.someone(m)) + "'); }\n")
			whole(v)
		} else {
			o.both(" }\n")
		}
	case k == 14:
		fn := m.fresh("lazy")
		o.both("function " + fn + "() { return ")
		if g.chance(50) {
			o.both(req)
		} else {
			g.member(m, handle{text: req, to: to}, g.wanted(to))
		}
		o.both("; }\n")
		if g.chance(60) {
			o.both(fn + "();\n")
		}
		m.fns = append(m.fns, fn)
	case k == 15:
		v := m.fresh("m")
		switch g.IntN(5) {
		case 0:
			o.both("const " + v + " = " + req + ";\nfor (const k in " + v + ") exports[k] = " + v + "[k];\n")
			whole(v)
		case 1:
			o.both("const " + v + " = " + req + ";\nObject.keys(" + v + ").forEach((k) => { exports[k] = " + v + "[k]; });\n")
			whole(v)
		default:
			o.both("Object.assign(exports, " + req + ");\n")
		}
	case k == 16:
		name := g.wanted(to)
		if name == "default" {
			name = "x"
		}
		o.both(g.pick("exports.", "module.exports.") + name + " = ")
		g.member(m, handle{text: req, to: to}, name)
		o.both(";\n")
	case k == 17:
		name := g.pick("x", "y", "z")
		o.both("Object.defineProperty(exports, '" + name + "', { enumerable: true, get() { return ")
		g.member(m, handle{text: req, to: to}, name)
		o.both("; } });\n")
	case k == 18:
		if g.chance(6) {
			o.both("if (process.env.NODEBEYOND_NEVER) { " + req + "; }\n")
		} else if g.chance(30) && g.later > 0 {
			g.importCall(m)
		} else if g.chance(30) {
			o.both("const " + m.fresh("j") + " = require('" + g.dataSpec(m) + "');\n")
		} else {
			id := g.id()
			o.tries[id] = o.plain.Len()
			o.both("try { require('./missing'); } catch (e) {")
			o.only(fmt.Sprintf(" __c(%d, e);", id))
			o.both(" }\n")
		}
	default:
		v := m.fresh("m")
		o.both("const " + v + " = " + req + " || {};\n")
		whole(v)
	}
}

// importCall asks for a module that is loaded later.
func (g *generator) importCall(m *genModule) {
	to := g.someone(m)
	spec := g.spec(m, to)
	if path.Ext(spec) == "" && !strings.HasPrefix(spec, "#") && !strings.HasPrefix(spec, "self/") {
		spec += path.Ext(to.file)
	}
	g.later--
	g.p.imports = true
	m.out.only("__p(")
	m.out.both("import('" + spec + "')")
	m.out.only(")")
	m.out.both(";\n")
}

func (g *generator) dataSpec(m *genModule) string {
	if strings.HasPrefix(m.file, "lib/") {
		return "../data.json"
	}
	return "./data.json"
}

// exportStmt sets a name.
func (g *generator) exportStmt(m *genModule, name string) {
	o := m.out
	if name == "default" {
		name = "x"
	}
	switch k := g.IntN(12); {
	case k < 6:
		o.both("exports." + name + " = ")
		g.value(m, name)
	case k < 9:
		o.both("module.exports." + name + " = ")
		g.value(m, name)
	case k == 9:
		o.both("this." + name + " = ")
		g.value(m, name)
	case k == 10 && kindOf(name) == 'f':
		fn := m.fresh("fn")
		o.both("exports." + name + " = " + fn + ";\nfunction " + fn + "() { ")
		g.body(m)
		o.both(" }")
	case k == 10 && kindOf(name) == 'c':
		c := m.fresh("C")
		o.both("class " + c + " {}\nexports." + name + " = " + c)
	default:
		o.both("Object.defineProperty(exports, '" + name + "', { enumerable: " + g.pick("true", "false") + ", value: ")
		g.value(m, name)
		o.both(" })")
	}
	o.both(";\n")
}

// replaceExports gives module.exports another object.
func (g *generator) replaceExports(m *genModule, names *[]string) {
	o := m.out
	if g.chance(12) {
		switch g.IntN(3) {
		case 0:
			o.both("module.exports = function () { ")
			g.body(m)
			o.both(" };\n")
		case 1:
			o.both("module.exports = class { static x = 1; };\n")
		default:
			to := g.someone(m)
			o.both("module.exports = require('" + g.spec(m, to) + "');\n")
		}
		return
	}
	o.both(g.pick("module.exports = { ", "exports = module.exports = { ", "module.exports = exports = { "))
	take := 1 + g.IntN(len(*names))
	for _, name := range (*names)[:take] {
		switch {
		case kindOf(name) == 'v' && g.chance(15):
			o.both("get " + name + "() { return ")
			g.value(m, "v")
			o.both("; }, ")
		case kindOf(name) == 'f' && g.chance(40):
			o.both(name + "() { ")
			g.body(m)
			o.both(" }, ")
		default:
			o.both(name + ": ")
			g.value(m, name)
			o.both(", ")
		}
	}
	*names = (*names)[take:]
	if g.chance(25) {
		o.both("...require('" + g.spec(m, g.someone(m)) + "')")
	}
	o.both(" };\n")
}

// meddle changes an object of another module.
func (g *generator) meddle(m *genModule) {
	var whole []handle
	for _, h := range m.known {
		if !h.isName && !h.to.esm {
			whole = append(whole, h)
		}
	}
	if len(whole) == 0 {
		return
	}
	h := whole[g.IntN(len(whole))]
	name := g.pick("x", "y", "z")
	switch g.IntN(4) {
	case 0:
		m.out.both("delete " + h.text + "." + name + ";\n")
	case 1:
		m.out.both("Object.assign(" + h.text + ", { " + name + ": 1 });\n")
	default:
		m.out.both(h.text + "." + name + " = " + g.pick("1", "undefined") + ";\n")
	}
}

// --- ES modules

func (g *generator) writeESM(m *genModule) {
	o := m.out
	names := slices.Clone(m.names)
	g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	imports := 1 + g.IntN(3)
	if g.chance(60) {
		for ; imports > 0; imports-- {
			g.importStmt(m, &names)
		}
	}
	o.only(fmt.Sprintf("__s(%d);\n", m.index))
	for k := 3 + g.IntN(6); k > 0 || len(names) > 0; k-- {
		switch r := g.IntN(10); {
		case r < 2 && imports > 0:
			imports--
			g.importStmt(m, &names)
		case r < 6 && len(names) > 0:
			name := names[0]
			names = names[1:]
			g.esmExport(m, name)
		case r == 6 && g.later > 0 && g.chance(5):
			g.importCall(m)
		case r == 6:
			g.functionStmt(m)
		default:
			g.readStmt(m, true)
		}
	}
}

func (g *generator) importStmt(m *genModule, names *[]string) {
	o := m.out
	to := g.someone(m)
	spec := g.spec(m, to)
	if !to.esm {
		switch g.IntN(4) {
		case 3:
			if len(to.names) == 0 {
				o.both("import '" + spec + "';\n")
				break
			}
			name := to.names[g.IntN(len(to.names))]
			v := m.fresh(name)
			o.both("import { " + name + " as " + v + " } from '" + spec + "';\n")
			m.known = append(m.known, handle{text: v, to: to, name: name, isName: true, live: true})
		case 0:
			v := m.fresh("d")
			o.both("import " + v + " from '" + spec + "';\n")
			m.known = append(m.known, handle{text: v, to: to, live: true})
		case 1:
			v := m.fresh("ns")
			o.both("import * as " + v + " from '" + spec + "';\n")
			m.known = append(m.known, handle{text: v, to: to})
		default:
			o.both("import '" + spec + "';\n")
		}
		return
	}
	switch k := g.IntN(12); {
	case k < 5 && len(to.names) > 0:
		name := to.names[g.IntN(len(to.names))]
		if g.chance(2) {
			name = "nope"
		}
		v := m.fresh(name)
		o.both("import { " + name + " as " + v + " } from '" + spec + "';\n")
		m.known = append(m.known, handle{text: v, to: to, name: name, isName: true, live: true})
	case k < 8:
		v := m.fresh("ns")
		o.both("import * as " + v + " from '" + spec + "';\n")
		m.known = append(m.known, handle{text: v, to: to})
	case k == 8:
		o.both("import '" + spec + "';\n")
	case k == 9 && len(to.names) > 0 && to != m:
		name := to.names[g.IntN(len(to.names))]
		as := "r" + fmt.Sprint(m.vars)
		m.vars++
		o.both("export { " + name + " as " + as + " } from '" + spec + "';\n")
		m.names = append(m.names, as)
	case k == 10:
		o.both("export * from '" + spec + "';\n")
	default:
		v := m.fresh("all")
		o.both("export * as " + v + " from '" + spec + "';\n")
	}
}

func (g *generator) esmExport(m *genModule, name string) {
	o := m.out
	if name == "default" {
		switch g.IntN(4) {
		case 0:
			o.both("export default function () { ")
			g.body(m)
			o.both(" }\n")
		case 1:
			o.both("export default class { static x = 1; }\n")
		case 2:
			o.both("export default { x: 1 };\n")
		default:
			o.both("export default ")
			g.value(m, "v")
			o.both(";\n")
		}
		return
	}
	switch kindOf(name) {
	case 'f':
		if g.chance(60) {
			o.both("export function " + name + "() { ")
			g.body(m)
			o.both(" }\n")
			return
		}
	case 'c':
		if g.chance(60) {
			o.both("export class " + name + " { static x = 1; }\n")
			return
		}
	}
	if g.chance(25) {
		v := m.fresh("local")
		o.both(g.pick("const ", "let ", "var ") + v + " = ")
		g.value(m, name)
		o.both(";\nexport { " + v + " as " + name + " };\n")
		return
	}
	o.both("export " + g.pick("const ", "let ", "var ") + name + " = ")
	g.value(m, name)
	o.both(";\n")
}
