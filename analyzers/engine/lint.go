package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"runtime/debug"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"
	"unsafe"

	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// DefaultMaxSize is the largest file that is read unless Options say otherwise, in bytes.
const DefaultMaxSize = 2 << 20

type run struct {
	o        Options
	started  time.Time
	overlaid bool // some texts are not the disk's
	disk     *modules.OS
	resolver *modules.Resolver
	answers  sync.Map         // question -> *program.Target, until all are resolved
	packages sync.Map         // *modules.PackageJSON -> *program.Package
	index    map[string]int32 // path -> file
	files    []*analysed
	reuse    *reuse
	visitors [syntax.KindCount][]visitor
	visits   bool // there are visitors
	// folders are the files by folder; see folder.
	folders     map[string][]int32
	foldersOnce sync.Once
	deps        dependencies
	incomplete  atomic.Bool // a file could not be read, or a rule failed
	paths       uint64
	pathsOnce   sync.Once
	clock       timing
	judged      *judged // the parts, once they are known
	mu          sync.Mutex
	errs        []Problem
}

type visitor struct {
	rule  *rule.Rule
	visit func(*rule.FilePass, syntax.Node)
}

// newRun prepares a run. Its reuse must be closed.
func newRun(o Options) *run {
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.MaxSize <= 0 {
		o.MaxSize = DefaultMaxSize
	}
	r := &run{o: o, started: time.Now(), index: make(map[string]int32, len(o.Files)), files: make([]*analysed, len(o.Files))}
	r.clock.on = o.Timing
	var overlay map[string][]byte
	if len(o.Texts) > 0 {
		overlay = make(map[string][]byte, len(o.Texts))
		for path, text := range o.Texts {
			overlay[path] = []byte(text)
		}
	}
	for i := range o.Files {
		r.index[o.Files[i].Path] = int32(i)
		if t := o.Files[i].Text; t != nil {
			if overlay == nil {
				overlay = map[string][]byte{}
			}
			overlay[o.Files[i].Path] = []byte(*t)
		}
	}
	r.overlaid = overlay != nil
	r.reuse = openReuse(r, overlay)
	return r
}

func lint(ctx context.Context, o Options) (*Result, error) {
	if o.Root == "" {
		return nil, errors.New("engine: Options.Root is empty")
	}
	r := newRun(o)
	defer r.reuse.close()
	if res := r.unchanged(ctx); res != nil {
		return res, nil
	}
	for _, ru := range r.o.Rules {
		for _, v := range ru.Visit {
			r.visits = true
			for _, k := range v.Kinds {
				r.visitors[k] = append(r.visitors[k], visitor{ru, v.Visit})
			}
		}
	}
	r.phaseOne(ctx)
	if err := ctx.Err(); err != nil {
		r.reuse.keepUnfinished()
		return nil, err
	}
	r.resolveAll(ctx)
	findings := r.judgeAll(ctx)
	if err := ctx.Err(); err != nil {
		r.reuse.keepUnfinished()
		return nil, err
	}
	v := r.suppress(findings)
	r.sortProblems()
	r.reuse.save(r, v)
	return r.finish(v), nil
}

// look gives the run a view of the disk, below the texts of the run.
func (r *run) look(overlay map[string][]byte) {
	r.disk = modules.NewOS(r.o.Root)
	var fs modules.FS = r.disk
	if len(overlay) > 0 {
		fs = modules.NewOverlay(fs, overlay)
	}
	r.resolver = modules.New(fs, modules.Options{})
}

// parallel runs work for 0..n-1 on the run's workers, the callers' order not kept.
func (r *run) parallel(ctx context.Context, n int, work func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(r.o.Jobs, max(n, 1)) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return
				}
				work(i)
			}
		}()
	}
	wg.Wait()
}

func (r *run) phaseOne(ctx context.Context) {
	total := len(r.o.Files)
	var done atomic.Int64
	r.parallel(ctx, total, func(i int) {
		r.files[i] = r.analyse(&r.o.Files[i])
		if d := int(done.Add(1)); r.o.Progress != nil && d%64 == 0 {
			r.mu.Lock()
			r.o.Progress(d, total)
			r.mu.Unlock()
		}
	})
}

func (r *run) problem(file, message, remedy string) {
	r.mu.Lock()
	r.errs = append(r.errs, Problem{File: file, Message: message, Remedy: remedy})
	r.mu.Unlock()
}

// read gives the text of a file, or says why there is none.
func (r *run) read(f *File) (text string, ok bool) {
	if f.Text != nil {
		return *f.Text, true
	}
	if f.Size > r.o.MaxSize {
		r.problem(f.Path, fmt.Sprintf("%d bytes is over the limit of %d; not analysed", f.Size, r.o.MaxSize), "raise it with --max-size, or ignore the file in .nodebeyondignore")
		return "", false
	}
	data, err := readInto(nil, f)
	if err != nil {
		var pe *os.PathError
		msg := err.Error()
		if errors.As(err, &pe) {
			msg = pe.Err.Error()
		}
		r.problem(f.Path, "cannot be read: "+msg, "check that it exists and that you may read it")
		return "", false
	}
	if int64(len(data)) > r.o.MaxSize {
		r.problem(f.Path, fmt.Sprintf("%d bytes is over the limit of %d; not analysed", len(data), r.o.MaxSize), "raise it with --max-size, or ignore the file in .nodebeyondignore")
		return "", false
	}
	return unsafe.String(unsafe.SliceData(data), len(data)), true // nobody else has data
}

// refuse says why a text cannot be analysed, nil when it can.
func refuse(file, s string) *Problem {
	if i := strings.IndexByte(s, 0); i >= 0 {
		return &Problem{file, fmt.Sprintf("is binary (a zero byte at offset %d); not analysed", i), "ignore it in .nodebeyondignore"}
	}
	if !utf8.ValidString(s) {
		return &Problem{file, fmt.Sprintf("is not UTF-8 (at byte %d); not analysed", firstInvalid(s)), "save it as UTF-8: Node reads source text as UTF-8"}
	}
	return nil
}

// stringBytes are the bytes of a string, which must not be changed.
func stringBytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

func firstInvalid(s string) int {
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return 0
}

// checkNames runs the checks of names. One that panics is reported and costs its findings in this file.
func (r *run) checkNames(file string, n syntax.Names, esm bool, out *analysed) {
	pass := rule.NewNamesPass(file, n, esm, &out.findings)
	for _, ru := range r.o.Rules {
		if ru.Names == nil {
			continue
		}
		pass.Rule = ru
		before := len(out.findings)
		if p := guard(func() { ru.Names(pass) }); p != nil {
			out.findings, out.broken = out.findings[:before], true
			r.internal(ru.ID, file, p)
		}
	}
}

// walk is the one walk: every file check sees its nodes in it. A check that panics is reported and costs its findings in this file.
func (r *run) walk(f *syntax.File, esm bool, out *analysed) {
	if !r.visits {
		return
	}
	pass := rule.NewFilePass(f, esm, &out.findings)
	var broken map[*rule.Rule]bool
	for id := int32(0); id < int32(f.Len()); id++ {
		n := f.NodeAt(id)
		for _, v := range r.visitors[n.Kind()] {
			if broken[v.rule] {
				continue
			}
			pass.Rule = v.rule
			if p := guard(func() { v.visit(pass, n) }); p != nil {
				if broken == nil {
					broken = map[*rule.Rule]bool{}
				}
				broken[v.rule] = true
				out.broken = true
				r.internal(v.rule.ID, f.Path, p)
			}
		}
	}
}

// panicked is a recovered panic.
type panicked struct {
	value any
	stack string
}

func guard(f func()) (p *panicked) {
	defer func() {
		if v := recover(); v != nil {
			p = &panicked{v, string(debug.Stack())}
		}
	}()
	f()
	return nil
}

// panicsAreFatal is set by tests, where a panic of a rule must not pass for a result.
var panicsAreFatal bool

func (r *run) internal(ruleID, file string, p *panicked) {
	if panicsAreFatal {
		panic(fmt.Sprintf("%s on %s: %v\n%s", ruleID, file, p.value, p.stack))
	}
	r.incomplete.Store(true)
	r.problem(file, fmt.Sprintf("internal error in rule %s: %v; its findings here are missing", ruleID, p.value), "report it with the file, please; --rule without this rule avoids it")
}

// packageOf is what the analyses know of a package.json, made once for each.
func (r *run) packageOf(p *modules.PackageJSON) *program.Package {
	if known, ok := r.packages.Load(p); ok {
		return known.(*program.Package)
	}
	pkg := newPackage(p, r.o.Engines)
	if above := r.resolver.NearestPackage(path.Dir(p.Dir)); above != nil && path.Dir(p.Dir) != p.Dir {
		within(pkg, r.packageOf(above))
	}
	made, _ := r.packages.LoadOrStore(p, pkg)
	return made.(*program.Package)
}

// within tells a package.json below another one what that one says of its files: builds write one of their own, often with "type" alone, and
// the package's main module is below it. One without a name is part of the package above, with what that depends on.
func within(pkg, above *program.Package) {
	for _, at := range slices.Concat([]string{above.Main}, above.Bins, above.Starts, above.Exports) {
		if strings.HasPrefix(at, pkg.Dir+"/") && !slices.Contains(pkg.Exports, at) {
			pkg.Exports = append(pkg.Exports, at)
		}
	}
	if pkg.Name == "" && len(pkg.Ranges) == 0 {
		pkg.Ranges, pkg.Engines = above.Ranges, cmp.Or(pkg.Engines, above.Engines)
	}
}

// newPackage takes engines for a package that says nothing of its own. What it says of the versions that it may run on goes before the one that its authors use.
func newPackage(p *modules.PackageJSON, engines string) *program.Package {
	d := p.Details()
	pkg := &program.Package{Dir: p.Dir, Name: p.Name, Engines: cmp.Or(d.Engines["node"], d.Volta["node"], engines)}
	if p.Main != "" {
		pkg.Main = path.Join(p.Dir, p.Main)
	}
	for _, b := range d.Bin {
		pkg.Bins = append(pkg.Bins, path.Join(p.Dir, b))
	}
	sort.Strings(pkg.Bins)
	if pkg.Main == "" {
		pkg.Main = path.Join(p.Dir, "index.js")
	}
	pkg.Starts = starts(p)
	pkg.Exports = exported(p)
	for _, kind := range []map[string]string{d.Dependencies, d.PeerDependencies, d.DevDependencies} {
		for name, r := range kind {
			if !slices.ContainsFunc(pkg.Ranges, func(x program.Range) bool { return x.Name == name }) {
				pkg.Ranges = append(pkg.Ranges, program.Range{Name: name, Range: r})
			}
		}
	}
	sort.Slice(pkg.Ranges, func(i, j int) bool { return pkg.Ranges[i].Name < pkg.Ranges[j].Name })
	return pkg
}

func (r *run) sortProblems() {
	sort.Slice(r.errs, func(i, j int) bool {
		if r.errs[i].File != r.errs[j].File {
			return r.errs[i].File < r.errs[j].File
		}
		return r.errs[i].Message < r.errs[j].Message
	})
}

// finish weighs the findings as the settings say. What it gets is not changed: it may be another run's memory.
func (r *run) finish(v verdict) *Result {
	byID := map[string]*rule.Rule{}
	for _, list := range [2][]*rule.Rule{r.o.Rules, ownRules} {
		for _, ru := range list {
			byID[ru.ID] = ru
		}
	}
	// off reports whether all of some rules are off in a file.
	off := func(file string, ids []string) bool {
		for _, id := range ids {
			if r.o.Severity == nil || r.o.Severity(file, byID[id]) != rule.Off {
				return false
			}
		}
		return true
	}
	kept := make([]rule.Diagnostic, 0, len(v.findings))
	next := v.about
	for i, d := range v.findings {
		if len(next) > 0 && next[0].finding == i {
			useless := !off(d.File, next[0].rules)
			next = next[1:]
			if !useless {
				continue
			}
		}
		if r.o.Severity != nil {
			ru := byID[d.Rule]
			d.Severity = weight(r.o.Severity(d.File, ru), d.Severity, ru)
		}
		if d.Severity != rule.Off {
			kept = append(kept, d)
		}
	}
	// A rule that is off in a file does not silence another one there.
	silent := map[int]bool{}
	r.yield(kept, func(int) bool { return true }, func(i int) { silent[i] = true })
	if len(silent) > 0 {
		all := kept
		kept = kept[:0]
		for i := range all {
			if !silent[i] {
				kept = append(kept, all[i])
			}
		}
	}
	res := &Result{Findings: kept, Errors: r.errs, Timing: r.clock.rows()}
	for _, f := range r.files {
		if f == nil {
			continue
		}
		res.Stats.Files++
		res.Stats.Lines += int(f.lines)
		if f.cached {
			res.Stats.Cached++
		}
	}
	res.texts = r.textOf()
	if r.reuse.memory != nil {
		res.run = r
	}
	return res
}

func sortFindings(list []rule.Diagnostic) {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		switch {
		case a.File != b.File:
			return a.File < b.File
		case a.Range.Start != b.Range.Start:
			return a.Range.Start < b.Range.Start
		case a.Range.End != b.Range.End:
			return a.Range.End < b.Range.End
		case a.Rule != b.Rule:
			return a.Rule < b.Rule
		}
		return a.Message < b.Message
	})
}

// dedupe drops a second finding of the same rule at the same place.
func dedupe(list []rule.Diagnostic) []rule.Diagnostic {
	out := list[:0]
	for i := range list {
		if n := len(out); n > 0 && out[n-1].File == list[i].File && out[n-1].Rule == list[i].Rule && out[n-1].Range == list[i].Range {
			continue
		}
		out = append(out, list[i])
	}
	return out
}

func (r *run) textOf() func(string) (string, error) {
	overlay := map[string]string{}
	for i := range r.o.Files {
		if t := r.o.Files[i].Text; t != nil {
			overlay[r.o.Files[i].Path] = *t
		}
	}
	return func(p string) (string, error) {
		if t, ok := overlay[p]; ok {
			return t, nil
		}
		data, err := os.ReadFile(p)
		return string(data), err
	}
}

// timing adds up the time of phases and rules over all workers.
type timing struct {
	on   bool
	mu   sync.Mutex
	sums map[string]*TimingRow
}

func (t *timing) start() time.Time {
	if !t.on {
		return time.Time{}
	}
	return time.Now()
}

func (t *timing) stop(name string, since time.Time) {
	if !t.on {
		return
	}
	d := time.Since(since)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sums == nil {
		t.sums = map[string]*TimingRow{}
	}
	row := t.sums[name]
	if row == nil {
		row = &TimingRow{Name: name}
		t.sums[name] = row
	}
	row.Nanoseconds += d.Nanoseconds()
	row.Count++
}

func (t *timing) rows() []TimingRow {
	var out []TimingRow
	for _, r := range t.sums {
		out = append(out, *r)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}
