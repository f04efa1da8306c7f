package rule

import (
	"nodebeyond/docs"
)

// FixKind is what a rule may offer.
type FixKind uint8

// The kinds of fix.
const (
	NoFix FixKind = iota
	Suggestion
	SafeFix
)

func (k FixKind) String() string { return [...]string{"none", "suggestion", "safe"}[k] }

// Preset is the smallest preset that holds a rule.
type Preset uint8

// The presets, each holding the ones before it; Preview rules run only when named.
const (
	Recommended Preset = iota
	Strict
	Teaching
	Preview
)

var presetNames = [...]string{"recommended", "strict", "teaching", "preview"}

func (p Preset) String() string { return presetNames[p] }

// ParsePreset reads the name of a preset.
func ParsePreset(name string) (Preset, bool) {
	for i, n := range presetNames {
		if n == name {
			return Preset(i), true
		}
	}
	return Recommended, false
}

// Tag is what the findings of a rule are about, for editors that show such code in a way of its own.
type Tag uint8

// The tags.
const (
	NoTag       Tag = iota
	Unnecessary     // code that has no effect; editors fade it
	Deprecated      // a use of what Node has deprecated; editors strike it through
)

// String is the tag's name, "" for none.
func (t Tag) String() string { return [...]string{"", "unnecessary", "deprecated"}[t] }

// Rule is one rule, as a value. It is immutable.
type Rule struct {
	ID       string       // the name of its folder
	Summary  string       // one line, without a full stop: the title of its page
	Section  docs.Section // where the companion text teaches it
	Severity Severity     // default
	Preset   Preset
	Since    string // the version of nodebeyond that brought it
	Fix      FixKind
	Tag      Tag // of all its findings
	// Yields are rules that say more of the same defect: where one of them has a finding that touches the place, this one is silent.
	Yields []string
	// Inside says that Program asks what calls into dependencies do, so that these have to be read.
	Inside bool
	// Names checks the names of one file. An editor runs it at every key, on what it has of the names while a text is typed: whatever can be
	// judged by names alone should be.
	Names func(*NamesPass)
	// Visit are the checks on the shared walk over one file.
	Visit []Visitor
	// Program judges the whole program; it sees facts, never a tree.
	Program func(*ProgramPass)
}
