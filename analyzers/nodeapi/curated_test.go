package nodeapi

import (
	"slices"
	"strings"
	"testing"
)

func init() { Prepare() }

// eachFunc calls yield with every function and method of the tables, under the name that says where it stands.
func eachFunc(yield func(name string, f *Func)) {
	AllMembers(func(m *Member) {
		if m.Func != nil {
			yield(m.Name, m.Func)
		}
	})
}

// Names that are there in a process with an IPC channel alone, which the generator's is not.
var inChildren = fields("process.send process.disconnect cluster.worker child_process.ChildProcess#send child_process.ChildProcess#disconnect")

// What the tables say of Node exists in a real Node of some supported line: a name that is misspelt, or gone, fails here.
func TestMembersExist(t *testing.T) {
	count := 0
	AllMembers(func(m *Member) {
		if m.Package || m.Method != nil || m.Name == m.Module && objects[m.Name] == nil {
			return
		}
		count++
		path := strings.TrimPrefix(m.Name, m.Module+".")
		lines := Has(m.Module, path)
		if objects[m.Module] != nil {
			lines = GlobalName(strings.TrimPrefix(m.Name, "global.")).Lines
			if m.Name == "global" {
				lines = AllLines
			}
		}
		if m.Module == "process" && lines == 0 {
			lines = ClassMember("events.EventEmitter", path).Lines
		}
		if lines == 0 && !slices.Contains(inChildren, m.Name) {
			t.Errorf("no supported line of Node has %s", m.Name)
		}
	})
	if count < 400 {
		t.Errorf("only %d members of Node were looked at", count)
	}
	for name, m := range modules {
		if !m.Package && Builtins(26) != nil && !IsBuiltin("node:"+name) {
			t.Errorf("%s is not a module of Node", name)
		}
	}
	for name := range globals {
		if GlobalName(name).Kind == KindNone {
			t.Errorf("no supported line of Node has the global %s", name)
		}
	}
}

// Classes of Node that no module exports under their name, and those that stand for values of no class.
var unexported = fields("Chunk process process.Input process.Output cluster worker_threads.ParentPort worker_threads.MessageChannel zlib.Zlib Timeout Immediate perf_hooks.PerformanceObserver " +
	"diagnostics_channel.Channel diagnostics_channel.TracingChannel SubtleCrypto Crypto String Iterator")

func TestClassesExist(t *testing.T) {
	methods := 0
	for _, c := range classSeq {
		if c.ID >= firstPackageClass || slices.Contains(unexported, c.Name) {
			continue
		}
		if HasClass(c.Name) == 0 && GlobalName(c.Name).Kind != KindClass {
			t.Errorf("no supported line of Node has a class %s", c.Name)
			continue
		}
		for name := range c.Methods {
			methods++
			if ClassMember(c.Name, name).Lines == 0 && !setByConstructor(c.Name, name) && !slices.Contains(inChildren, c.Name+"#"+name) {
				t.Errorf("no supported line of Node has %s#%s", c.Name, name)
			}
		}
	}
	if methods < 300 {
		t.Errorf("only %d methods of Node were looked at", methods)
	}
}

// setByConstructor lists functions that a constructor puts on each instance, which a prototype does not show.
func setByConstructor(class, name string) bool {
	switch class {
	case "process", "http.Agent", "EventTarget":
		return true
	case "fs.FileHandle":
		return name == "close"
	case "crypto.KeyObject": // its subclasses for public, private and secret keys have it
		return name == "export"
	case "worker_threads.MessagePort":
		return name == "addEventListener" || name == "removeEventListener" || ClassMember("events.EventEmitter", name).Lines != 0
	}
	return false
}

// Methods that end in Sync and wait for nothing: they give up where the asynchronous form looks a name up.
var syncInName = fields("dgram.Socket#bindSync dgram.Socket#connectSync")

// Every *Sync function of the modules that wait or compute is known to block, with what replaces it; and what replaces it exists.
func TestSyncFunctionsBlock(t *testing.T) {
	seen := 0
	for _, mod := range []string{"fs", "child_process", "crypto", "zlib"} {
		for _, name := range Exports(mod) {
			if !strings.HasSuffix(name, "Sync") {
				continue
			}
			seen++
			m := Module(mod).Members[name]
			switch {
			case m == nil || m.Func == nil || m.Func.Blocks == BlocksNot:
				t.Errorf("%s.%s is not in the tables as blocking", mod, name)
			case m.Func.Instead == "":
				t.Errorf("%s.%s has no replacement", mod, name)
			}
		}
	}
	if seen < 60 {
		t.Errorf("only %d functions end in Sync", seen)
	}
	of := 0
	for class, s := range names().shapes {
		for name := range s.members {
			if !strings.HasSuffix(name, "Sync") || slices.Contains(syncInName, class+"#"+name) {
				continue
			}
			of++
			if c := ClassNamed(class); c == nil || c.MethodNamed(name) == nil || c.MethodNamed(name).Func.Blocks == BlocksNot {
				t.Errorf("%s#%s is not in the tables as blocking", class, name)
			}
		}
	}
	if of < 10 {
		t.Errorf("only %d methods end in Sync", of)
	}
	eachFunc(func(name string, f *Func) {
		if (f.Blocks == BlocksNot) != (f.Instead == "") {
			t.Errorf("%s: what blocks, and only that, has a replacement: %q", name, f.Instead)
		}
		if mod, path, ok := strings.Cut(f.Instead, "."); ok && IsBuiltin(mod) && !strings.Contains(path, " ") && Has(mod, path) == 0 {
			t.Errorf("%s: no supported line of Node has %s", name, f.Instead)
		}
	})
}

// Every class that is named exists.
func TestClassReferences(t *testing.T) {
	known := func(where, class string) {
		if class != "" && class != "this" && ClassNamed(class) == nil {
			t.Errorf("%s names an unknown class %s", where, class)
		}
	}
	all := func(where string, list []string) {
		for _, c := range list {
			known(where, c)
		}
	}
	eachFunc(func(name string, f *Func) {
		known(name, f.Returns)
		all(name, f.Params)
		for _, a := range f.Also {
			all(name, a.Params)
		}
		if f.Handler != nil {
			all(name, f.Handler.Params)
			all(name, f.Handler.ErrorParams)
		}
	})
	AllMembers(func(m *Member) { known(m.Name, m.Instance) })
	for _, c := range classSeq {
		for p, class := range c.Props {
			known(c.Name+"."+p, class)
		}
		for n, e := range c.Events {
			all(c.Name+" "+n, e.Params)
		}
		for n, e := range c.Hooks {
			all(c.Name+"#"+n, e.Params)
			if e.When == Never {
				t.Errorf("%s#%s: never called", c.Name, n)
			}
		}
	}
}

// Callbacks and handlers are told in a shape that can be: the zero Func (a callback that stands first and never runs) is the common mistake.
func TestShapes(t *testing.T) {
	callback := func(name string, at int8, phase Phase, errFirst bool, params []string, e Effect) {
		if at == NoCallback {
			if errFirst || len(params) > 0 {
				t.Errorf("%s: parameters without a callback", name)
			}
			return
		}
		if at != Last && (at < 0 || at > 5) {
			t.Errorf("%s: the callback stands at %d", name, at)
		}
		if phase == PhaseNone && e != EffectListens && e != EffectUnlisten {
			t.Errorf("%s: the callback has no phase", name)
		}
		if errFirst && (len(params) == 0 || params[0] != "Error") {
			t.Errorf("%s: the callback's first parameter is the error: %q", name, params)
		}
	}
	eachFunc(func(name string, f *Func) {
		callback(name, f.Callback, f.Phase, f.ErrFirst, f.Params, f.Effect)
		for _, a := range f.Also {
			callback(name, a.At, a.Phase, a.ErrFirst, a.Params, EffectNone)
		}
		if f.SyncWithoutCallback && (f.Callback == NoCallback || f.Blocks == BlocksNot) {
			t.Errorf("%s: blocks without a callback, but has none or does not block", name)
		}
		h := f.Handler
		if h == nil {
			return
		}
		switch {
		case h.When == Never || h.What == "":
			t.Errorf("%s: the handler never runs or has no name: %+v", name, h)
		case h.From < 0 || h.Only < -1 || h.Only >= 0 && h.Only < h.From:
			t.Errorf("%s: the handler stands nowhere: %+v", name, h)
		case h.Ends < -1 || h.Ends >= len(h.Params):
			t.Errorf("%s: parameter %d of %d must be ended", name, h.Ends, len(h.Params))
		case h.ErrorParams != nil && (len(h.ErrorParams) != len(h.Params)+1 || h.ErrorParams[0] != "Error"):
			t.Errorf("%s: the error form is the error and the other parameters: %q", name, h.ErrorParams)
		case h.Members != nil && !h.Object:
			t.Errorf("%s: names of members, but no object", name)
		case (h.AwaitsSince != 0) != (h.Package != ""):
			t.Errorf("%s: version and package belong together: %d, %q", name, h.AwaitsSince, h.Package)
		case h.AwaitsSince != 0 && h.Awaits:
			t.Errorf("%s: awaits always, or since a version", name)
		}
	})
	for _, c := range classSeq {
		for n, e := range c.Events {
			if e.When == Never {
				t.Errorf("%s: event %s never comes", c.Name, n)
			}
		}
		if c.ErrorFatal && c.ErrorWhy == "" {
			t.Errorf("%s: errors must be expected, but which?", c.Name)
		}
	}
}

func TestWhoAwaits(t *testing.T) {
	handler := func(class, method string) *Handler { return ClassNamed(class).MethodNamed(method).Func.Handler }
	for _, c := range []struct {
		class, method string
		major         int
		want          bool
	}{
		{"express.Application", "get", 4, false}, {"express.Application", "get", 5, true}, {"express.Router", "use", 0, false},
		{"router.Router", "post", 1, false}, {"router.Router", "post", 2, true},
		{"koa.Application", "use", 2, true}, {"fastify.Instance", "get", 5, true}, {"hapi.Server", "route", 21, true},
		{"connect.Server", "use", 3, false}, {"restify.Server", "get", 8, false}, {"restify.Server", "get", 9, true},
	} {
		if got := handler(c.class, c.method).AwaitedBy(c.major); got != c.want {
			t.Errorf("%s#%s of version %d awaits: %v", c.class, c.method, c.major, got)
		}
	}
	if Module("http").Members["createServer"].Func.Handler.AwaitedBy(0) {
		t.Error("http drops what a listener returns")
	}
}

func TestModuleForms(t *testing.T) {
	for spec, want := range map[string]string{
		"fs": "fs", "node:fs": "fs", "fs/promises": "fs.promises", "node:fs/promises": "fs.promises", "node:sqlite": "sqlite", "node:test": "test",
		"express": "express", "lodash-es": "lodash", "lodash/map": "lodash.map",
		// packages have no node: form, sqlite without it is a package, and globals are not modules
		"node:express": "", "sqlite": "", "test": "", "Promise": "", "global": "",
	} {
		got := ""
		if m := Module(spec); m != nil {
			got = m.Name
		}
		if got != want {
			t.Errorf("Module(%q) = %q, want %q", spec, got, want)
		}
	}
	if Module("graceful-fs").Members["readFileSync"] != Module("fs").Members["readFileSync"] || Module("fs-extra").Members["outputFileSync"].Func.Blocks != BlocksIO {
		t.Error("graceful-fs and fs-extra have what fs has")
	}
	if Module("fs").Members["outputFileSync"] != nil {
		t.Error("fs has not what fs-extra adds")
	}
}

func TestInstances(t *testing.T) {
	for _, c := range []struct{ module, member, class string }{
		{"process", "", "process"}, {"process", "stdin", "process.Input"}, {"process", "stdout", "process.Output"}, {"cluster", "", "cluster"}, {"http", "globalAgent", "http.Agent"}, {"worker_threads", "parentPort", "worker_threads.ParentPort"},
	} {
		m := Module(c.module)
		if c.member != "" {
			m = m.Members[c.member]
		}
		if m.Instance != c.class || !ClassNamed(c.class).IsEmitter() {
			t.Errorf("%s.%s is an instance of %q", c.module, c.member, m.Instance)
		}
	}
	if c := ClassNamed("process.Output"); !c.IsWritable() || c.IsReadable() {
		t.Error("process.stdout is written to")
	}
	if e := ClassNamed("socketio.Socket"); e.EventNamed("chat").When != Message || e.EventNamed("disconnect").When != OnEvent || e.EventNamed("error").Params[0] != "Error" {
		t.Error("events of a socket.io socket")
	}
	if ClassNamed("http.Server").EventNamed("chat") != nil {
		t.Error("http.Server has no event chat")
	}
	if h := ClassNamed("stream.Transform").Hook("transform"); h == nil || h.When != Message || ClassNamed("stream.Transform").Hook("_write") == nil {
		t.Error("what a Transform implements")
	}
	if ClassNamed("eventemitter3.EventEmitter").IsEmitter() {
		t.Error("eventemitter3 does not throw at an unheard 'error'")
	}
}
