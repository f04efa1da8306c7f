package nodeapi

import (
	"slices"
	"testing"
)

func TestIsBuiltin(t *testing.T) {
	for spec, want := range map[string]Lines{
		"fs": AllLines, "node:fs": AllLines, "fs/promises": AllLines, "node:fs/promises": AllLines,
		"node:test": AllLines, "test": 0, "node:test/reporters": AllLines,
		"node:sqlite": Line22 | Line24 | Line26, "sqlite": 0,
		"node:ffi": Line26, "_stream_wrap": Line20 | Line22 | Line24, "path/posix": AllLines, "sys": AllLines,
		"express": 0, "node:express": 0, "": 0, "node:": 0, "fs/": 0,
	} {
		if got := BuiltinLines(spec); got != want || IsBuiltin(spec) != (want != 0) {
			t.Errorf("%q is built in on %v, want %v", spec, got, want)
		}
	}
	if list := Builtins(26); !slices.Contains(list, "node:ffi") || slices.Contains(list, "_stream_wrap") || !slices.IsSorted(list) {
		t.Errorf("Builtins(26) = %v", list)
	}
	if list := Builtins(20); slices.Contains(list, "node:sqlite") || !slices.Contains(list, "node:test") || len(list) != 71 {
		t.Errorf("Builtins(20): %d: %v", len(list), list)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		module, name string
		want         Name
	}{
		{"fs", "readFile", Name{Kind: KindFunction, Lines: AllLines, Arity: 3}},
		{"node:fs", "promises.readFile", Name{Kind: KindFunction, Lines: AllLines, Arity: 2}},
		{"fs/promises", "readFile", Name{Kind: KindFunction, Lines: AllLines, Arity: 2}},
		{"fs", "rmdirSync", Name{Kind: KindFunction, Lines: AllLines, Arity: 2}},
		{"fs", "globSync", Name{Kind: KindFunction, Lines: Line22 | Line24 | Line26, Arity: 2}},
		{"stream", "Readable", Name{Kind: KindClass, Lines: AllLines, Arity: 1}},
		{"stream", "Readable.from", Name{Kind: KindFunction, Lines: AllLines, Arity: 2}},
		{"path", "posix.join", Name{Kind: KindFunction, Lines: AllLines}},
		{"sys", "inspect", Name{Kind: KindFunction, Lines: AllLines, Arity: 2}},
		{"crypto", "createCipher", Name{Kind: KindFunction, Lines: Line20, Arity: 3, Deprecation: "DEP0106", Deprecated: Line20}},
		{"util", "isArray", Name{Kind: KindFunction, Lines: Line20 | Line22 | Line24 | Line26, Arity: 1, Deprecation: "DEP0044", Deprecated: Line22 | Line24 | Line26}},
		{"fs", "readFlie", Name{}},
		{"fs", "promises.readFileSync", Name{}},
		{"no-such", "x", Name{}},
	} {
		got := Lookup(c.module, c.name)
		got.sameAs = ""
		if got != c.want {
			t.Errorf("%s %s: %+v, want %+v", c.module, c.name, got, c.want)
		}
	}
	if n := ClassMember("http.Server", "listen"); n.Kind != KindFunction || n.Lines != AllLines {
		t.Errorf("http.Server has listen from net.Server: %+v", n)
	}
	if SuperClass("crypto.Hash") != "stream.Transform" || SuperClass("fs.ReadStream") != "stream.Readable" {
		t.Errorf("super classes: %q, %q", SuperClass("crypto.Hash"), SuperClass("fs.ReadStream"))
	}
	if SyncTwin("fs", "readFileSync") != "readFile" || SyncTwin("fs", "readFile") != "" || SyncTwin("fs", "existsSync") != "exists" {
		t.Error("twins of fs")
	}
	if list := Globals(); !slices.Contains(list, "fetch") || slices.Contains(list, "Array.from") || slices.Contains(list, "require") {
		t.Errorf("globals: %v", list)
	}
	if GlobalName("WebSocket").Lines != Line22|Line24|Line26 {
		t.Errorf("WebSocket: %+v", GlobalName("WebSocket"))
	}
	if list := Exports("node:timers/promises"); !slices.Equal(list, []string{"scheduler", "setImmediate", "setInterval", "setTimeout"}) {
		t.Errorf("timers/promises: %v", list)
	}
	if len(AskedVersions()) != len(lineNumbers) {
		t.Errorf("one binary a line: %v", AskedVersions())
	}
}

func TestLines(t *testing.T) {
	if s := (Line20 | Line24).String(); s != "20, 24" {
		t.Errorf("%q", s)
	}
	for major, want := range map[int]Lines{16: Line20, 20: Line20, 21: Line20, 25: Line24, 26: Line26, 30: Line26} {
		if LineOf(major) != want {
			t.Errorf("LineOf(%d) = %v", major, LineOf(major))
		}
	}
	if !Line24.Has(25) || Line24.Has(26) {
		t.Error("25 is judged as 24 is, 26 is not")
	}
}
