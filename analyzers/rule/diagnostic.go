// Package rule holds what a rule is and what it says: Rule, the passes it sees, Diagnostic, Fix and Step.
//
// It reports and nothing more: severity from settings, suppression, sorting and removal of doubles belong to the engine. It knows no
// editor protocol and no output format.
package rule

import (
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Severity says how bad a finding is. The order is by weight.
type Severity uint8

// The severities: Error breaks or hangs at run time; Warning bites under load, on another platform or on some path; Info works but hides a
// trap; Hint is teaching only; Off is not shown.
const (
	Off Severity = iota
	Hint
	Info
	Warning
	Error
)

var severityNames = [...]string{"off", "hint", "info", "warning", "error"}

func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads the name of a severity.
func ParseSeverity(name string) (Severity, bool) {
	for i, n := range severityNames {
		if n == name {
			return Severity(i), true
		}
	}
	return Off, false
}

// Diagnostic is one finding. It is plain data; positions are bytes of the file's text.
type Diagnostic struct {
	Rule     string // the rule's id
	Severity Severity
	File     string // absolute path, slashes
	Range    syntax.Range
	// Message says what is wrong, in one sentence that names the user's code, and why in Node's terms.
	Message string
	// Help says what to do, in the imperative.
	Help string
	// Facts are the live facts of this code for the hover, in Markdown lines.
	Facts   []string
	Section docs.Section
	// Evidence are the ordered steps that prove a whole-program finding: "registered as a request handler here", "calls load()", ...
	Evidence []Step
	Fixes    []Fix
	// Local says that the names of its own file prove it, without the rest of the program: an editor need not wait for that.
	Local bool
}

// Step is one place of a proof.
type Step struct {
	File    string
	Range   syntax.Range
	Message string
}

// Fix is one way to mend the finding.
type Fix struct {
	Title string
	// Safe fixes are mechanical: the code then does what the line plainly meant. Only these are applied by --fix; the others are
	// suggestions for the editor.
	Safe  bool
	Edits []Edit
}

// Edit replaces a range of the finding's own file. Edits of one fix do not overlap.
type Edit struct {
	Range syntax.Range
	New   string
}
