package program

import (
	"testing"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// TestPrefix holds what is known of computed specifiers.
func TestPrefix(t *testing.T) {
	for text, want := range map[string]struct {
		prefix string
		whole  bool
	}{
		"require('./routes/' + name)":                                     {"./routes/", false},
		"require(`./routes/${name}.js`)":                                  {"./routes/", false},
		"require('../a/b-' + name)":                                       {"../a/b-", false},
		"require(__dirname + '/routes/' + name)":                          {"./routes/", false},
		"require(path.join(__dirname, 'routes', name))":                   {"./routes/", false},
		"require(path.resolve(__dirname, '..', 'routes', name))":          {"../routes/", false},
		"const dir = path.join(__dirname, 'a'); require(join(dir, name))": {"", false},
		"const dir = path.join(__dirname, 'a'); require(path.join(dir, name))": {
			"./a/", false},
		"require(path.join(__dirname, 'a', 'b'))": {"./a/b", true},
		"require(path.join('routes', name))":      {"", false},
		"require(path.resolve('./routes', name))": {"", false},
		"require('routes/' + name)":               {"", false},
		"require(name)":                           {"", false},
		"require(name + '/index')":                {"", false},
		"require(process.cwd() + '/routes/' + a)": {"", false},
		"require('/etc/' + name)":                 {"", false},
	} {
		f := effects.Lower(syntax.Parse("/shop/index.js", text), false)
		if len(f.Imports) != 1 {
			t.Fatalf("%s: %d imports", text, len(f.Imports))
		}
		if prefix, whole := Prefix(f, f.Imports[0].Arg); prefix != want.prefix || prefix != "" && whole != want.whole {
			t.Errorf("%s: %q, whole %v; want %q, %v", text, prefix, whole, want.prefix, want.whole)
		}
	}
}
