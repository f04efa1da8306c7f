// Package nodeapi is what is known of Node's own API and of the frameworks that register handlers: data, no analysis.
//
// A Member is something that code can name: a module, a function, a constructor, a namespace. A Class is what values are: it has methods,
// properties and events. Tables say which calls block and what replaces them, where callbacks stand and when they run, what a call
// returns, which events a class emits and what their listeners get.
//
// Two halves: names.go answers what real Node binaries have (gen_node.go, made by gen: exports, classes, globals, and the lines of Node that
// have each); model.go answers what the names mean (node_*.go and package_*.go, curated, each table with its source). Tests hold the second
// against the first, and against what callbacks do in real Node. The package imports nothing of the project.
package nodeapi

import (
	"sort"
	"strings"
	"sync"
)

// When says when a function runs.
type When uint8

// The moments. Lower ones matter more when a function runs at several.
const (
	Never      When = iota // not known to run
	Request                // once per HTTP request or the like
	Connection             // once per connection
	Message                // once per message, packet or chunk
	Job                    // once per queue job
	Schedule               // once per run of a scheduled job
	OnEvent                // at some other event
	Timer                  // by a timer
	Signal                 // on a signal
	Exit                   // while the process ends
	Worker                 // in a worker or child of its own
	CLI                    // a program's main
	Load                   // while modules load
)

var whenNames = [...]string{"never", "request", "connection", "message", "job", "scheduled run", "event", "timer", "signal", "exit", "worker", "cli", "load"}

func (w When) String() string { return whenNames[w] }

// Phase is the phase of the event loop, or the queue, in which a callback runs (Node docs, "The Node.js Event Loop").
type Phase uint8

// The phases and queues.
const (
	PhaseNone  Phase = iota
	PhaseSync        // during the call itself
	PhaseTick        // process.nextTick queue
	PhaseMicro       // promise reactions
	PhaseTimers
	PhasePoll // I/O callbacks
	PhaseCheck
	PhaseClose
)

var phaseNames = [...]string{"", "synchronous", "next-tick queue", "microtask queue", "timers phase", "poll phase", "check phase", "close phase"}

func (p Phase) String() string { return phaseNames[p] }

// Block is how a call keeps the thread.
type Block uint8

// The ways to block.
const (
	BlocksNot    Block = iota
	BlocksIO           // waits for the file system
	BlocksChild        // waits for another process
	BlocksCPU          // computes: hashing, compression, key derivation
	BlocksSleep        // waits for time or a lock
	BlocksDB           // a synchronous database
	BlocksModule       // loads a module
)

// Effect is what a method does to its receiver.
type Effect uint8

// The effects.
const (
	EffectNone     Effect = iota
	EffectEnds            // ends a response or a writable
	EffectWrites          // writes to it
	EffectHeaders         // sets headers or status
	EffectPipes           // readable.pipe
	EffectListens         // on, once, addListener, prependListener
	EffectUnlisten        // off, removeListener
	EffectEmits           // emit
	EffectDestroys        // destroy, abort
	EffectExits           // ends the process
	EffectEncoding        // setEncoding
	EffectConsumes        // hands errors and end to a callback or promise: pipeline, finished
)

// Func is what is known of a call.
type Func struct {
	Blocks  Block
	Instead string // what replaces a blocking call: "fs.promises.readFile"
	// Cheap marks blocking calls that are short by nature (existsSync, statSync): still on the thread, but less often a defect.
	Cheap bool
	// Returns is the class of the result; "this" for chaining; ReturnsPromise says that it comes in a promise.
	Returns        string
	ReturnsPromise bool
	// Callback says where the callback stands: Last for the last function argument, else an index from 0; NoCallback for none.
	Callback int8
	// ErrFirst says that the callback's first parameter is an error or null.
	ErrFirst bool
	// Phase is when the callback runs.
	Phase Phase
	// Params are the classes of the callback's parameters as they stand, the error of error-first ones included; "" where none is known.
	Params []string
	// Also are further callbacks of the call: the second of promise.then, the tasks of async.parallel.
	Also []Callback
	// Handler says that the call registers its function arguments as handlers.
	Handler *Handler
	// Decorates says that the function, or what a call of it gives, is a decorator: the method that it stands on is a handler, or, with Members, the
	// methods of those names of the class that it stands on.
	Decorates *Handler
	Effect    Effect
	// Errors are typical error codes, for texts.
	Errors []string
	// SyncWithoutCallback says that the call blocks when no callback is given (crypto.randomBytes).
	SyncWithoutCallback bool
	// Size says which argument decides how long a blocking call takes, nil when none does.
	Size *Size
}

// Size is an argument of a blocking call that decides how long it takes: a number, or a name.
type Size struct {
	At int // index of the argument
	// Names are those for which a call is over at once, nil when the argument is a number.
	Names []string
	// Quiet is the number up to which a call is over within some tenths of a millisecond.
	Quiet float64
	// Small says that programs ask for small numbers, so that one that is not known is taken for one.
	Small bool
}

// Where a callback stands.
const (
	NoCallback int8 = -1
	Last       int8 = 100
)

// Callback is a callback beside the one that Func.Callback says.
type Callback struct {
	At       int8 // index of the argument
	Phase    Phase
	ErrFirst bool
	Params   []string
	// Many says that the argument may be an array or an object of callbacks too.
	Many bool
}

// Handler is a registration.
//
// A handler is a function among the arguments, in an array among them, or, with Object, in a member of an object. It gets Params; when the
// function declares as many parameters as ErrorParams has, it is the framework's error form and gets those. What becomes of a promise that it
// returns is said by Awaits and AwaitsSince: where it is not awaited, a rejection of an async handler is an unhandled rejection, which ends
// the process (Node docs, "Event: 'unhandledRejection'").
type Handler struct {
	When When
	// From is the first argument that may be a handler.
	From int
	// Only restricts to this argument, -1 for all from From.
	Only   int
	Params []string // classes of the handler's parameters
	// ErrorParams are the classes of the parameters of the error form, nil when there is none (Express: err, req, res, next).
	ErrorParams []string
	// Awaits says that the framework awaits a returned promise, so that a rejection is handled.
	Awaits bool
	// AwaitsSince is the major version of Package from which it awaits, 0 when Awaits holds for all versions that the table is about.
	AwaitsSince int
	// Package is the npm package whose version decides, "" when none does.
	Package string
	// Ends is the index of the parameter that must be ended, -1 for none (a framework that answers with the returned value).
	Ends int
	// What names it for people: "request handler", "Express route handler".
	What string
	// Object says that handlers may stand in an object's members ({handler: fn}, {open, message}).
	Object bool
	// Members are the names of those members, nil for all. The object may be deeper: in an array, or in a member of another name
	// (hapi's {options: {handler}}).
	Members []string
	// Paths say where handlers stand in a structure: names with dots between them, * for any: "resolvers.*.*". Where a function stands on the way, what
	// it returns is meant.
	Paths []string
	// First is the name that the handler's first parameter must have, "" for any.
	First string
}

// AwaitedBy reports whether the framework awaits a returned promise at that major version of its package; 0 stands for an unknown version,
// of which the answer is the cautious one.
func (h *Handler) AwaitedBy(major int) bool {
	if h.AwaitsSince == 0 {
		return h.Awaits
	}
	return major >= h.AwaitsSince
}

// Event is an event of a class.
type Event struct {
	Params []string // classes of the listener's parameters
	When   When
	Phase  Phase
}

// Class is what a value is.
type Class struct {
	ID      int32
	Name    string // "http.ServerResponse"
	Extends string
	Methods map[string]*Func
	Props   map[string]string // property -> class
	Events  map[string]*Event
	// Hooks are the methods that a subclass implements and the library calls (_transform); the constructor's options take them without the
	// leading underscore ({transform}).
	Hooks map[string]*Event
	// Emits says that it is Node's EventEmitter, which throws at emit('error') without a listener; ErrorFatal that an 'error' event without listener must be expected in practice.
	Emits      bool
	ErrorFatal bool
	// ErrorWhy says which errors come, for messages: "ENOENT, EACCES, ...".
	ErrorWhy string
	// Readable, Writable: stream sides.
	Readable, Writable bool

	super   *Class
	methods map[string]*Member
}

// Hook is the method that the library calls on a subclass, own or inherited; nil for none. Names of options are the method's without the
// underscore.
func (c *Class) Hook(name string) *Event {
	for x := c; x != nil; x = x.super {
		if e := x.Hooks[name]; e != nil {
			return e
		}
		if e := x.Hooks["_"+name]; e != nil {
			return e
		}
	}
	return nil
}

// Member is something code can name.
type Member struct {
	ID     int32
	Name   string // display and key: "fs.readFileSync", "http.Server#listen"
	Module string // the module it comes from: "fs"
	Func   *Func  // nil when it is not a known function
	Class  *Class // for constructors: what new gives; Func then says what the constructor does with its arguments
	// Instance is the class of the value itself: "process" for process, "net.Socket" for process.stdin; "" when it is not an object of a
	// known class.
	Instance string
	Members  map[string]*Member
	// Method is the class that declares it, for methods.
	Method *Class
	// Package says that it is not Node's own.
	Package bool
}

// Is reports whether the member is one of the names.
func (m *Member) Is(names ...string) bool {
	if m == nil {
		return false
	}
	for _, n := range names {
		if m.Name == n {
			return true
		}
	}
	return false
}

var (
	modules  = map[string]*Member{}
	objects  = map[string]*Member{} // globals that hold functions: JSON, Promise; never what require gives
	globals  = map[string]*Member{}
	classes  = map[string]*Class{}
	members  []*Member
	classSeq []*Class
	aliases  = map[string]string{}
)

// prefixOnly are the curated modules of Node that require gives with "node:" alone; without it the name is that of a package.
var prefixOnly = map[string]bool{"sqlite": true, "test": true}

// Prepare makes the tables, once. What asks by name does it itself; a program may call it early, beside other work. It is safe for use by
// several goroutines, as is everything exported here: tables do not change once they are made.
func Prepare() { load() }

var load = sync.OnceFunc(func() {
	nodeTables()
	packageTables()
	link()
})

// Module is the module with that specifier, a built-in (with or without node:) or a known package; nil when nothing is known.
func Module(spec string) *Member {
	load()
	spec, prefixed := strings.CutPrefix(spec, "node:")
	if m := modules[spec]; m != nil && (prefixed && m.Package || !prefixed && prefixOnly[spec]) {
		return nil
	}
	if a, ok := aliases[spec]; ok {
		spec = a
	}
	if i := strings.IndexByte(spec, '|'); i >= 0 { // alias into a module: "fs|promises"
		m := modules[spec[:i]]
		for _, part := range strings.Split(spec[i+1:], ".") {
			if m == nil {
				return nil
			}
			m = m.Members[part]
		}
		return m
	}
	return modules[spec]
}

// Global is the global of that name; nil when nothing is known.
func Global(name string) *Member {
	load()
	return globals[name]
}

// ClassNamed is the class of that name; nil when there is none.
func ClassNamed(name string) *Class {
	load()
	return classes[name]
}

// Members counts the members; ids are below it. Classes likewise.
func MemberCount() int {
	load()
	return len(members)
}

// MemberByID is the member with that id.
func MemberByID(id int32) *Member { return members[id] }

// ClassByID is the class with that id.
func ClassByID(id int32) *Class { return classSeq[id] }

// MethodNames are the names of all methods of all classes. Do not change it.
var MethodNames = sync.OnceValue(func() map[string]bool {
	load()
	names := map[string]bool{}
	for _, c := range classSeq {
		for name := range c.methods {
			names[name] = true
		}
	}
	return names
})

// AllMembers calls yield with every member, in order of name.
func AllMembers(yield func(*Member)) {
	load()
	list := append([]*Member(nil), members...)
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	for _, m := range list {
		yield(m)
	}
}

// AllClasses calls yield with every class, in order of name.
func AllClasses(yield func(*Class) bool) {
	load()
	list := append([]*Class(nil), classSeq...)
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	for _, c := range list {
		if !yield(c) {
			return
		}
	}
}

// Super is the class it extends, nil for none.
func (c *Class) Super() *Class { return c.super }

// IsA reports whether c is the named class or extends it.
func (c *Class) IsA(name string) bool {
	for x := c; x != nil; x = x.super {
		if x.Name == name {
			return true
		}
	}
	return false
}

// MethodNamed is the method, own or inherited; nil for none.
func (c *Class) MethodNamed(name string) *Member {
	for x := c; x != nil; x = x.super {
		if m := x.methods[name]; m != nil {
			return m
		}
	}
	return nil
}

// PropNamed is the class of a property; nil when not known.
func (c *Class) PropNamed(name string) *Class {
	for x := c; x != nil; x = x.super {
		if p, ok := x.Props[name]; ok {
			return classes[p]
		}
	}
	return nil
}

// EventNamed is the event, own or inherited; nil for none. Classes whose events the program names itself (socket.io) have one event "*",
// which stands for all that are not named.
func (c *Class) EventNamed(name string) *Event {
	for _, n := range [...]string{name, "*"} {
		for x := c; x != nil; x = x.super {
			if e := x.Events[n]; e != nil {
				return e
			}
		}
	}
	return nil
}

// IsEmitter reports whether it or what it extends is an EventEmitter.
func (c *Class) IsEmitter() bool {
	for x := c; x != nil; x = x.super {
		if x.Emits {
			return true
		}
	}
	return false
}

// ErrorsFatal reports whether an unheard 'error' must be expected, with the reason.
func (c *Class) ErrorsFatal() (why string, ok bool) {
	for x := c; x != nil; x = x.super {
		if x.ErrorFatal {
			return x.ErrorWhy, true
		}
	}
	return "", false
}

// IsReadable and IsWritable say which sides of a stream it has.
func (c *Class) IsReadable() bool {
	for x := c; x != nil; x = x.super {
		if x.Readable {
			return true
		}
	}
	return false
}

// IsWritable reports whether the class has a writable side.
func (c *Class) IsWritable() bool {
	for x := c; x != nil; x = x.super {
		if x.Writable {
			return true
		}
	}
	return false
}

// --- how tables are written

// inPackages is set while the tables of packages are made: what is declared then is not Node's own.
var inPackages bool

func newMember(name, module string) *Member {
	m := &Member{ID: int32(len(members)), Name: name, Module: module}
	members = append(members, m)
	return m
}

// module gives the member of a module, made on first use. Names in upper case are those of global objects: npm lets no package have one.
func module(name string) *Member {
	if name == "global" || name[0] >= 'A' && name[0] <= 'Z' {
		return object(name)
	}
	if m := modules[name]; m != nil {
		return m
	}
	m := newMember(name, name)
	m.Members = map[string]*Member{}
	m.Package = inPackages
	modules[name] = m
	return m
}

// object gives the member of a global that holds functions; fn and class take its name as that of a module.
func object(name string) *Member {
	m := objects[name]
	if m == nil {
		m = newMember(name, name)
		m.Members = map[string]*Member{}
		objects[name] = m
	}
	if name != "global" {
		globals[name] = m
	}
	return m
}

// instance says the class of a value: of a module, or of a member of one.
func instance(mod, path, class string) {
	if path == "" {
		module(mod).Instance = class
		return
	}
	member(mod, path).Instance = class
}

// reexport makes a package export what a module exports, under the module's names: graceful-fs and fs.
func reexport(pkg, from string) {
	to := module(pkg)
	for name, m := range module(from).Members {
		to.Members[name] = m
	}
}

// member gives a dotted member of a module, made on first use.
func member(mod, path string) *Member {
	m := module(mod)
	name := mod
	for _, part := range strings.Split(path, ".") {
		name += "." + part
		if m.Members == nil {
			m.Members = map[string]*Member{}
		}
		c := m.Members[part]
		if c == nil {
			c = newMember(name, mod)
			c.Package = module(mod).Package
			m.Members[part] = c
		}
		m = c
	}
	return m
}

// fn declares functions of a module.
func fn(mod string, table map[string]Func) {
	for _, path := range sortedKeys(table) {
		f := table[path]
		member(mod, path).Func = &f
	}
}

// class declares a class; constructors names the members that make it with new or by a call.
func class(c Class, constructors ...string) {
	k := c
	k.ID = int32(len(classSeq))
	classes[k.Name] = &k
	classSeq = append(classSeq, &k)
	for _, path := range constructors {
		mod, rest, _ := strings.Cut(path, "|")
		if rest == "" {
			module(mod).Class = &k
			continue
		}
		member(mod, rest).Class = &k
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// link resolves names between tables. It runs after all tables.
func link() {
	for _, c := range classSeq {
		if c.Extends != "" {
			c.super = classes[c.Extends]
			if c.super == nil {
				panic("nodeapi: " + c.Name + " extends unknown " + c.Extends)
			}
		}
		c.methods = map[string]*Member{}
		for _, name := range sortedKeys(c.Methods) {
			m := newMember(c.Name+"#"+name, "")
			m.Func = c.Methods[name]
			m.Method = c
			c.methods[name] = m
		}
	}
}
