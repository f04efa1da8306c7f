package nodeapi

import (
	"sort"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run ./gen

// Lines is a set of supported release lines of Node.
type Lines uint8

// The lines, oldest first.
const (
	Line20 Lines = 1 << iota
	Line22
	Line24
	Line26
	AllLines = Line20 | Line22 | Line24 | Line26
)

var lineNumbers = [...]int{20, 22, 24, 26}

// LineOf is the set with the newest supported line that is not newer than the major version; the oldest line for older ones. So Node 25 is
// judged as 24 is, and Node 18 as 20.
func LineOf(major int) Lines {
	line := Line20
	for i, n := range lineNumbers {
		if major >= n {
			line = 1 << i
		}
	}
	return line
}

// Has reports whether the set holds the line of a major version.
func (l Lines) Has(major int) bool { return l&LineOf(major) != 0 }

// String names the lines: "20, 22".
func (l Lines) String() string {
	var names []string
	for i, n := range lineNumbers {
		if l&(1<<i) != 0 {
			names = append(names, strconv.Itoa(n))
		}
	}
	return strings.Join(names, ", ")
}

// NameKind is what stands behind an exported name.
type NameKind uint8

// The kinds of name. KindNone is that of names that no line has.
const (
	KindNone      NameKind = iota
	KindValue              // a constant, a string, an object without functions
	KindFunction           //
	KindClass              // a function that makes instances
	KindNamespace          // an object with functions in it
)

// Name is what real Node binaries say of a name.
type Name struct {
	Kind  NameKind
	Lines Lines // the lines that have it
	// Arity is the function's length on the newest line that has it. Functions that look at their arguments by rest have 0.
	Arity int
	// Deprecation is the code that its first use prints ("DEP0060", or "deprecated" when it has none), on the lines of Deprecated.
	Deprecation string
	Deprecated  Lines

	sameAs string // the module that it is: fs.promises is fs/promises
}

type builtin struct {
	lines      Lines
	prefixOnly bool
}

type shape struct {
	super   string
	lines   Lines
	members map[string]Name
}

// names holds the generated table, read when first asked for: a run that never asks pays nothing.
var names = sync.OnceValue(func() *nameTable { return readTable(nodeTable) })

// builtins holds the table's first section alone: resolvers ask for it in every run.
var builtins = sync.OnceValue(func() map[string]builtin {
	first, _, _ := strings.Cut(nodeTable, "\n# globals")
	return readTable(first).builtins
})

// globalNames holds the second section alone, for the same reason.
var globalNames = sync.OnceValue(func() map[string]Name {
	_, rest, _ := strings.Cut(nodeTable, "\n# globals")
	second, _, _ := strings.Cut(rest, "\n# module")
	return readTable("\n# globals" + second).globals
})

type nameTable struct {
	builtins map[string]builtin
	modules  map[string]map[string]Name
	same     map[string]string // module -> the module that it is
	globals  map[string]Name
	shapes   map[string]shape
}

// readTable reads the generated text:
//
//	table   = { "# " ( "builtins" | "globals" | "module " name | "class " name [ " " super ] [ " @" hex ] ) { token } }
//	token   = name [ ":" ] [ kind ] [ "@" hex ] [ "!" code [ "@" hex ] ]
//	kind    = "/" arity (function) | "=" arity (class) | "{" (namespace) | "~" module (the module itself)
//
// ":" marks built-ins that answer to the node: form only. A set of lines that is not said is that of the owner.
func readTable(text string) *nameTable {
	t := &nameTable{builtins: map[string]builtin{}, modules: map[string]map[string]Name{}, same: map[string]string{}, globals: map[string]Name{}, shapes: map[string]shape{}}
	for _, part := range strings.Split(text, "\n# ")[1:] {
		head, body, _ := strings.Cut(part, "\n")
		words := strings.Fields(head)
		all := AllLines
		if last := words[len(words)-1]; last[0] == '@' {
			all = hexLines(last[1:])
			words = words[:len(words)-1]
		}
		if words[0] == "builtins" {
			for _, token := range strings.Fields(body) {
				name, n := readToken(token, all)
				plain := strings.TrimSuffix(name, ":")
				t.builtins[plain] = builtin{n.Lines, plain != name}
				if n.sameAs != "" {
					t.same[plain] = n.sameAs
				}
			}
			continue
		}
		if words[0] == "module" {
			all = t.builtins[words[1]].lines
		}
		into := make(map[string]Name, len(body)/12)
		for _, token := range strings.Fields(body) {
			name, n := readToken(token, all)
			into[name] = n
		}
		switch words[0] {
		case "globals":
			t.globals = into
		case "module":
			t.modules[words[1]] = into
		case "class":
			s := shape{lines: all, members: into}
			if len(words) > 2 {
				s.super = words[2]
			}
			t.shapes[words[1]] = s
		}
	}
	return t
}

func readToken(token string, all Lines) (string, Name) {
	n := Name{Kind: KindValue, Lines: all}
	if i := strings.IndexByte(token, '!'); i >= 0 {
		code, mask, some := strings.Cut(token[i+1:], "@")
		n.Deprecation = code
		if token = token[:i]; some {
			n.Deprecated = hexLines(mask)
		}
	}
	if i := strings.IndexByte(token, '@'); i >= 0 {
		n.Lines = hexLines(token[i+1:])
		token = token[:i]
	}
	if n.Deprecation != "" && n.Deprecated == 0 {
		n.Deprecated = n.Lines
	}
	i := strings.IndexAny(token, "/={~")
	if i < 0 || strings.Contains(token, ":") || isModulePath(token) {
		if j := strings.IndexByte(token, '~'); j >= 0 {
			n.sameAs = token[j+1:]
			token = token[:j]
		}
		return token, n
	}
	switch token[i] {
	case '/':
		n.Kind = KindFunction
		n.Arity, _ = strconv.Atoi(token[i+1:])
	case '=':
		n.Kind = KindClass
		n.Arity, _ = strconv.Atoi(token[i+1:])
	case '{':
		n.Kind = KindNamespace
	case '~':
		n.Kind = KindNamespace
		n.sameAs = token[i+1:]
	}
	return token[:i], n
}

// isModulePath tells "fs/promises" of the list of built-ins from "readFile/3".
func isModulePath(token string) bool {
	i := strings.IndexByte(token, '/')
	return i >= 0 && i+1 < len(token) && (token[i+1] < '0' || token[i+1] > '9') && !strings.Contains(token[:i], "~")
}

func hexLines(s string) Lines {
	n, _ := strconv.ParseUint(s, 16, 8)
	return Lines(n)
}

// exportsOf are the names of a built-in; nil when there is no such module.
func (t *nameTable) exportsOf(module string) map[string]Name {
	module = strings.TrimPrefix(module, "node:")
	if same := t.same[module]; same != "" {
		module = same
	}
	return t.modules[module]
}

// IsBuiltin reports whether a specifier is a module of Node itself on any supported line, as module.isBuiltin does: "fs", "node:fs" and
// "node:test" are, "test" is not.
func IsBuiltin(spec string) bool { return BuiltinLines(spec) != 0 }

// BuiltinLines is the set of lines on which a specifier names a module of Node itself.
func BuiltinLines(spec string) Lines {
	name, prefixed := strings.CutPrefix(spec, "node:")
	b := builtins()[name]
	if b.prefixOnly && !prefixed {
		return 0
	}
	return b.lines
}

// Builtins are the specifiers of Node's own modules on a line, in order, "node:" before those that need it. Those that need a flag of the
// command line are not among them.
func Builtins(line int) []string {
	var list []string
	for name, b := range builtins() {
		if b.lines.Has(line) {
			if b.prefixOnly {
				name = "node:" + name
			}
			list = append(list, name)
		}
	}
	sort.Strings(list)
	return list
}

// Exports are the names that a built-in exports on any supported line, in order; nil when there is no such module.
func Exports(module string) []string {
	var list []string
	for name := range names().exportsOf(module) {
		if !strings.Contains(name, ".") {
			list = append(list, name)
		}
	}
	sort.Strings(list)
	return list
}

// Has is the set of lines on which a built-in has a name. The name may go deeper: "promises.readFile", "Readable.from".
func Has(module, name string) Lines { return Lookup(module, name).Lines }

// Lookup is what is known of a name of a built-in; its Kind is KindNone when no line has it.
func Lookup(module, name string) Name {
	t := names()
	exports := t.exportsOf(module)
	if n, ok := exports[name]; ok {
		return n
	}
	head, rest, deep := strings.Cut(name, ".")
	if !deep || exports[head].sameAs == "" {
		return Name{}
	}
	return Lookup(exports[head].sameAs, rest)
}

// SyncTwin is the function without Sync in its name that the same built-in has: readFile for readFileSync; "" for none.
func SyncTwin(module, name string) string {
	twin, ok := strings.CutSuffix(name, "Sync")
	if !ok || Lookup(module, twin).Kind != KindFunction {
		return ""
	}
	return twin
}

// Globals are the names of the global object on any supported line, in order.
func Globals() []string {
	var list []string
	for name := range globalNames() {
		if !strings.Contains(name, ".") {
			list = append(list, name)
		}
	}
	sort.Strings(list)
	return list
}

// GlobalName is what is known of a global or of a function in one ("Array.from"); its Kind is KindNone when no line has it.
func GlobalName(name string) Name { return globalNames()[name] }

// ClassMember is what is known of a method or accessor of a class of Node, own or inherited: ClassMember("http.Server", "listen").
// Accessors are of KindValue. Properties that constructors set are not known. Classes are named by the module whose page describes them.
func ClassMember(class, name string) Name {
	t := names()
	for class != "" {
		s, ok := t.shapes[class]
		if !ok {
			break
		}
		if n, ok := s.members[name]; ok {
			return n
		}
		class = s.super
	}
	return Name{}
}

// HasClass is the set of lines that have the class.
func HasClass(class string) Lines { return names().shapes[class].lines }

// SuperClass is the class that a class of Node extends; "" for none.
func SuperClass(class string) string { return names().shapes[class].super }

// AskedVersions are the versions of Node that the table was made from, one a line.
func AskedVersions() []string { return strings.Fields(nodeVersions) }
