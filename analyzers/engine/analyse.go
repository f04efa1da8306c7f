package engine

import (
	"bytes"
	"context"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine/cache"
	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// analysed is one file after phase one. It is immutable once its imports are resolved, so that a later run may use it again.
type analysed struct {
	path     string
	hash     cache.Hash // of the text; zero when there is none
	esm      bool
	hasESM   bool // the text has syntax that only an ES module may have
	lines    int32
	findings []rule.Diagnostic    // of the file checks
	supp     []syntax.Suppression // as the file has them
	imports  []wanted             // what it asks for
	targets  []*program.Target    // where that leads; one for each of imports
	pkg      *program.Package
	// facts are kept decoded, or encoded, or in the cache; see run.factsOf.
	facts   *effects.Facts
	encoded []byte
	entry   cache.Entry
	cached  bool
	refused *Problem // why its text was not analysed; the same text is refused again
	failed  bool     // could not be read: nothing to keep
	broken  bool     // a rule failed on it: not to be kept
}

// wanted is what must be known of an import to resolve it again.
type wanted struct {
	spec string
	kind effects.ImportKind
	flag effects.ImportFlags
	// prefix is the constant beginning of a computed specifier, and whole says that it is all of it; see program.Prefix.
	prefix string
	whole  bool
}

var noFacts = &effects.Facts{Strings: []string{""}, Values: make([]effects.Value, 1), Funcs: make([]effects.Func, 1)}

// keepDecoded is the size of a project's sources, in bytes, up to which its facts stay decoded between the phases; above it they are kept
// encoded, at a quarter of the memory.
const keepDecoded = 24 << 20

// analyse is phase one for one file: parse, the one walk, facts. A file whose content is known is taken as it was.
func (r *run) analyse(in *File) *analysed {
	f := r.reuse.byStat(r, in)
	if f == nil {
		f = r.analyseText(in)
	}
	if f.refused != nil {
		r.problem(f.path, f.refused.Message, f.refused.Remedy)
	}
	return f
}

func (r *run) analyseText(in *File) *analysed {
	text, ok := r.read(in)
	if !ok {
		r.incomplete.Store(true)
		return &analysed{path: in.Path, facts: noFacts, failed: true}
	}
	hash := cache.Sum(stringBytes(text))
	if known := r.reuse.byContent(r, in, hash); known != nil {
		return known
	}
	out := &analysed{path: in.Path, hash: hash}
	if out.refused = refuse(in.Path, text); out.refused != nil {
		r.reuse.put(r, in, out, noFacts)
		return out
	}
	t := r.clock.start()
	f := syntax.Parse(in.Path, text)
	r.clock.stop("parse", t)
	out.hasESM = f.HasESM
	out.esm = r.isESM(in.Path, f.HasESM)
	for _, p := range f.Problems {
		out.findings = append(out.findings, syntaxFinding(in.Path, p))
	}
	t = r.clock.start()
	r.walk(f, out.esm, out)
	if len(f.Problems) == 0 {
		r.checkNames(in.Path, f.Names(), out.esm, out)
	}
	r.clock.stop("walk", t)
	out.supp = f.Suppressions()
	t = r.clock.start()
	if r.reuse.keepsFacts(in) {
		facts := effects.Lower(f, out.esm)
		r.clock.stop("lower", t)
		out.about(facts)
		r.reuse.put(r, in, out, facts)
	} else {
		effects.LowerFor(f, out.esm, func(facts *effects.Facts) {
			r.clock.stop("lower", t)
			out.about(facts)
			t = r.clock.start()
			r.reuse.put(r, in, out, facts)
			r.clock.stop("encode", t)
		})
	}
	f.Release()
	return out
}

// about keeps what the engine itself wants to know of the facts. It copies strings, because those of the facts are parts of the text, which must
// not be kept alive by them.
func (f *analysed) about(facts *effects.Facts) {
	f.lines = facts.Lines
	f.imports = make([]wanted, len(facts.Imports))
	for i := range facts.Imports {
		im := &facts.Imports[i]
		f.imports[i] = wanted{spec: strings.Clone(facts.Str(im.Spec)), kind: im.Kind, flag: im.Flags}
		if im.Flags&effects.ImportComputed != 0 {
			prefix, whole := program.Prefix(facts, im.Arg)
			f.imports[i].prefix, f.imports[i].whole = strings.Clone(prefix), whole
		}
	}
}

// isESM reports whether Node takes a file for an ES module: its extension and package.json say, or else its syntax.
func (r *run) isESM(file string, hasESM bool) bool {
	kind, _ := r.resolver.KindOf(file, modules.Import)
	return kind == modules.KindESM || (kind == modules.KindAmbiguous || kind == modules.KindUnknown) && hasESM
}

// factsOf are the facts of a file, decoded anew when they are not kept decoded. ok is false when the cache lost them.
func (r *run) factsOf(f *analysed) (*effects.Facts, bool) {
	if f.facts != nil {
		return f.facts, true
	}
	if f.refused != nil {
		return noFacts, true
	}
	if known, ok := r.reuse.factsFor(f); ok {
		return known, true
	}
	data := f.encoded
	if data == nil {
		var ok bool
		if data, ok = r.reuse.facts(f.entry); !ok {
			return nil, false
		}
	}
	t := r.clock.start()
	defer r.clock.stop("decode", t)
	// A copy on the heap, because decoded strings alias what they were decoded from, and a finding may quote them.
	facts, err := effects.Decode(bytes.Clone(data))
	return facts, err == nil
}

// resolveAll finds where the imports of every file lead, unless a run before said so and the disk is as it was.
func (r *run) resolveAll(ctx context.Context) {
	r.parallel(ctx, len(r.files), func(i int) {
		f := r.files[i]
		if f.failed || f.refused != nil || f.targets != nil {
			return
		}
		t := r.clock.start()
		r.resolve(f)
		r.clock.stop("resolve", t)
	})
	r.answers.Clear()
}

func (r *run) resolve(f *analysed) {
	dir := path.Dir(f.path)
	f.targets = make([]*program.Target, len(f.imports))
	for i := range f.imports {
		im := &f.imports[i]
		if im.flag&effects.ImportComputed != 0 {
			f.targets[i] = nowhere
			continue
		}
		f.targets[i] = r.target(f, dir, im)
	}
	if p := r.resolver.NearestPackage(dir); p != nil {
		f.pkg = r.packageOf(p)
	}
}

// elsewhere reports whether a file runs in another host than this program's Node: it needs several modules to load at all that nothing here
// provides and no package.json names. Agents for embedded engines and scripts of other programs are like that.
func (f *analysed) elsewhere() bool {
	var lacks []string
	for i, im := range f.imports {
		if im.kind != effects.Require || im.flag&(effects.ImportInTry|effects.ImportComputed|effects.ImportLazy) != 0 || i >= len(f.targets) || f.targets[i].Code != string(modules.CodeModuleNotFound) {
			continue
		}
		if im.spec == "" || im.spec[0] == '.' || im.spec[0] == '/' || slices.Contains(lacks, im.spec) {
			continue
		}
		name := im.spec
		if f.pkg != nil && slices.ContainsFunc(f.pkg.Ranges, func(r program.Range) bool { return name == r.Name || strings.HasPrefix(name, r.Name+"/") }) {
			continue
		}
		lacks = append(lacks, im.spec)
	}
	return len(lacks) >= 3
}

// nowhere is the target of an import whose specifier is not known.
var nowhere = &program.Target{File: program.None}

// question is all that where a specifier leads depends on; files of one folder ask the same again and again.
type question struct {
	dir, ext, spec string
	how            modules.How
}

// target is where an import leads. Equal answers to equal questions are one.
func (r *run) target(f *analysed, dir string, im *wanted) *program.Target {
	q := question{dir, path.Ext(f.path), im.spec, how(im.kind, f.esm)}
	if known, ok := r.answers.Load(q); ok {
		return known.(*program.Target)
	}
	t := &program.Target{File: program.None}
	switch res, err := r.resolver.Resolve(f.path, im.spec, q.how); {
	case err != nil:
		t.Code = string(err.Code)
	case res.Builtin != "":
		t.Builtin, t.Via = res.Builtin, string(res.Via)
	default:
		t.Path, t.Via = res.Path, string(res.Via)
		if id, ok := r.index[t.Path]; ok {
			t.Path = r.o.Files[id].Path // one copy of each path
		}
		if res.Package != nil && res.InNodeModules {
			t.Package = res.Package.Name
		}
	}
	known, _ := r.answers.LoadOrStore(q, t)
	return known.(*program.Target)
}

// how is by which of Node's two resolvers an import is resolved. Static imports of a CommonJS file were compiled from ES syntax by a build
// step, to require calls.
func how(kind effects.ImportKind, esm bool) modules.How {
	if kind == effects.DynamicImport || kind == effects.StaticImport && esm {
		return modules.Import
	}
	return modules.Require
}

// explain says more of a specifier that leads nowhere.
func (r *run) explain(from, spec string, kind effects.ImportKind) program.Missing {
	esm := false
	if i, ok := r.index[from]; ok {
		esm = r.files[i].esm
	}
	_, err := r.resolver.Resolve(from, spec, how(kind, esm))
	if err == nil {
		return program.Missing{}
	}
	m := program.Missing{Nearest: err.Suggest()}
	if err.NotFound() {
		m.Tried = err.Tried()
		m.Excuse = r.excuse(from, spec)
		m.OtherCase = err.OtherCase()
	}
	return m
}

// parts are the weakly connected components of the module graph, each in order of file, the parts in order of their first file.
func (r *run) parts() [][]int32 {
	parent := make([]int32, len(r.files))
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(x int32) int32 {
		for parent[x] != x {
			parent[x] = parent[parent[x]]
			x = parent[x]
		}
		return x
	}
	join := func(i, k int32) {
		if a, b := find(i), find(k); a < b {
			parent[b] = a
		} else {
			parent[a] = b
		}
	}
	for i, f := range r.files {
		for k := range f.targets {
			if id, ok := r.index[f.targets[k].Path]; ok && f.targets[k].Path != "" {
				join(int32(i), id)
			}
			for _, id := range r.scanned(f.path, &f.imports[k]) {
				join(int32(i), id)
			}
		}
	}
	group := make(map[int32]int, 64)
	var parts [][]int32
	for i := range r.files {
		root := find(int32(i))
		g, ok := group[root]
		if !ok {
			g = len(parts)
			group[root] = g
			parts = append(parts, nil)
		}
		parts[g] = append(parts[g], int32(i))
	}
	return parts
}

// judgeAll links and judges the project in parts: files that no import connects cannot influence each other, so each connected part is a
// program of its own. That bounds memory, lets parts run side by side, and limits what one change can touch.
func (r *run) judgeAll(ctx context.Context) []rule.Diagnostic {
	parts := r.parts()
	// the largest first, so that no worker is left alone with it at the end; see queue
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return len(parts[order[a]]) > len(parts[order[b]]) })
	results := make([][]rule.Diagnostic, len(parts))
	r.judged = r.newJudged(parts)
	next := queue{end: len(parts)}
	r.parallel(ctx, len(parts), func(int) {
		k, front := next.take()
		defer next.done(front)
		i := order[k]
		var key cache.Hash
		if r.reuse.keepsParts() {
			key = r.partKey(parts[i])
			r.judged.keys[i] = key
		}
		if known, ok := r.reuse.part(r, key); ok {
			results[i] = known
			return
		}
		asked := newAsked()
		found, prog, ok := r.judge(ctx, parts[i], asked)
		results[i] = found
		if prog != nil && r.reuse.memory != nil && r.open(parts[i]) {
			r.judged.made[i] = prog
		}
		if ok && r.reuse.keepsParts() {
			r.reuse.putPart(key, found, asked)
		}
	})
	var all []rule.Diagnostic
	for _, f := range r.files {
		all = append(all, f.findings...)
	}
	for _, fs := range results {
		all = append(all, fs...)
	}
	return all
}

// queue gives out the parts of a project, which are in order of size. One worker at a time has one of the large ones, the others take the small ones
// first: the programs that are in memory at the same time are then as small as may be, and all workers are busy to the end.
type queue struct {
	mu         sync.Mutex
	begin, end int
	busy       bool // somebody has one from the front
}

func (q *queue) take() (k int, front bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.busy {
		q.busy = true
		q.begin++
		return q.begin - 1, true
	}
	q.end--
	return q.end, false
}

func (q *queue) done(front bool) {
	if front {
		q.mu.Lock()
		q.busy = false
		q.mu.Unlock()
	}
}

// judge links and judges one part, and gives the program for who wants to keep it. asked collects what the rules wanted to know of the disk. Not ok
// says that the findings are not all of them: a rule failed, the run was cancelled, or a file is not as it was.
func (r *run) judge(ctx context.Context, part []int32, asked *asked) (out []rule.Diagnostic, made *living, ok bool) {
	h := &host{run: r, asked: asked, ctx: ctx}
	prog, ok := r.link(h, part, false)
	if prog == nil {
		return nil, nil, false
	}
	pass := rule.NewProgramPass(prog, &out)
	for _, ru := range r.o.Rules {
		if ru.Program == nil {
			continue
		}
		pass.Rule = ru
		t := r.clock.start()
		before := len(out)
		if p := guard(func() { ru.Program(pass) }); p != nil {
			out = out[:before]
			ok = false
			r.internal(ru.ID, r.files[part[0]].path, p)
		}
		if ctx.Err() != nil {
			return nil, nil, false
		}
		r.clock.stop("rule "+ru.ID, t)
	}
	out = besidePages(out, prog)
	h.asked, h.ctx = nil, nil
	return out, &living{prog, h}, ok
}

// besidePages are the findings but for those in files that run in a page, or in another host: what the rules say of Node is not so there.
func besidePages(list []rule.Diagnostic, prog *program.Program) []rule.Diagnostic {
	if len(list) == 0 {
		return list
	}
	page := map[string]bool{}
	for _, f := range prog.Files {
		page[f.Path] = f.Page() || f.ForeignHost()
	}
	return slices.DeleteFunc(list, func(d rule.Diagnostic) bool { return page[d.File] })
}

// link makes the program of one part, nil when it was cancelled or linking failed; whole is program.Env.Whole. Not ok says that a file is not as it
// was, or was not looked at in full.
func (r *run) link(h *host, part []int32, whole bool) (prog *program.Program, ok bool) {
	ok = true
	local := make(map[string]int32, len(part))
	for i, id := range part {
		local[r.files[id].path] = int32(i)
	}
	inputs := make([]program.Input, len(part))
	open := r.reuse.memory != nil && r.open(part)
	for i, id := range part {
		f := r.files[id]
		if f.broken {
			ok = false
		}
		facts, kept := r.factsOf(f)
		if !kept { // the cache lost them under our feet
			facts = r.again(f)
			ok = false
		} else if open {
			r.reuse.keepDecoded(f, facts)
		}
		if h.canceled() {
			return nil, false
		}
		targets := make([]program.Target, len(facts.Imports))
		for k := range targets {
			t := &targets[k]
			if k < len(f.targets) {
				*t = *f.targets[k]
			}
			t.File = program.None
			if id, ok := local[t.Path]; ok && t.Path != "" {
				t.File = id
			}
			if k >= len(f.imports) {
				continue // the file has changed since
			}
			for _, id := range r.scanned(f.path, &f.imports[k]) {
				t.Scan = append(t.Scan, local[r.files[id].path])
			}
		}
		inputs[i] = program.Input{Path: f.path, Rel: relative(r.o.Root, f.path), Facts: facts, ESM: f.esm, Targets: targets, Package: f.pkg, Test: program.IsTestPath(relative(r.o.Root, f.path)) || f.elsewhere()}
	}
	env := program.Env{Exists: h.exists, Explain: h.explain, Canceled: h.canceled, Whole: whole}
	if slices.ContainsFunc(r.o.Rules, func(ru *rule.Rule) bool { return ru.Inside }) {
		env.Inside = h.inside
	}
	t := r.clock.start()
	if p := guard(func() { prog = program.Link(inputs, env) }); p != nil {
		r.internal("link", inputs[0].Path, p)
		return nil, false
	}
	r.clock.stop("link", t)
	if h.canceled() {
		return nil, false
	}
	return prog, ok
}

// again makes the facts of a file once more.
func (r *run) again(f *analysed) *effects.Facts {
	text, ok := r.read(&r.o.Files[r.index[f.path]])
	if !ok {
		return noFacts
	}
	return effects.Lower(syntax.Parse(f.path, text), f.esm)
}

func relative(root, file string) string {
	if len(file) > len(root) && file[:len(root)] == root {
		return file[len(root):]
	}
	return file
}
