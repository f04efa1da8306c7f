// Package config reads nodebeyond.jsonc, the settings that a project keeps in its tree.
//
// It knows the keys, reads them strictly, and answers which rules run on a file and what a finding of theirs weighs. It must not know
// how files are found, who asks, or anything of a command line or an editor.
package config

//go:generate go run ./internal/gensettings

import (
	"path/filepath"

	"nodebeyond/analyzers/rule"
)

// FileName is the name of the configuration file.
const FileName = "nodebeyond.jsonc"

// Config is what nodebeyond.jsonc may hold: JSON with comments and trailing commas. The zero value is the default configuration. The doc
// comments below are the reference in docs/settings.md and in schema.json.
type Config struct {
	// Schema is the address or path of the JSON schema, for editors. It has no effect.
	Schema string `json:"$schema"`
	// Preset is the set of rules that run: "recommended" is precise and the default; "strict" adds rules that warn of what only may
	// go wrong; "teaching" adds those that explain code that works. --preset overrides it.
	Preset Preset `json:"preset"`
	// Rules turns single rules on or off: "on" gives the rule its own severity, "off" silences it, and a severity turns it on with
	// that weight. A rule that is in preview runs only when it is named here or with --rule.
	Rules map[string]Setting `json:"rules" keys:"rule"`
	// Severities changes what findings weigh without turning a rule on or off. A key is a rule, or a chapter of the book such as
	// "event-loop" for all rules that it teaches; a rule goes before its chapter.
	Severities map[string]Level `json:"severities" keys:"rule chapter"`
	// FailOn is the lowest severity that makes `nodebeyond lint` end with exit code 1; "warning" when left out. --fail-on overrides it.
	FailOn Level `json:"failOn"`
	// Ignores lists globs of files and folders that are not analysed, beside what .gitignore and .nodebeyondignore say.
	Ignores []Glob `json:"ignores"`
	// Overrides are settings for some files only. Later ones go before earlier ones, and all go before the settings above.
	Overrides []Override `json:"overrides"`
	// Engines says which versions of Node the project runs on. It holds for packages whose package.json has
	// neither "engines" nor "volta". When left out, .nvmrc or .node-version in the project's root says it.
	Engines Engines `json:"engines"`
	// Docs says where people of the project read the companion book.
	Docs Docs `json:"docs"`

	// dir is the folder of the file, absolute with forward slashes: globs are relative to it.
	dir string
}

// Override is settings for the files that match.
type Override struct {
	// Files lists globs; the settings hold for a file that one of them matches.
	Files []Glob `json:"files" required:"true"`
	// Except lists globs of files that the settings do not hold for, although Files matches them.
	Except []Glob `json:"except"`
	// Preset is the set of rules for these files.
	Preset Preset `json:"preset"`
	// Rules turns single rules on or off for these files.
	Rules map[string]Setting `json:"rules" keys:"rule"`
	// Severities changes what findings in these files weigh.
	Severities map[string]Level `json:"severities" keys:"rule chapter"`
}

// Engines are the runtimes of a project.
type Engines struct {
	// Node is a range of versions, as in package.json: ">=20", "20 || 22".
	Node VersionRange `json:"node"`
}

// Docs is where the companion book is.
type Docs struct {
	// BaseURL is the address of a site that `nodebeyond docs build` made: "https://docs.example.org/node". The text report of `nodebeyond lint` then
	// links to its sections. Editors have a setting of their own, bookUrl.
	BaseURL Address `json:"baseUrl"`
}

// Dir is the folder that the globs are relative to, absolute with forward slashes; "" for the default configuration.
func (c *Config) Dir() string { return c.dir }

// IgnoreGlobs are the globs of Ignores, relative to Dir.
func (c *Config) IgnoreGlobs() []string {
	out := make([]string, len(c.Ignores))
	for i, g := range c.Ignores {
		out[i] = g.pattern()
	}
	return out
}

// Fail is the lowest severity that fails a run.
func (c *Config) Fail() rule.Severity {
	if c.FailOn == "" {
		return rule.Warning
	}
	return c.FailOn.severity()
}

// setDir takes the folder of the file at path, which is absolute.
func (c *Config) setDir(path string) { c.dir = filepath.ToSlash(filepath.Dir(path)) }
