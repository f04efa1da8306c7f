package callproof

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// function is a function of one of a package's programs; files that nothing connects are programs of their own.
type function struct {
	in *program.Program
	program.FuncRef
}

// notOwn are the files that are not the package's own code: what it depends on, and who calls it to try it.
var notOwn = regexp.MustCompile(`(^|/)(\.git|node_modules|test|tests|test-helpers|__tests__|integration|examples?|bench|benchmarks?|fixtures|coverage|docs?|scripts|tools)/|\.test\.[cm]?js$|^test\.js$|^generate-[^/]*\.js$|(^|/)(Gruntfile|[^/]*\.config)\.[cm]?js$`)

// graph is the static call graph of a package, and its functions by place.
type graph struct {
	root  string
	calls map[function]map[function]bool // true: strong
	exact map[place]function
	ends  map[place]function // methods by their end: parsers differ on where a method begins
}

// build links the JavaScript files below root, tests and dependencies left out.
func build(t *testing.T, root string) *graph {
	t.Helper()
	root, err := filepath.Abs(root)
	if err == nil {
		root, err = filepath.EvalSymlinks(root) // as Node does
	}
	if err != nil {
		t.Fatal(err)
	}
	o := engine.Options{Root: root, CacheDir: "off"}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		if d.IsDir() {
			if rel != "." && notOwn.MatchString(filepath.ToSlash(rel)+"/") {
				return fs.SkipDir
			}
			return nil
		}
		switch filepath.Ext(path) {
		case ".js", ".cjs", ".mjs":
		default:
			return nil
		}
		info, err := d.Info()
		if err != nil || notOwn.MatchString(filepath.ToSlash(rel)) {
			return err
		}
		o.Files = append(o.Files, engine.File{Path: path, Size: info.Size(), Mtime: info.ModTime().UnixNano()})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	g := &graph{root: root, calls: map[function]map[function]bool{}, exact: map[place]function{}, ends: map[place]function{}}
	o.Jobs = 1
	linked, err := engine.Programs(t.Context(), o, func(p *program.Program) error { g.add(p); return nil })
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range linked.Errors {
		t.Errorf("%s: %s", e.File, e.Message)
	}
	return g
}

func (g *graph) add(p *program.Program) {
	for _, f := range p.Files {
		rel, _ := filepath.Rel(g.root, f.Path)
		rel = filepath.ToSlash(rel)
		for id := range f.Facts.Funcs {
			fn := &f.Facts.Funcs[id]
			me := function{p, program.FuncRef{File: f.ID, Func: effects.FuncID(id)}}
			if id == 0 {
				g.exact[place{file: rel}] = me
				g.link(me)
				continue
			}
			if fn.Flags&effects.FuncFields == 0 {
				g.exact[place{rel, int(fn.Start), int(fn.End)}] = me
				if fn.Flags&effects.FuncArrow == 0 {
					g.ends[place{rel, 0, int(fn.End)}] = me
				}
			}
			g.link(me)
		}
	}
}

// link notes whom a function calls. The initializers of a class's fields are no function to Node: what they call is called by whoever
// constructs.
func (g *graph) link(me function) {
	var from func(by program.FuncRef)
	from = func(by program.FuncRef) {
		me.in.Calls(by, func(e program.Edge) {
			if e.Kind == program.EdgeCallback && e.Phase != nodeapi.PhaseSync {
				return
			}
			if me.in.Func(e.To).Flags&effects.FuncFields != 0 {
				from(e.To)
				return
			}
			if g.calls[me] == nil {
				g.calls[me] = map[function]bool{}
			}
			to := function{me.in, e.To}
			g.calls[me][to] = g.calls[me][to] || !e.Weak
		})
	}
	from(me.FuncRef)
	f := me.in.Files[me.File].Facts
	if fn := &f.Funcs[me.Func]; fn.Flags&effects.FuncCtor != 0 && fn.Class >= 0 && f.Classes[fn.Class].Fields >= 0 {
		from(program.FuncRef{File: me.File, Func: f.Classes[fn.Class].Fields})
	}
}

func (g *graph) at(p place) (function, bool) {
	if f, ok := g.exact[p]; ok {
		return f, true
	}
	f, ok := g.ends[place{p.file, 0, p.end}]
	return f, ok && p.end > 0
}

// verdict is how a package's graph compares with what ran.
type verdict struct {
	name                   string
	observed               int // pairs that ran
	strong, weak           int // of them in the graph; weak: by weak edges only
	static, confirmed      int // strong edges out of functions that ran, and those seen
	staticWeak, confirmedW int
	missing                []call // observed, not in the graph
	unseen                 []call // strong edges that were not seen
}

func compare(t *testing.T, name string, g *graph, calls []call) verdict {
	t.Helper()
	v := verdict{name: name}
	seen := map[function]map[function]bool{}
	ran := map[function]bool{}
	placeOf := map[function]place{}
	for _, c := range calls {
		from, ok1 := g.at(c.from)
		to, ok2 := g.at(c.to)
		if !ok1 || !ok2 {
			t.Errorf("%s: no function at %v or %v: the recording is of other files", name, c.from, c.to)
			continue
		}
		placeOf[from], placeOf[to] = c.from, c.to
		ran[from], ran[to] = true, true
		if seen[from] == nil {
			seen[from] = map[function]bool{}
		}
		seen[from][to] = true
		if to.Func == 0 {
			continue // require() runs a file: no call of a function
		}
		v.observed++
		switch strong, ok := g.calls[from][to]; {
		case strong:
			v.strong++
		case ok:
			v.weak++
		default:
			v.missing = append(v.missing, c)
		}
	}
	for from := range ran {
		for to, strong := range g.calls[from] {
			if !strong {
				v.staticWeak++
				if seen[from][to] {
					v.confirmedW++
				}
				continue
			}
			v.static++
			if seen[from][to] {
				v.confirmed++
			} else {
				v.unseen = append(v.unseen, call{g.place(from), g.place(to)})
			}
		}
	}
	slices.SortFunc(v.unseen, call.compare)
	return v
}

func (g *graph) place(f function) place {
	file := f.in.Files[f.File]
	rel, _ := filepath.Rel(g.root, file.Path)
	fn := &file.Facts.Funcs[f.Func]
	return place{filepath.ToSlash(rel), int(fn.Start), int(fn.End)}
}

// show is a call for a person: where, and the first words of both.
func (g *graph) show(c call) string {
	word := func(p place) string {
		data, err := os.ReadFile(filepath.Join(g.root, p.file))
		if err != nil {
			return err.Error()
		}
		if p.end == 0 {
			return p.file + " (module)"
		}
		line := 1 + strings.Count(string(data[:p.start]), "\n")
		head := string(data[p.start:min(p.end, p.start+40)])
		// What stands before says how it is named.
		from := strings.LastIndexByte(string(data[:p.start]), '\n') + 1
		head = string(data[max(from, p.start-40):p.start]) + head
		head, _, _ = strings.Cut(head, "\n")
		return strings.Join([]string{p.file, ":", itoa(line), " ", strings.TrimSpace(head)}, "")
	}
	return word(c.from) + "   =>   " + word(c.to)
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + string(rune('0'+n%10))
	}
	return string(rune('0' + n))
}

func percent(a, b int) float64 { return 100 * float64(a) / float64(cmp.Or(b, 1)) }
