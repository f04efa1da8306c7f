package tidy

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const module = "nodebeyond"

// shim is the door to esbuild's parser.
const shim = "github.com/evanw/esbuild/shim"

// layer says what the packages below a path may import. The longest path that matches a package counts.
type layer struct {
	path string
	// may are our packages, and the shim, that they may import: a path stands for itself and all below it, unless it ends in a dot.
	may []string
	// not are packages of the standard library that they may not: a path stands for itself and all below it.
	not []string
}

// outside is what code that only thinks has no use for: a result that depends on the disk, the network, the clock or chance cannot be
// cached or repeated.
var outside = []string{"os", "net", "time", "log", "math/rand", "crypto/rand", "syscall", "plugin"}

// layers is the table of docs/contributing/architecture.md. A package that no entry matches is an error: decide where it stands first.
var layers = []layer{
	{path: "docs"},
	{path: "docs/internal", may: []string{"docs"}},

	{path: "analyzers/syntax", may: []string{shim}, not: outside},
	{path: "analyzers/nodeapi", not: outside},
	{path: "analyzers/nodeapi/gen", may: []string{"analyzers/nodeapi"}},
	{path: "analyzers/modules", may: []string{"analyzers/syntax", "analyzers/nodeapi."}, not: []string{"net", "time", "log", "os/exec", "math/rand"}},
	{path: "analyzers/effects", may: []string{"analyzers/syntax", "analyzers/nodeapi."}, not: outside},
	{path: "analyzers/program", may: []string{"analyzers/effects", "analyzers/modules", "analyzers/nodeapi.", "analyzers/syntax"}, not: outside},
	{path: "analyzers/order", may: []string{"analyzers/syntax", "analyzers/nodeapi."}, not: outside},
	{path: "analyzers/rule", may: facts, not: outside},

	{path: "analyzers/rules", may: []string{"analyzers/rule", "analyzers/rules"}},
	{path: "analyzers/rules/", may: append([]string{"analyzers/rule"}, facts...), not: append([]string{"unsafe", "reflect"}, outside...)},
	{path: "analyzers/rules/internal", may: []string{"analyzers/rule", "analyzers/rules."}},

	{path: "analyzers/engine", may: append([]string{"analyzers/rule", "analyzers/engine"}, facts...), not: []string{"net", "os/exec", "log", "math/rand"}},
	{path: "analyzers/engine/cache", not: []string{"net", "os/exec", "log"}},
	{path: "analyzers/ruletest", may: append([]string{"analyzers/rule", "analyzers/engine."}, facts...)},
	{path: "analyzers/newrule"},

	{path: "server/config", may: []string{"analyzers/nodeapi", "analyzers/rule", "analyzers/rules.", "analyzers/syntax", "docs"}},
	{path: "server/config/internal", may: []string{"server/config.", "analyzers/rule", "analyzers/rules.", "analyzers/engine.", "docs"}},
	{path: "server/report", may: []string{"analyzers/rule", "analyzers/rules.", "analyzers/syntax", "docs"}},
	{path: "server/workspace", may: append([]string{"server/config.", "server/workspace"}, analysis...)},
	{path: "server/workspace/discover"},
	{path: "server/features", may: append([]string{"server/config.", "server/workspace"}, analysis...)},
	{path: "server/timeline", may: []string{"analyzers/order", "analyzers/syntax"}, not: outside},
	{path: "server/modulegraph/layout", may: []string{"server/modulegraph"}, not: []string{"os", "net", "time", "log", "math/rand"}},
	{path: "server/modulegraph", may: append([]string{"server/modulegraph."}, analysis...), not: []string{"os", "net", "time", "log", "math/rand"}},
	// The pages of the book; only what serves them knows of a network.
	{path: "server/site", may: []string{"analyzers/rule", "docs", "server/site/highlight", "server/site/diagram"}, not: outside},
	{path: "server/site/diagram", not: outside},
	{path: "server/site/highlight", not: outside},
	{path: "server/site/serve"},
	{path: "server/playground", may: append([]string{"server/config.", "server/workspace", "server/features", "server/modulegraph"}, analysis...), not: []string{"os", "net", "time", "log", "math/rand"}},
	{path: "server/playground/wasm", may: []string{"server/playground"}},
	{path: "server/lsp", may: append([]string{"server/config.", "server/workspace", "server/features", "server/modulegraph", "server/timeline"}, analysis...)},
	{path: "server/cli", may: append([]string{"server/cli/pager", "server/config.", "server/workspace", "server/features", "server/report", "server/modulegraph", "server/timeline", "server/loopback", "server/site"}, analysis...)},
	{path: "server/cmd", may: append([]string{"server"}, analysis...)},
	{path: "server/cli/pager"},
	{path: "server/loopback"},
	{path: "server/tidy"},
}

// facts is what rules may look at.
var facts = []string{"analyzers/syntax", "analyzers/nodeapi.", "analyzers/modules", "analyzers/effects", "analyzers/program", "docs."}

// analysis is what the server may use.
var analysis = append([]string{"analyzers/order", "analyzers/rule", "analyzers/rules.", "analyzers/engine"}, facts...)

// homes are packages of others that only one place may know: who else needs them asks that place. An empty path allows no place.
var homes = map[string][]string{
	"github.com/evanw/esbuild":     {"analyzers/syntax"},
	"go.lsp.dev/protocol":          {"server/lsp"},
	"go.lsp.dev/jsonrpc2":          {"server/lsp"},
	"github.com/spf13/cobra":       {"server/cli"},
	"github.com/owenrumney":        {"server/report"},
	"nodebeyond/analyzers/newrule": {},
	// Nothing is sent anywhere, and no user's code is run. Ports are opened on this machine, for this machine alone: by loopback for clients
	// of the language server, by serve for the pages of the book.
	"net":      {"server/loopback", "server/site/serve"},
	"net/http": {"server/site/serve"},
	"os/exec":  {"analyzers/nodeapi/gen", "analyzers/ruletest", "server/cli/pager"},
}

type pkg struct {
	Dir, ImportPath                    string
	Imports, TestImports, XTestImports []string
	GoFiles                            []string
}

var listed = sync.OnceValues(func() ([]pkg, error) {
	cmd := exec.Command("go", "list", "-json=Dir,ImportPath,Imports,TestImports,XTestImports,GoFiles", module+"/...")
	cmd.Dir = top
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = errors.New(string(exit.Stderr))
		}
		return nil, err
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); err == io.EOF {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		p.ImportPath = strings.TrimPrefix(p.ImportPath, module+"/")
		all = append(all, p)
	}
})

func packages(t *testing.T) []pkg {
	t.Helper()
	all, err := listed()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return all
}

func TestLayers(t *testing.T) {
	for _, p := range packages(t) {
		for _, problem := range violations(p) {
			t.Error(problem)
		}
	}
}

// violations are what is wrong with the imports of a package.
func violations(p pkg) []string {
	l, ok := layerOf(p.ImportPath)
	if !ok {
		return []string{p.ImportPath + ": there is no entry for it in the table of layers"}
	}
	var out []string
	for _, i := range p.Imports {
		own, ours := strings.CutPrefix(i, module+"/")
		switch {
		case ours || i == shim:
			if !slices.ContainsFunc(l.may, func(m string) bool { return covers(m, own) }) {
				out = append(out, p.ImportPath+" imports "+own+", which its layer may not")
			}
		case slices.ContainsFunc(l.not, func(n string) bool { return covers(n, i) }):
			out = append(out, p.ImportPath+" imports "+i+", which code of its layer has no use for")
		}
		if place := home(i); place != nil && !slices.ContainsFunc(place, func(h string) bool { return covers(h, p.ImportPath) }) {
			out = append(out, p.ImportPath+" imports "+i+", which only these may: "+strings.Join(place, ", "))
		}
	}
	// Tests may use what they like but these.
	for _, i := range slices.Concat(p.TestImports, p.XTestImports) {
		own, ours := strings.CutPrefix(i, module+"/")
		switch {
		case covers("github.com/evanw/esbuild", i) && p.ImportPath != "analyzers/syntax":
			out = append(out, p.ImportPath+": a test imports "+i+"; only syntax knows esbuild")
		case ours && strings.HasPrefix(own, "server/") && !strings.HasPrefix(p.ImportPath, "server/"):
			out = append(out, p.ImportPath+": a test imports "+own+"; nothing below the server knows it")
		}
	}
	return out
}

// layerOf is the entry with the longest path. A path that ends in a slash is for what lies below it only.
func layerOf(path string) (layer, bool) {
	var best layer
	found := false
	for _, l := range layers {
		if (covers(l.path, path) || strings.HasSuffix(l.path, "/") && strings.HasPrefix(path, l.path)) && (!found || len(l.path) > len(best.path)) {
			best, found = l, true
		}
	}
	return best, found
}

// covers reports whether path is prefix or lies below it; a prefix that ends in a dot covers itself alone.
func covers(prefix, path string) bool {
	if exact, ok := strings.CutSuffix(prefix, "."); ok {
		return path == exact
	}
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

// home is where an import may be used; nil = anywhere. "net" stands for itself alone: net/url needs no network.
func home(path string) []string {
	if place, ok := homes[path]; ok {
		return append([]string{}, place...)
	}
	for p, place := range homes {
		if strings.Contains(p, ".") && covers(p, path) {
			return append([]string{}, place...)
		}
	}
	return nil
}

// The table can be broken: each of these is.
func TestLayersFindViolations(t *testing.T) {
	for _, c := range []struct{ path, imports string }{
		{"docs", module + "/analyzers/rule"},
		{"analyzers/program", module + "/analyzers/rule"},
		{"analyzers/program", shim},
		{"analyzers/rules/sync-in-handler", module + "/analyzers/rules/exports-reassigned"},
		{"analyzers/rules/sync-in-handler", module + "/analyzers/engine"},
		{"analyzers/rules/sync-in-handler", "os"},
		{"analyzers/rules/sync-in-handler", "net/url"},
		{"analyzers/engine", module + "/analyzers/rules"},
		{"analyzers/engine", "os/exec"},
		{"server/lsp", module + "/server/cli"},
		{"server/cli", module + "/server/lsp"},
		{"server/cli", module + "/analyzers/ruletest"},
		{"server/features", "go.lsp.dev/protocol"},
		{"server/report", "net/http"},
		{"server/lsp", "net"},
		{"server/cli", "net"},
		{"server/workspace", "github.com/evanw/esbuild/internal/js_ast"},
		{"somewhere", "fmt"},
	} {
		if len(violations(pkg{ImportPath: c.path, Imports: []string{c.imports}})) == 0 {
			t.Errorf("%s may import %s", c.path, c.imports)
		}
	}
	for _, c := range []struct{ path, imports string }{
		{"analyzers/rules", module + "/analyzers/rules/sync-in-handler"},
		{"analyzers/syntax", shim},
		{"server/report", "net/url"},
		{"server/lsp", "go.lsp.dev/protocol"},
	} {
		if v := violations(pkg{ImportPath: c.path, Imports: []string{c.imports}}); len(v) > 0 {
			t.Errorf("%q", v)
		}
	}
}

// Whole-program analyses read facts, never trees: of syntax they know the range.
func TestProgramSeesNoTree(t *testing.T) {
	for _, p := range packages(t) {
		if p.ImportPath != "analyzers/program" {
			continue
		}
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && x.Name == "syntax" && s.Sel.Name != "Range" {
						t.Errorf("%s/%s uses syntax.%s", p.ImportPath, name, s.Sel.Name)
					}
				}
				return true
			})
		}
	}
}
