package config

import (
	"net/url"
	"path"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/bmatcuk/doublestar/v4"

	"nodebeyond/analyzers/rule"
)

// Preset is the name of a preset; "" is the default.
type Preset string

// Setting is what a rule is set to: "on", "off" or a severity.
type Setting string

// Level is a severity other than "off".
type Level string

// Glob is a pattern for paths, relative to the folder of the configuration file, with forward slashes: * matches within a name, **
// across folders, {a,b} alternatives. A pattern without a slash matches a name in any folder.
type Glob string

// VersionRange is a range of versions as in package.json.
type VersionRange string

// Address is the address of a web site.
type Address string

func (a Address) check() string {
	if u, err := url.Parse(string(a)); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return `this is not the address of a site such as "https://docs.example.org/node"`
	}
	return ""
}

// choices of the values that are one of a few words; the order is the one that people are shown.
func (Preset) choices() []string  { return []string{"recommended", "strict", "teaching"} }
func (Setting) choices() []string { return []string{"on", "off", "error", "warning", "info", "hint"} }
func (Level) choices() []string   { return []string{"error", "warning", "info", "hint"} }

// check says what is wrong with a pattern, "" when it is right.
func (g Glob) check() string {
	switch s := string(g); {
	case strings.TrimSpace(s) == "":
		return "an empty glob matches nothing"
	case strings.HasPrefix(s, "!"):
		return `a glob cannot be negated here; name exceptions in "except", or in a .nodebeyondignore file`
	case strings.Contains(s, `\`):
		return `a glob has forward slashes on every system`
	case !doublestar.ValidatePattern(s):
		return "this is not a glob"
	case path.IsAbs(s), strings.HasPrefix(path.Clean(s), ".."):
		return "a glob is relative to the folder of this file and stays inside of it"
	}
	return ""
}

// pattern is the glob in its full form.
func (g Glob) pattern() string {
	s := strings.TrimSuffix(strings.TrimPrefix(string(g), "./"), "/")
	if !strings.Contains(s, "/") && !strings.HasPrefix(s, "**") {
		return "**/" + s
	}
	return s
}

// matches reports whether the glob names the path, which is relative to the configuration's folder, or a folder that holds it.
func (g Glob) matches(rel string) bool {
	p := g.pattern()
	if doublestar.MatchUnvalidated(p, rel) {
		return true
	}
	return doublestar.MatchUnvalidated(p+"/**", rel)
}

func (v VersionRange) check() string {
	if _, err := semver.NewConstraint(string(v)); err != nil {
		return `this is not a range of versions such as ">=20"`
	}
	return ""
}

func (l Level) severity() rule.Severity {
	s, _ := rule.ParseSeverity(string(l))
	return s
}
