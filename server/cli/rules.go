package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"nodebeyond/analyzers/rule"
)

// jsonRule is one rule in `nodebeyond rules --format json`.
type jsonRule struct {
	ID       string `json:"id"`
	Summary  string `json:"summary"`
	Severity string `json:"severity"`
	Preset   string `json:"preset"`
	Fix      string `json:"fix"`
	Section  string `json:"section"`
	Since    string `json:"since"`
}

func newRules(t *Tool, s *Streams) *cobra.Command {
	format := ""
	c := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			rules := slices.Concat(t.Rules, t.Own)
			slices.SortStableFunc(rules, func(a, b *rule.Rule) int { return strings.Compare(a.ID, b.ID) })
			switch format {
			case "text":
				return writeRules(s, rules)
			case "json":
				return writeRulesJSON(s, rules)
			}
			return unknownWord("--format", format, []string{"text", "json"})
		},
	}
	c.Flags().StringVar(&format, "format", "text", "`layout`: text or json")
	return c
}

func writeRules(s *Streams, rules []*rule.Rule) error {
	width := 0
	for _, r := range rules {
		width = max(width, len(r.ID))
	}
	for _, r := range rules {
		if _, err := fmt.Fprintf(s.Out, "%-*s  %-7s  %-11s  %-15s  %s\n", width, r.ID, r.Severity, r.Preset, "fix: "+r.Fix.String(), r.Summary); err != nil {
			return err
		}
	}
	return nil
}

func writeRulesJSON(s *Streams, rules []*rule.Rule) error {
	out := make([]jsonRule, len(rules))
	for i, r := range rules {
		out[i] = jsonRule{r.ID, r.Summary, r.Severity.String(), r.Preset.String(), r.Fix.String(), r.Section.Anchor(), r.Since}
	}
	e := json.NewEncoder(s.Out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
