package rule

import "fmt"

// Brief is a line of Markdown about the rule for the top of its page: id, severity, preset, fix, since.
func (r *Rule) Brief() string {
	s := fmt.Sprintf("`%s` | %s | preset %s | fix: %s", r.ID, r.Severity, r.Preset, r.Fix)
	if r.Since != "" {
		s += " | since " + r.Since
	}
	return s
}
