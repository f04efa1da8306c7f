package nodeapi

import "testing"

func TestRetired(t *testing.T) {
	for _, c := range []struct{ module, name, code, warns, gone string }{
		{"fs", "F_OK", "DEP0176", "24", "26"},
		{"node:util", "isString", "DEP0056", "22", "24, 26"},
		{"util", "isArray", "DEP0044", "22, 24, 26", ""},
		{"crypto", "createCipher", "DEP0106", "20", "22, 24, 26"},
		{"crypto", "Cipher", "", "", "24, 26"},
		{"buffer", "SlowBuffer", "DEP0030", "24", "26"},
	} {
		r := RetiredName(c.module, c.name)
		if r == nil || r.Code != c.code || r.Warns.String() != c.warns || r.Gone.String() != c.gone {
			t.Errorf("%s.%s: %+v", c.module, c.name, r)
		}
	}
	for _, name := range []string{"readFile", "constants", "globSync", "mkdtempDisposableSync", "nothing"} { // of all lines, of later ones, of none
		if r := RetiredName("fs", name); r != nil {
			t.Errorf("fs.%s: %+v", name, r)
		}
	}
	for _, c := range []struct{ name, code, warns, gone string }{
		{"node:punycode", "DEP0040", "22, 24, 26", ""}, {"_stream_readable", "", "", "26"}, {"_tls_wrap", "DEP0192", "26", ""},
	} {
		r := RetiredModule(c.name)
		if r == nil || r.Code != c.code || r.Warns.String() != c.warns || r.Gone.String() != c.gone {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
	for _, name := range []string{"fs", "node:sqlite", "sqlite", "constants", "left-pad"} {
		if r := RetiredModule(name); r != nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// What replaces something must be about something that is retired.
func TestRetiredForIsRetired(t *testing.T) {
	retired := map[string]bool{}
	for _, b := range Builtins(20) {
		if RetiredModule(b) != nil {
			retired[b] = true
		}
		for _, n := range Exports(b) {
			if RetiredName(b, n) != nil {
				retired[b+"."+n] = true
			}
		}
	}
	for name := range retiredFor {
		if !retired[name] {
			t.Errorf("%s is on all lines", name)
		}
	}
}
