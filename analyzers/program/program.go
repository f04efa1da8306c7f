// Package program links the facts of a project's files into one program: what each value is, who calls whom, when each function runs.
//
// It reads effect programs, never trees. It must not know rules, texts or an editor. Everything is built by Link and immutable after; the
// queries may be called from one goroutine at a time, because some fill memo tables.
//
// Queries answer with a witness, the ordered steps that prove the answer.
package program

import (
	"strconv"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// FileID is an index into Program.Files.
type FileID = int32

// Input is one file to link.
type Input struct {
	Path    string // absolute, forward slashes
	Rel     string // below the project's root, with a leading slash
	Facts   *effects.Facts
	ESM     bool
	Targets []Target // one for each of Facts.Imports
	// Package describes the nearest package.json, nil for none.
	Package *Package
	// Test says that the file is a test or a benchmark: what it does to a server's clients is nobody's concern.
	Test bool
}

// Package is what the analyses need of a package.json.
type Package struct {
	Dir, Name string
	Main      string   // absolute path of the main module, "" for none
	Bins      []string // absolute paths
	Starts    []string // absolute paths of the files that its scripts run with node
	Exports   []string // absolute paths of the files that "exports" names, for any of Node's conditions
	Engines   string   // the range of engines.node, "" when not said
	Ranges    []Range  // the packages it depends on, in order of name
	Server    bool     // depends on a web framework or the like
}

// Range is the version range that a package.json asks of another package.
type Range struct{ Name, Range string }

// Major is the major version that the file's package asks of another one: the first number of the range; known is false when none is asked or
// the range may mean several.
func (f *File) Major(pkg string) (major int, known bool) {
	if f.Package == nil {
		return 0, false
	}
	for _, r := range f.Package.Ranges {
		if r.Name != pkg {
			continue
		}
		s := strings.TrimLeft(r.Range, "^~=v ")
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == 0 || n > 4 || strings.Contains(s, "||") {
			return 0, false
		}
		v, err := strconv.Atoi(s[:n])
		return v, err == nil
	}
	return 0, false
}

// Target is where an import leads.
type Target struct {
	File    FileID // the project's file, None otherwise
	Path    string // absolute path of a file that is not in the program (a dependency, JSON, .node)
	Builtin string // the built-in's name without node:
	Package string // the package's name for a dependency
	// Code is Node's error code when nothing is found. Program.Explain says more.
	Code string
	// Scan are the project's files that a computed specifier may name: those of the folder that its constant part leads to.
	Scan []FileID
	// Via says how an unusual resolution came about: "tsconfig paths", "typescript", "self-reference", ...
	Via string
}

// Found reports whether the target leads anywhere.
func (t *Target) Found() bool { return t.Code == "" }

// None is the absent index.
const None = -1

// Program is a linked project, or a part of one that imports connect.
type Program struct {
	Files []*File
	env   Env
	whole bool

	names map[string]int32
	texts []string // by number of the name
	sets  sets

	// The answers and what they are made of; see nodes.go.
	nodes  []node
	reads  []nodeID
	keys   []propKey
	byKey  map[propKey]nodeID
	noted  []nodeID // what the answers in the making are made of so far
	links  []link
	stack  []nodeID // of spread
	making int      // how many answers are in the making
	noting bool
	phase  uint8
	now    uint32 // the moment of the last change
	// unsettled: something stays dirty that the node in the making was made of.
	unsettled bool
	todo      [flowWork + 1][]nodeID // what the next round sees to

	// What sites say: the one that is visited, where it said something, and the relations by number.
	site   nodeID
	says   []saying
	spoken []spoken
	// absentNodes is the first of the nodes of Program.absent.
	absentNodes, absentMask nodeID

	props     relation[propKey, Ref]
	slots     relation[Abs, int32] // names under which something is written on a thing, in the order found
	mixed     relation[Abs, Ref]   // what Object.assign and the like copy into a thing, or set as its prototype
	mixedInto relation[Abs, Abs]   // the things that an object literal's members are copied into
	subs      relation[Abs, Abs]   // classes and constructor functions that extend one directly

	views    []Abs // the things that AbsEntries, AbsEntry and AbsValues look at
	viewOf   map[Abs]int32
	supers   relation[Abs, Ref] // what classes and constructor functions inherit from, by calls and assignments
	owners   relation[FuncRef, ownership]
	byMember map[int32][]CallRef
	members  []int32 // the keys of byMember, in order
	roots    []Root
	viaParam []paramEdge
	heard    map[Abs][]Listener
	emitted  map[Abs][]string // made on first use by talk.go
	named    map[string][]Ref
	encoded  map[Abs]bool
	streams  *[]*StreamKind
	given    map[Abs]bool
	edges    map[funcKey][]Edge
	tags     [nodeapi.Load + 1]map[funcKey]visit
	callers  map[FuncRef][]FuncRef // made on first use, with handles
	handles  map[FuncRef]bool
	pathOf   map[string]FileID

	symbolName  map[Abs]int32 // numbers of the names that symbols have, and back
	symbolOf    map[int32]Abs
	definers    map[funcKey]definer
	accessorOf  map[int32]accessor  // names of getters and setters
	hasAccessor map[int32]bool      // names of properties that have one somewhere
	methods     map[int32][]FuncRef // made on first use by guess.go
	passed      map[funcKey][]Edge  // calls of what was passed in; not part of edges
	fields      map[int32][]Ref     // made on first use by fields.go, with guessed
	guessed     map[funcKey][]Edge

	// made on first use by exports.go and loadorder.go
	machine    *machine
	late       map[Abs][]lateName
	hooked     uint8 // 0 not asked, 1 no, 2 yes
	reports    *[]CycleReport
	components *[]Component
	loadEdges  [][]LoadEdge
	started    []bool
	starts     []entry
	order      []FileID
	common     string

	places map[Ref][]place // made on first use by outside.go

	readParams map[paramKey]CallRef // made on first use by reads.go
	notRead    map[Ref]bool         // filled by reads.go
	kindly     *kindState           // made on first use by kinds.go

	nodeMakers map[FileID]bool // filled by plugins.go

	// made on first use by mounts.go
	mounted     *mounts
	controllers map[Abs]string

	once map[CallRef]bool // what guard.go found

	// made on first use by ending.go
	endings map[endKey]*Ending
	duties  map[dutyKey]*duty
}

// File is one linked file.
type File struct {
	ID FileID
	Input
	base    nodeID  // the first of its nodes
	flows   []*flow // into each function
	writers []writer
	said    [][]saying // where each site has said something
	nameIDs []int32
	uses    *useIndex
	byValue []int32                      // a hash table of ids plus one, made on first use
	tested  map[effects.ValueID]bool     // of which tests are made
	asked   map[effects.ValueID]question // about which tests ask something, made on first use
	// replaced are the values given to module.exports as a whole.
	replaced []effects.ValueID
	// written says that names are set on exports or module.exports.
	written bool
	// rebinds says that something is assigned to the variable exports.
	rebinds bool
	exports *ExportList
	plain   map[string]plainExport // made on first use
}

// Ref is a value of a file.
type Ref struct {
	File  FileID
	Value effects.ValueID
}

// FuncRef is a function of a file.
type FuncRef struct {
	File FileID
	Func effects.FuncID
}

type funcKey = FuncRef

// CallRef is a call of a file.
type CallRef struct {
	File FileID
	Call effects.CallID
}

type propKey struct {
	on   Abs
	name int32
}

type paramKey struct {
	fn    funcKey
	index int32
}

// Step is one place of a witness.
type Step struct {
	File    FileID
	Range   syntax.Range
	Message string
}

// Func is the function of a reference.
func (p *Program) Func(r FuncRef) *effects.Func { return &p.Files[r.File].Facts.Funcs[r.Func] }

// Call is the call of a reference.
func (p *Program) Call(r CallRef) *effects.Call { return &p.Files[r.File].Facts.Calls[r.Call] }

// FileNamed is the file with that path, nil for none.
func (p *Program) FileNamed(path string) *File {
	if id, ok := p.pathOf[path]; ok {
		return p.Files[id]
	}
	return nil
}

// Anonymous is what FuncName calls a function without a name.
const Anonymous = "an anonymous function"

// FuncName is what a function is called, for messages: its name, or Anonymous.
func (p *Program) FuncName(r FuncRef) string {
	fn := p.Func(r)
	if r.Func == 0 {
		return "the module"
	}
	f := p.Files[r.File].Facts
	if name := f.Str(fn.Name); name != "" {
		if fn.Class >= 0 && fn.Flags&effects.FuncFields == 0 {
			if c := f.Str(f.Classes[fn.Class].Name); c != "" {
				return c + "." + name
			}
		}
		return name
	}
	return Anonymous
}

// Env is what the analyses may ask of the world beyond the facts. Answers must not change while a program lives.
type Env struct {
	// Exists reports whether there is a file or folder of that absolute path.
	Exists func(path string) bool
	// Explain says more of a specifier that leads nowhere.
	Explain func(from, spec string, kind effects.ImportKind) Missing
	// Inside says which calls into a dependency keep the thread, by the path of the file that is imported; nil when nothing is known of it. A nil
	// function says that nobody wants to know.
	Inside func(path string) *Inside
	// Whole asks for the graph of a program that touches nothing of Node, too.
	Whole bool
	// Canceled reports whether nobody wants the program any more; Link then gives up, and what it gives is of no use. nil means never.
	Canceled func() bool
}

// Missing is what there is to say of a specifier that leads nowhere.
type Missing struct {
	Tried   []string // the paths that Node looks at, in order
	Nearest string   // an existing name that is close, "" for none
	// Excuse says why the file may be there when the program runs all the same: it is built, installed or made later.
	Excuse string
	// OtherCase is a file that is there under the same name but for upper and lower case, as an absolute path; "" for none.
	OtherCase string
}

// Explain says more of an import that leads nowhere.
func (p *Program) Explain(f *File, imp int32) Missing {
	if p.env.Explain == nil {
		return Missing{}
	}
	im := &f.Facts.Imports[imp]
	return p.env.Explain(f.Path, f.Facts.Str(im.Spec), im.Kind)
}

// Exists reports whether there is a file or folder of that absolute path.
func (p *Program) Exists(path string) bool { return p.env.Exists != nil && p.env.Exists(path) }

// canceled is asked between files, so that a keystroke does not wait for the program that it makes stale.
func (p *Program) canceled() bool { return p.env.Canceled != nil && p.env.Canceled() }

// Link builds the program. Facts must be complete; it takes ownership of the inputs.
func Link(inputs []Input, env Env) *Program {
	p := &Program{
		env:    env,
		names:  map[string]int32{},
		texts:  []string{""},
		viewOf: map[Abs]int32{},
		edges:  map[funcKey][]Edge{},
		pathOf: make(map[string]FileID, len(inputs)),

		symbolName:  map[Abs]int32{},
		symbolOf:    map[int32]Abs{},
		definers:    map[funcKey]definer{},
		accessorOf:  map[int32]accessor{},
		hasAccessor: map[int32]bool{},
		passed:      map[funcKey][]Edge{},
	}
	for i := range inputs {
		f := &File{ID: FileID(i), Input: inputs[i]}
		p.Files = append(p.Files, f)
		p.pathOf[f.Path] = f.ID
	}
	for _, f := range p.Files {
		for i := range f.Facts.Calls {
			p.noteDefiner(f, &f.Facts.Calls[i])
		}
	}
	for _, f := range p.Files {
		p.findWriters(f)
	}
	p.newNodes()
	p.newRelations()
	for _, f := range p.Files {
		if p.canceled() {
			return p
		}
		p.scan(f)
	}
	decorated := p.decorated()
	// What a value is decides where its properties are written, and what is written decides what values are; so too for calls and
	// arguments. A second round sees what the first found, a third what was passed on twice; most programs are done after four. A round
	// looks at what changed only; see nodes.go.
	// A program that touches nothing of Node has no calls that any analysis asks for: one look at its writes is enough.
	defer p.freeze()
	if !env.Whole && !p.touchesNode() {
		p.indexWrites()
		return p
	}
	for range maxLinkRounds {
		p.indexWrites()
		p.phase++
		if decorated {
			p.inject()
		}
		p.round(targetWork)
		p.round(flowWork)
		if len(p.todo[siteWork])+len(p.todo[targetWork])+len(p.todo[flowWork]) == 0 || p.canceled() {
			break
		}
	}
	p.freeze()
	if p.canceled() {
		return p
	}
	p.buildGraph()
	p.whole = true
	return p
}

// Whole reports whether the program has its graph of calls: Link leaves it out, unless Env.Whole asks for it, where nothing of Node is touched.
func (p *Program) Whole() bool { return p.whole }

// indexWrites has the sites say what they write.
func (p *Program) indexWrites() {
	p.phase++
	p.round(siteWork)
	p.endWrites()
}

// maxLinkRounds is how often Link looks for what changed. Nearly all programs need fewer rounds. In a few some things are something else in every
// round, because what is found takes away what it was found by.
const maxLinkRounds = 10

// touchesNode reports whether some file imports a built-in or a package that the tables know, or uses process or a timer.
func (p *Program) touchesNode() bool {
	for _, f := range p.Files {
		for i := range f.Targets {
			if t := &f.Targets[i]; t.Builtin != "" || t.Package != "" && p.env.Inside != nil {
				return true
			}
			if spec := f.Facts.Str(f.Facts.Imports[i].Spec); spec != "" && spec[0] != '.' && nodeapi.Module(spec) != nil {
				return true
			}
		}
		for i := range f.Facts.Values {
			if v := &f.Facts.Values[i]; v.Kind == effects.Global {
				switch f.Facts.Strings[v.A] {
				case "process", "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "fetch", "Buffer":
					return true
				}
			}
		}
	}
	return false
}

// name interns a property name across files.
func (p *Program) name(f *File, s effects.StrID) int32 {
	if id := f.nameIDs[s]; id != 0 {
		return id
	}
	id := p.nameOf(f.Facts.Strings[s])
	f.nameIDs[s] = id
	return id
}

func (p *Program) nameOf(s string) int32 {
	id, ok := p.names[s]
	if !ok {
		id = int32(len(p.names)) + 1
		p.names[s] = id
		p.texts = append(p.texts, s)
	}
	return id
}
