package engine

import (
	"encoding/binary"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/cespare/xxhash/v2"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine/cache"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// What calls into dependencies do, for rules that ask (rule.Rule.Inside). A package that code in question calls is read, lowered and linked by
// itself, from the file that is imported on, and what is left of it is a program.Inside. Packages that it uses in turn are looked at in the
// same way, those behind them no more: the answer for a package must not depend on who asks first.

// dependency is what is known of a package, seen from one of its files.
type dependency struct {
	once sync.Once
	in   *program.Inside // nil when it could not be looked at
	sum  uint64          // of all that it rests on
	// files and packages are what it rests on: texts of its own, and entries of packages that it uses.
	files    []read
	packages []used
	age      uint64 // of the memory, when it was looked at or found to hold
}

type read struct {
	path    string
	content uint64
}

type used struct {
	entry string
	sum   uint64
}

// entryPoint names a dependency: a file, and how deep to look.
type entryPoint struct {
	path string
	deep bool // into the packages that it uses, too
}

// Bounds of a package. What is larger is nearly always a bundle or a tool that no handler calls, and nothing is said of it.
const (
	maxDependencyFiles = 400
	maxDependencyBytes = 4 << 20
	maxDependencyFile  = 512 << 10 // bytes of one file
)

// dependencies are those that a run has looked at.
type dependencies struct {
	mu    sync.Mutex
	known map[entryPoint]*dependency
}

// dependency looks at a package once in a run.
func (r *run) dependency(at entryPoint) *dependency {
	r.deps.mu.Lock()
	d := r.deps.known[at]
	if d == nil {
		if r.deps.known == nil {
			r.deps.known = map[entryPoint]*dependency{}
		}
		d = &dependency{}
		r.deps.known[at] = d
	}
	r.deps.mu.Unlock()
	d.once.Do(func() {
		if r.reuse.dependency(r, at, d) {
			return
		}
		if p := guard(func() { r.lookInside(at, d) }); p != nil {
			r.internal("dependency", at.path, p)
			d.in = nil
		}
		d.sum = d.restsOn()
		r.reuse.putDependency(at, d)
	})
	return d
}

// restsOn is a hash of all that a dependency rests on.
func (d *dependency) restsOn() uint64 {
	h := xxhash.New()
	var b []byte
	for _, f := range d.files {
		b = append(append(b, f.path...), 0)
		b = binary.LittleEndian.AppendUint64(b, f.content)
	}
	for _, u := range d.packages {
		b = append(append(b, u.entry...), 1)
		b = binary.LittleEndian.AppendUint64(b, u.sum)
	}
	h.Write(b)
	return h.Sum64()
}

// holds reports whether the files that a dependency rests on are as they were.
func (d *dependency) holds(r *run) bool {
	for _, f := range d.files {
		if r.contentOf(f.path) != f.content {
			return false
		}
	}
	for _, u := range d.packages {
		if r.dependency(entryPoint{u.entry, false}).sum != u.sum {
			return false
		}
	}
	return true
}

// contentOf is a hash of a file of a dependency as the disk has it, 0 when it cannot be read.
func (r *run) contentOf(file string) uint64 {
	if known := r.disk.ContentHash(file); known != 0 {
		return known
	}
	if _, err := r.disk.ReadFile(file); err != nil {
		return 0
	}
	return r.disk.ContentHash(file)
}

// lookInside reads, lowers and links a package, and summarises what its users reach.
func (r *run) lookInside(at entryPoint, d *dependency) {
	root := packageRoot(at.path)
	pkg := r.resolver.NearestPackage(root)
	if pkg == nil || !isScript(at.path) {
		return
	}
	found := r.readPackage(root, at.path, d)
	if found == nil {
		return
	}
	slices.SortFunc(found, func(a, b *lowered) int { return strings.Compare(a.path, b.path) })
	index := make(map[string]int32, len(found))
	for i, f := range found {
		index[f.path] = int32(i)
	}
	inputs := make([]program.Input, len(found))
	for i, f := range found {
		for k := range f.targets {
			f.targets[k].File = program.None
			if id, ok := index[f.targets[k].Path]; ok {
				f.targets[k].File = id
			}
		}
		inputs[i] = program.Input{Path: f.path, Rel: relative(root, f.path), Facts: f.facts, ESM: f.esm, Targets: f.targets, Package: r.packageOf(pkg)}
	}
	env := program.Env{}
	if at.deep {
		env.Inside = func(entry string) *program.Inside {
			dep := r.dependency(entryPoint{entry, false})
			if u := (used{entry, dep.sum}); !slices.Contains(d.packages, u) {
				d.packages = append(d.packages, u)
			}
			return dep.in
		}
	}
	in := program.Link(inputs, env).SummarizeInside(index[at.path])
	in.Name, in.Version = pkg.Name, pkg.Version
	slices.SortFunc(d.packages, func(a, b used) int { return strings.Compare(a.entry, b.entry) })
	d.in = in
}

// lowered is one file of a dependency after its first phase.
type lowered struct {
	path    string
	esm     bool
	facts   *effects.Facts
	targets []program.Target
}

// packageRoot is the folder of the installed package that a file belongs to, or the file's own folder where it is not installed: manifests
// further down say what kind of module files are, and make no package.
func packageRoot(file string) string {
	i := strings.LastIndex(file, "/node_modules/")
	if i < 0 {
		return path.Dir(file)
	}
	head, rest := file[:i+len("/node_modules/")], file[i+len("/node_modules/"):]
	name := packageName(rest)
	if name == rest {
		return path.Dir(file)
	}
	return head + name
}

// isScript reports whether a path is one that Node reads as JavaScript.
func isScript(file string) bool {
	switch path.Ext(file) {
	case ".js", ".cjs", ".mjs":
		return true
	}
	return false
}

// readPackage reads the files of a package that loading one of them may load; nil when there are too many.
func (r *run) readPackage(root, entry string, d *dependency) []*lowered {
	seen := map[string]bool{entry: true}
	wave := []string{entry}
	var all []*lowered
	size := 0
	for len(wave) > 0 {
		files := make([]*lowered, len(wave))
		sizes := make([]int, len(wave))
		r.eachBeside(len(wave), func(i int) { files[i], sizes[i] = r.readDependency(root, wave[i]) })
		var next []string
		for i, f := range files {
			d.files = append(d.files, read{wave[i], r.disk.ContentHash(wave[i])})
			if f == nil {
				continue
			}
			size += sizes[i]
			all = append(all, f)
			for k := range f.targets {
				if p := f.targets[k].Path; p != "" && f.targets[k].Package == "" && isScript(p) && !seen[p] {
					seen[p] = true
					next = append(next, p)
				}
			}
		}
		if len(seen) > maxDependencyFiles || size > maxDependencyBytes {
			return nil
		}
		wave = next
	}
	if len(all) == 0 || all[0].path != entry {
		return nil
	}
	return all
}

// eachBeside runs work for 0..n-1 beside the run's own workers, which wait for it.
func (r *run) eachBeside(n int, work func(i int)) {
	var wg sync.WaitGroup
	free := make(chan struct{}, r.o.Jobs)
	for i := range n {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			work(i)
		})
	}
	wg.Wait()
}

// readDependency is phase one for a file of a dependency; nil when it cannot be analysed.
func (r *run) readDependency(root, file string) (*lowered, int) {
	data, err := r.disk.ReadFile(file)
	if err != nil || len(data) > maxDependencyFile {
		return nil, 0
	}
	text := string(data)
	if refuse(file, text) != nil {
		return nil, 0
	}
	f := syntax.Parse(file, text)
	out := &lowered{path: file, esm: r.isESM(file, f.HasESM)}
	out.facts = effects.Lower(f, out.esm)
	out.targets = make([]program.Target, len(out.facts.Imports))
	for i := range out.facts.Imports {
		im := &out.facts.Imports[i]
		t := &out.targets[i]
		t.File = program.None
		if im.Flags&effects.ImportComputed != 0 || im.Kind == effects.RequireResolve {
			continue
		}
		spec := out.facts.Str(im.Spec)
		switch res, err := r.resolver.Resolve(file, spec, how(im.Kind, out.esm)); {
		case err != nil:
			t.Code = string(err.Code)
		case res.Builtin != "":
			t.Builtin = res.Builtin
		default:
			t.Path = res.Path
			if packageRoot(res.Path) != root {
				t.Package = packageName(spec)
			}
		}
	}
	return out, len(text)
}

// --- keeping it

func dependencyKey(root string, at entryPoint) cache.Hash {
	e := encoder{root: root}
	e.string("dependency")
	e.path(at.path)
	e.bool(at.deep)
	return cache.Sum(e.data)
}

// dependency takes what an earlier run knew of a package, if all that it rests on is as it was.
func (u *reuse) dependency(r *run, at entryPoint, d *dependency) bool {
	if u.memory != nil {
		known := u.memory.dependencyAt(at)
		if known == nil && !u.first || known != nil && known.age != u.age && !known.holds(r) {
			return false
		}
		if known != nil {
			d.in, d.sum, d.files, d.packages, d.age = known.in, known.sum, known.files, known.packages, u.age
			u.memory.keepDependency(at, d)
			return true
		}
	}
	key := dependencyKey(r.o.Root, at)
	data, ok := u.store.Blob(key)
	if !ok {
		return false
	}
	dec := decoder{data: data, root: r.o.Root}
	known := &dependency{}
	dec.dependency(known)
	if dec.bad || !r.sameWorld() && !known.holds(r) {
		return false
	}
	d.in, d.sum, d.files, d.packages = known.in, known.sum, known.files, known.packages
	for _, x := range d.packages {
		r.dependency(entryPoint{x.entry, false}) // so that it is kept as well
	}
	u.writer.KeepBlob(key)
	if u.memory != nil {
		d.age = u.age
		u.memory.keepDependency(at, d)
	}
	u.mu.Lock()
	u.seen[key] = true
	u.mu.Unlock()
	return true
}

// putDependency keeps what was found of a package.
func (u *reuse) putDependency(at entryPoint, d *dependency) {
	if u.memory != nil {
		d.age = u.age
		u.memory.keepDependency(at, d)
		return
	}
	u.mu.Lock()
	u.deps[at] = d
	u.mu.Unlock()
}

func (m *Memory) dependencyAt(at entryPoint) *dependency {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.deps[at]
}

func (m *Memory) keepDependency(at entryPoint, d *dependency) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.deps == nil {
		m.deps = map[entryPoint]*dependency{}
	}
	m.deps[at] = d
}

func (e *encoder) dependency(d *dependency) {
	e.u64(d.sum)
	e.int(len(d.files))
	for _, f := range d.files {
		e.path(f.path)
		e.u64(f.content)
	}
	e.int(len(d.packages))
	for _, u := range d.packages {
		e.path(u.entry)
		e.u64(u.sum)
	}
	e.bool(d.in != nil)
	if d.in != nil {
		e.inside(d.in)
	}
}

func (d *decoder) dependency(out *dependency) {
	out.sum = d.u64()
	for range d.count() {
		if d.bad {
			return
		}
		out.files = append(out.files, read{d.path(), d.u64()})
	}
	for range d.count() {
		if d.bad {
			return
		}
		out.packages = append(out.packages, used{d.path(), d.u64()})
	}
	if d.bool() {
		out.in = d.inside()
	}
}

func (e *encoder) ids(list []int32) {
	e.int(len(list))
	for _, i := range list {
		e.int(int(i))
	}
}

// ids reads indexes below n.
func (d *decoder) ids(n int) []int32 {
	var out []int32
	for range d.count() {
		if d.bad {
			break
		}
		i := d.int()
		if i < 0 || i >= n {
			d.bad = true
			break
		}
		out = append(out, int32(i))
	}
	return out
}

func (e *encoder) blocked(b *program.Blocked) {
	e.bool(b != nil)
	if b == nil {
		return
	}
	e.string(b.API)
	e.int(int(b.Kind))
	e.bool(b.Maybe)
	e.int(len(b.Way))
	for _, s := range b.Way {
		e.path(s.Path)
		e.rng(s.Range)
		e.string(s.Message)
	}
}

func (d *decoder) blocked() *program.Blocked {
	if !d.bool() {
		return nil
	}
	b := &program.Blocked{API: d.string(), Kind: nodeapi.Block(d.int()), Maybe: d.bool()}
	for range d.count() {
		if d.bad {
			break
		}
		b.Way = append(b.Way, program.InsideStep{Path: d.path(), Range: d.rng(), Message: d.string()})
	}
	return b
}

func (e *encoder) inside(in *program.Inside) {
	e.string(in.Name)
	e.string(in.Version)
	e.bool(in.ESM)
	e.int(len(in.Nodes))
	e.ids(in.Start)
	for i := range in.Nodes {
		n := &in.Nodes[i]
		e.blocked(n.Call)
		e.blocked(n.New)
		e.int(int(n.Params))
		e.ids(n.Result)
		e.ids(n.Made)
		e.int(len(n.Members))
		names := make([]string, 0, len(n.Members))
		for name := range n.Members {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			e.string(name)
			e.ids(n.Members[name])
		}
	}
}

func (d *decoder) inside() *program.Inside {
	in := &program.Inside{Name: d.string(), Version: d.string(), ESM: d.bool()}
	n := d.count()
	in.Start = d.ids(n)
	for range n {
		if d.bad {
			break
		}
		x := program.InsideNode{Call: d.blocked(), New: d.blocked(), Params: int32(d.int()), Result: d.ids(n), Made: d.ids(n)}
		for range d.count() {
			if d.bad {
				break
			}
			if x.Members == nil {
				x.Members = map[string][]int32{}
			}
			name := d.string()
			x.Members[name] = d.ids(n)
		}
		in.Nodes = append(in.Nodes, x)
	}
	return in
}
