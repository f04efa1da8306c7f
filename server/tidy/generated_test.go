package tidy

import (
	"path"
	"regexp"
	"strings"
	"testing"
)

// fresh names, for each generated file or folder, the test that makes it again and compares.
var fresh = map[string]string{
	"analyzers/nodeapi/gen_node.go":   "analyzers/nodeapi/gen/main_test.go TestGeneratedIsFresh",
	"analyzers/rules/rules_gen.go":    "analyzers/rules/internal/genrules/main_test.go TestGeneratedListIsFresh",
	"analyzers/syntax/kind_string.go": "server/tidy/generated_test.go TestKindNames",
	"docs/contributing/catalogue.md":  "analyzers/rules/internal/genpages/main_test.go TestCatalogueIsFresh",
	"docs/contributing/variants.md":   "analyzers/rules/variants_test.go TestVariants",
	"docs/rules":                      "analyzers/rules/internal/genpages/main_test.go TestGeneratedPagesAreFresh",
	"docs/sections_gen.go":            "docs/internal/gensections/main_test.go TestGeneratedFileIsFresh",
	"docs/settings.md":                "server/config/internal/gensettings/main_test.go TestFresh",
	"server/config/schema.json":       "server/config/internal/gensettings/main_test.go TestFresh",
}

var generated = regexp.MustCompile(`^(//|<!--|\s*"\$comment": ") ?Code generated .*DO NOT EDIT`)

// Every generated file has a test that notices when it is stale.
func TestGeneratedFilesHaveFreshnessTests(t *testing.T) {
	used := map[string]bool{}
	for _, f := range tree(t) {
		if !isGenerated(read(t, f)) {
			continue
		}
		key := f
		if fresh[key] == "" {
			key = path.Dir(f)
		}
		if fresh[key] == "" {
			t.Errorf("%s is generated, and no test is named that makes it again: see server/tidy/generated_test.go", f)
		}
		used[key] = true
	}
	for key, test := range fresh {
		file, name, _ := strings.Cut(test, " ")
		if !used[key] {
			t.Errorf("%s is not there, or does not say that it is generated", key)
		}
		if !strings.Contains(read(t, file), "func "+name+"(t *testing.T)") {
			t.Errorf("%s: there is no test %s in %s", key, name, file)
		}
	}
}

// isGenerated looks at the first lines, where the standard puts the notice.
func isGenerated(text string) bool {
	for range 4 {
		line, rest, _ := strings.Cut(text, "\n")
		if generated.MatchString(line) {
			return true
		}
		text = rest
	}
	return false
}

// The names of node kinds are made by stringer, whose output the compiler checks for changed values but not for new ones.
func TestKindNames(t *testing.T) {
	names := regexp.MustCompile(`(?m)^\t(Kind[A-Z]\w*)`).FindAllStringSubmatch(read(t, "analyzers/syntax/kind.go"), -1)
	if len(names) < 20 {
		t.Fatalf("%d kinds in kind.go", len(names))
	}
	text := read(t, "analyzers/syntax/kind_string.go")
	for _, m := range names {
		if !strings.Contains(text, "_ = x["+m[1]+"-") && m[1] != "KindCount" {
			t.Errorf("kind_string.go does not know %s: run go generate ./analyzers/syntax", m[1])
		}
	}
}
