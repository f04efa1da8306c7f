package modules

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// tree is a small project on the disk; paths are relative to its root.
type tree struct {
	files map[string]string
	links map[string]string
	// from are the folders that ask; each gets a probe.mjs.
	from  []string
	specs []string
}

// probe is the file that asks: its own import() is what Node runs.
const probe = "export default (specifier) => import(specifier);\n"

// question and answer are the wire format of testdata/ask-node.cjs.
type question struct {
	From string `json:"from"`
	Spec string `json:"spec"`
	How  string `json:"how"`
}

type answer struct {
	Path     string `json:"path"`
	Suffix   string `json:"suffix"`
	Builtin  string `json:"builtin"`
	Data     bool   `json:"data"`
	Format   string `json:"format"`
	Code     string `json:"code"`
	LoadCode string `json:"loadCode"`
}

func (a answer) String() string {
	switch {
	case a.Code != "":
		return a.Code
	case a.Builtin != "":
		return "node:" + a.Builtin
	case a.Data:
		return "data:"
	}
	return a.Path + a.Suffix
}

// TestAgainstNode lays the trees out and holds every answer against Node's.
func TestAgainstNode(t *testing.T) {
	trees := append(handTrees(t), randomTrees(1, 400)...)
	if n, err := strconv.Atoi(os.Getenv("NODEBEYOND_TREES")); err == nil {
		seed, _ := strconv.ParseUint(os.Getenv("NODEBEYOND_SEED"), 10, 64)
		trees = randomTrees(seed, n)
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	questions := writeTrees(t, root, trees)
	line, answers := askNode(t, root, questions)

	disk := New(NewOS(root), Options{Line: line, NoFallbacks: true})
	memory := New(memoryOf(root, trees), Options{Line: line, NoFallbacks: true})
	different, kinds := 0, 0
	for i, q := range questions {
		want := answers[i]
		if want.LoadCode != "" && want.LoadCode != want.Code {
			t.Errorf("%s: node resolves with %s but loads with %s: the question is unfit", q, want.Code, want.LoadCode)
		}
		for name, r := range map[string]*Resolver{"disk": disk, "memory": memory} {
			got := ours(r, q)
			if got.String() != want.String() {
				if different++; different <= 60 {
					t.Errorf("%s (%s)\n got %s\nwant %s", q, name, got, want)
				}
			}
			if want.Format != "" && got.Path == want.Path {
				kinds++
				checkFormat(t, r, q, want)
			}
		}
	}
	t.Logf("node %d: %d trees, %d questions, %d formats, %d differences", line, len(trees), len(questions), kinds, different)
}

func (q question) String() string { return fmt.Sprintf("%s %q from %s", q.How, q.Spec, q.From) }

// ours asks the resolver and puts what it says in Node's words.
func ours(r *Resolver, q question) answer {
	how := Require
	if q.How == "import" {
		how = Import
	}
	x, err := r.Resolve(q.From, q.Spec, how)
	if err != nil {
		return answer{Code: string(err.Code)}
	}
	return answer{Path: x.Path, Suffix: x.Suffix, Builtin: x.Builtin, Data: x.Data}
}

// checkFormat holds KindOf against the format that Node gives with the URL; null
// is Node's word for "the text decides".
func checkFormat(t *testing.T, r *Resolver, q question, want answer) {
	t.Helper()
	ext := extOf(want.Path)
	if want.Format == "undefined" && (ext == ".node" || ext == ".jsx" || IsTypeScript(want.Path)) {
		return // addons and types need a flag on this line, JSX a compiler
	}
	got, _ := r.KindOf(want.Path, Import)
	format := map[string]Kind{
		"undefined": KindUnknown, "null": KindAmbiguous, "commonjs": KindCommonJS, "module": KindESM, "json": KindJSON, "wasm": KindWasm, "addon": KindAddon,
		"commonjs-typescript": KindCommonJS, "module-typescript": KindESM,
	}
	kind, known := format[want.Format]
	if !known || got != kind {
		t.Errorf("kind of %s: got %s, node says %s", want.Path, got, want.Format)
	}
}

// nodeBinary finds the Node to compare with: NODEBEYOND_NODE, the checkout's
// cache, or the PATH.
func nodeBinary(t *testing.T) string {
	t.Helper()
	if p := os.Getenv("NODEBEYOND_NODE"); p != "" {
		return p
	}
	if p, err := filepath.Abs("../../.cache/node/24/node_modules/node/bin/node"); err == nil {
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	p, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("no node: set NODEBEYOND_NODE or put node into the PATH")
	}
	return p
}

func askNode(t *testing.T, root string, questions []question) (line int, answers []answer) {
	t.Helper()
	in, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "questions.json")
	if err := os.WriteFile(file, in, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(nodeBinary(t), "--expose-internals", "--no-warnings", "testdata/ask-node.cjs", file)
	cmd.Env = append(os.Environ(), "HOME="+root, "NODE_PATH=", "NODE_OPTIONS=")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var reply struct {
		Line    int      `json:"line"`
		Answers []answer `json:"answers"`
	}
	if err := json.Unmarshal(out, &reply); err != nil {
		t.Fatal(err)
	}
	if len(reply.Answers) != len(questions) {
		t.Fatalf("%d answers for %d questions", len(reply.Answers), len(questions))
	}
	return reply.Line, reply.Answers
}

// writeTrees puts tree i into root/i and gives every question about it.
func writeTrees(t *testing.T, root string, trees []tree) []question {
	t.Helper()
	var questions []question
	made := map[string]bool{} // folders; making one is a slow call on some systems
	for i, tr := range trees {
		base := filepath.Join(root, strconv.Itoa(i))
		for _, p := range sortedNames(tr.files) {
			at := filepath.Join(base, p)
			if dir := filepath.Dir(at); !made[dir] {
				made[dir] = true
				if err := os.MkdirAll(dir, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(at, []byte(tr.files[p]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range sortedNames(tr.links) {
			at := filepath.Join(base, p)
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(tr.links[p], at); err != nil {
				t.Fatal(err)
			}
		}
		for _, dir := range tr.from {
			for _, spec := range tr.specs {
				// $ROOT in a specifier is the absolute path of the tree.
				spec = strings.ReplaceAll(spec, "$ROOT", filepath.ToSlash(base))
				for _, how := range []string{"require", "import"} {
					questions = append(questions, question{From: probeOf(filepath.ToSlash(base), dir), Spec: spec, How: how})
				}
			}
		}
	}
	return questions
}

func probeOf(base, dir string) string { return cleanAbs(base + "/" + dir + "/probe.mjs") }

func memoryOf(root string, trees []tree) *Memory {
	files := map[string]string{}
	for i, tr := range trees {
		for p, text := range tr.files {
			files[cleanAbs(fmt.Sprintf("%s/%d/%s", root, i, p))] = text
		}
	}
	m := NewMemory(files)
	for i, tr := range trees {
		for p, target := range tr.links {
			m.Link(fmt.Sprintf("%s/%d/%s", root, i, p), target)
		}
	}
	return m
}

// generator makes random trees, the same ones for the same seed.
type generator struct{ *rand.Rand }

func randomTrees(seed uint64, n int) []tree {
	g := generator{rand.New(rand.NewPCG(seed, 2))}
	trees := make([]tree, n)
	for i := range trees {
		trees[i] = g.tree()
	}
	return trees
}

func (g generator) pick(list []string) string { return list[g.IntN(len(list))] }

func (g generator) chance(percent int) bool { return g.IntN(100) < percent }

var (
	genFolders = []string{".", "src", "src/deep", "lib", "packages/w", "a b", "50%41", "q?r"}
	genFiles   = []string{
		"index.js", "index.json", "index.node", "index.mjs", "main.js", "main.cjs", "main.mjs", "x.js", "x.json", "x.node",
		"x", "x.ts", "x.mjs", "x.cjs", "y.js", "y/index.js", "x/index.js", "x/package.json", "lib/x.js", "lib/y.js", "lib/x/index.js", "lib/x.ts",
		"a b.js", "A.js", "%41.js", "x?y.js", "x#y.js", "x*.js", "é.js", "z.js.js", "w.wasm", "x.foo", ".hidden", "dist/x.js", "x%2fy.js",
	}
	genPackages = []string{"p", "q", "@s/p", "p.js", "fs", "#x", "self", "@s/self", "test", "p q", "process"}
	genTargets  = []string{
		"./index.js", "./x.js", "./lib/x.js", "./lib/*.js", "./*", "./lib/*", "./missing.js", "lib/x.js", "../x.js", "/x.js", "./node_modules/q/index.js",
		"./lib/../x.js", "", "./", "./lib/", "./lib", "p", "q", "q/x.js", "#x", "node:fs", "fs", "./%2e%2e/x.js", "./x%2fy.js", "./a%20b.js", "./a b.js",
		"./x.js?v=1", "./x.js#h", "./*?v", "./NODE_modules/x.js", "./lib//x.js", "./x", "./*.js", "p/*", "./*/*.js", "https://e.org/x", "@s/p", "q*", "./x%zz.js", `.\x.js`, "./lib\\x.js",
	}
	genConditions = []string{"node", "import", "require", "default", "browser", "module-sync", "node-addons", "development", "types", "0", "1.5"}
	genKeys       = []string{".", "./x", "./x.js", "./lib/*", "./lib/*.js", "./*", "./lib/", "./lib/x*", "./*/x.js", "./package.json", "./l*b/x.js", "./*.js", "./x/", "./**", ".x", "./a b.js", "./lib/x.js"}
	genImports    = []string{"#x", "#lib/*", "#lib/*.js", "#fs", "#", "#/x", "#/*", "#a/", "#p", "#*", "#q/*", "x", "#node"}
	genSpecs      = []string{
		"./x", "./x.js", "./lib", "./lib/", "./lib/x", "./lib/x.js", ".", "..", "./", "../", "../x", "..//x", ".//x.js", "./y", "./y/", "./missing", "./X", "./index", "./main",
		"p", "p/", "p/x", "p/x.js", "p/lib/x", "p/lib/x.js", "p/lib/", "p/lib", "p/package.json", "p/index.js", "p/./x", "p/../q", "p//x", "p/node_modules/q", "p/lib/../x.js", "p/lib/x.js/", "p/a b.js", "p/a%20b.js",
		"@s/p", "@s/p/x", "@s", "@s/", "@/x", "@s/p/lib/x.js", "@s//x", "@s/../q", "@s/.x",
		"self", "self/x", "self/lib/x.js", "self/package.json", "selfish", "@s/self", "@s/self/x",
		"#x", "#lib/x", "#lib/x.js", "#/x", "#", "#a/", "#fs", "#p", "#q/x.js", "#missing", "#node", "#lib/../x",
		"fs", "node:fs", "node:nope", "test", "node:test", "fs/", "fs/promises", "node:fs/promises", "node:sqlite", "sqlite", "node:sea", "_stream_wrap", "process/", "node:", "NODE:fs",
		"$ROOT/x.js", "$ROOT/x", "$ROOT/lib/", "file://$ROOT/x.js", "file:$ROOT/x.js", "FILE://$ROOT/x.js?q", "file://host/x.js", "//host/x.js", "file:///", "file:x.js",
		"data:text/javascript,0", "https://e.org/x.js", "http:", "foo:bar", "c:\\x", "p:", "blob:x",
		"p?q", "p#h", "p/x.js?q", "./x.js?q#h", "./x.js?", "./x%2ejs", "./x%2fy.js", "./lib%2fx.js", "./%zz", "./%ff", "./x.js%", "./lib%5cx.js", "./x?y.js", "./x%3fy.js", "./x#y.js",
		".foo", "..foo", ".../x", "..", ".hidden", "./.hidden", "%p", "p%2fx", "p\\x", "", " p", "p ", "./x.js ", " ./x.js", "./a b.js", "./a%20b.js", "./%41.js", "./é.js", "./%C3%A9.js",
		"./x\\y", ".\\x.js", "..\\x.js", "./lib\\x.js", "./lib/../x.js", "./lib/./x.js", "./z.js", "./z", "./w.wasm", "./x.foo", "./x.node", "./x.ts", "./link", "./link/x.js", "./link.js", "./loop", "./loop/x.js", "./dangling",
		"p.js", "p q", "q", "q/x", "q/lib/x.js", "*", "p/*", "p/x*.js", "./x*.js", "toString", "__proto__", "p\t/x.js", "./x\n.js", "./x|y", "./x.js/", "./x.js/.", "./x.js/..", "/", "//",
	}
	genBroken = []string{
		"", " ", "null", "[]", "3", `"s"`, "{", `{"name":"p",}`, `{"name":"p"`, "{'name':'p'}", "// c\n{}", "{} // c", `{"name":3}`, `{"type":3}`, `{"main":3}`,
		`{"exports":{".":"./x.js",}}`, `{"imports":{"#x":"./x.js",},"name":"self"}`, `{"dependencies":{"a":"1",},"main":"x.js"}`, `{"main":"x.js" "a":1}`, `{"a":tru,"main":"x.js"}`,
		"\ufeff{\"main\":\"x.js\"}", `{"name":"self","exports":"[x"}`, `{"name":"self","exports":"[\"./x.js\"]"}`, `{"exports":"{}"}`, `{"m\u0061in":"x.js"}`, `{"name":"self","exports":null}`,
		`{"name":"self","exports":false}`, `{"name":"self","exports":7}`, `{"imports":null}`, `{"imports":"s"}`, `{"imports":[]}`, `{"imports":false}`, `{"main":"a\qb"}`, "{\"name\":\"\xff\"}", `{"main":"x.js"}}`, `{"main":"x.js"} {}`, `{"main":"./lib/x.js","main":"x.js"}`, "{\"main\":\"x\ty\"}",
	}
	genMains = []string{"main.js", "./main.js", "main", "lib", "lib/", "./lib/x", "missing", "missing.js", "", ".", "..", "../q", "x", "/x.js", "index.json", "a b.js", "x.js?q", "%41.js", "./x.js/", "lib/../x.js", "y", "x#y.js", "a%20b.js"}
)

func (g generator) tree() tree {
	tr := tree{files: map[string]string{}, links: map[string]string{}}
	folders := []string{"."}
	for range g.IntN(3) {
		folders = append(folders, g.pick(genFolders))
	}
	for _, dir := range folders {
		g.fill(tr, dir, 3+g.IntN(6))
		if g.chance(60) {
			tr.files[join2(dir, "package.json")] = g.packageJSON()
		}
		for range g.IntN(4) {
			pkg := join2(dir, "node_modules/"+g.pick(genPackages))
			if g.chance(10) && len(folders) > 1 {
				tr.links[pkg] = strings.Repeat("../", strings.Count(pkg, "/")) + g.pick(folders)
				continue
			}
			g.fill(tr, pkg, 1+g.IntN(6))
			if g.chance(85) {
				tr.files[join2(pkg, "package.json")] = g.packageJSON()
			}
			if g.chance(20) {
				g.fill(tr, pkg+"/node_modules/"+g.pick(genPackages), 3)
			}
			if g.chance(25) {
				tr.from = append(tr.from, pkg)
			}
		}
		if g.chance(10) {
			g.fill(tr, join2(dir, "node_modules"), 2)
			tr.from = append(tr.from, join2(dir, "node_modules"))
		}
	}
	for name, target := range map[string]string{"link": g.pick(folders), "link.js": g.pick(genFiles), "loop": "loop", "dangling": "nowhere"} {
		if g.chance(20) {
			tr.links[name] = target
		}
	}
	tr.from = append(tr.from, folders...)
	tr.from = unique(tr.from)
	g.Shuffle(len(tr.from), func(i, j int) { tr.from[i], tr.from[j] = tr.from[j], tr.from[i] })
	tr.from = tr.from[:min(len(tr.from), 4)]
	for _, dir := range tr.from {
		tr.files[join2(dir, "probe.mjs")] = probe
	}
	for range 8 {
		tr.specs = append(tr.specs, g.pick(genSpecs))
	}
	tr.dropConflicts()
	return tr
}

func (g generator) fill(tr tree, dir string, n int) {
	for range n {
		name := g.pick(genFiles)
		text := ""
		if baseOf(name) == "package.json" {
			text = g.packageJSON()
		}
		tr.files[join2(dir, name)] = text
	}
}

func join2(dir, name string) string { return filepath.ToSlash(filepath.Join(dir, name)) }

func unique(list []string) []string {
	sort.Strings(list)
	out := list[:0]
	for i, s := range list {
		if i == 0 || s != list[i-1] {
			out = append(out, s)
		}
	}
	return out
}

// dropConflicts removes names that are wanted both as a file and as a folder, or
// that lie below a link.
func (tr *tree) dropConflicts() {
	folders := map[string]bool{}
	for _, p := range sortedNames(tr.files) {
		for dir := filepath.Dir(p); dir != "."; dir = filepath.Dir(dir) {
			folders[dir] = true
		}
	}
	for p := range tr.links {
		if _, ok := tr.files[p]; ok || folders[p] {
			delete(tr.links, p)
		}
	}
	for p := range tr.files {
		if folders[p] {
			delete(tr.files, p)
		}
	}
	kept := tr.from[:0]
	for _, dir := range tr.from {
		if _, ok := tr.files[join2(dir, "probe.mjs")]; ok {
			kept = append(kept, dir)
		}
	}
	tr.from = kept
}

func (g generator) packageJSON() string {
	if g.chance(10) {
		return g.pick(genBroken)
	}
	var members []string
	if g.chance(70) {
		members = append(members, `"name":`+quote(g.pick([]string{"self", "self", "@s/self", "p", "fs", ""})))
	}
	if g.chance(40) {
		members = append(members, `"main":`+quote(g.pick(genMains)))
	}
	if g.chance(40) {
		members = append(members, `"type":`+quote(g.pick([]string{"module", "commonjs", "other"})))
	}
	if g.chance(55) {
		members = append(members, `"exports":`+g.exports())
	}
	if g.chance(40) {
		members = append(members, `"imports":`+g.object(genImports, 4))
	}
	g.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return "{" + strings.Join(members, ",") + "}"
}

func quote(s string) string {
	out, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(out)
}

func (g generator) exports() string {
	switch g.IntN(10) {
	case 0, 1:
		return g.target(0)
	case 2:
		return g.object(genConditions, 3)
	case 3: // a mixture, mostly refused
		return g.object(append([]string{".", "./x"}, genConditions[:2]...), 2)
	}
	return g.object(genKeys, 5)
}

func (g generator) object(keys []string, n int) string {
	var members []string
	for range 1 + g.IntN(n) {
		members = append(members, quote(g.pick(keys))+":"+g.target(0))
	}
	return "{" + strings.Join(members, ",") + "}"
}

func (g generator) target(depth int) string {
	switch k := g.IntN(20); {
	case k == 0:
		return "null"
	case k == 1:
		return g.pick([]string{"false", "5", "true", "[]", "{}"})
	case k < 4 && depth < 3:
		var items []string
		for range g.IntN(4) {
			items = append(items, g.target(depth+1))
		}
		return "[" + strings.Join(items, ",") + "]"
	case k < 9 && depth < 3:
		var members []string
		for range 1 + g.IntN(3) {
			cond := g.pick(genConditions[:9])
			if g.chance(2) {
				cond = g.pick(genConditions)
			}
			members = append(members, quote(cond)+":"+g.target(depth+1))
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	if g.chance(60) {
		return quote(g.pick(genTargets[:6]))
	}
	return quote(g.pick(genTargets))
}

// handTrees reads testdata/trees/*.txtar. The comment says what the tree shows and
// holds the lines
//
//	from <folder>
//	ask <specifier, quoted if it has odd spaces>
//	link <path> <target>
func handTrees(t *testing.T) []tree {
	t.Helper()
	files, err := filepath.Glob("testdata/trees/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata/trees", err)
	}
	var trees []tree
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tr := tree{files: map[string]string{}, links: map[string]string{}}
		for line := range strings.Lines(string(archive.Comment)) {
			word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			switch word {
			case "from":
				tr.from = append(tr.from, rest)
			case "ask":
				if strings.HasPrefix(rest, `"`) {
					if rest, err = strconv.Unquote(rest); err != nil {
						t.Fatal(file, err)
					}
				}
				tr.specs = append(tr.specs, rest)
			case "link":
				at, target, _ := strings.Cut(rest, " ")
				tr.links[at] = target
			}
		}
		for _, f := range archive.Files {
			tr.files[f.Name] = string(f.Data)
		}
		for _, dir := range tr.from {
			if tr.links[dir] == "" {
				tr.files[join2(dir, "probe.mjs")] = probe
			}
		}
		if len(tr.from) == 0 || len(tr.specs) == 0 {
			t.Fatal(file, "asks nothing")
		}
		trees = append(trees, tr)
	}
	return trees
}
