// Package rules lists every rule and its page. rules_gen.go is generated from the folders beside it.
package rules

//go:generate go run ./internal/genrules
//go:generate go run ./internal/genpages

import (
	"embed"

	"nodebeyond/analyzers/rule"
)

//go:embed */rule.md
var pages embed.FS

// All are the rules, in order of id.
func All() []*rule.Rule { return all }

// Page is the page of a rule, in Markdown; "" when there is no such rule.
func Page(id string) string {
	b, err := pages.ReadFile(id + "/rule.md")
	if err != nil {
		return ""
	}
	return string(b)
}
