package engine

import (
	"embed"
	"fmt"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// The findings that the engine makes itself.
var (
	syntaxError   = own("syntax-error", "The file does not parse", rule.Error)
	unusedDisable = own("unused-suppression", "A suppression that silences nothing", rule.Warning)
	noReason      = own("suppression-without-reason", "A suppression that does not say why", rule.Warning)
	badDisable    = own("malformed-suppression", "A comment that means to be a suppression and is none", rule.Warning)

	ownRules = []*rule.Rule{badDisable, noReason, syntaxError, unusedDisable}
)

func own(id, summary string, s rule.Severity) *rule.Rule {
	return &rule.Rule{ID: id, Summary: summary, Severity: s, Since: "0.1.0"}
}

//go:embed pages
var ownPages embed.FS

// Page is the page of one of the engine's own findings, in Markdown; "" for other ids.
func Page(id string) string {
	b, err := ownPages.ReadFile("pages/" + id + ".md")
	if err != nil {
		return ""
	}
	return string(b)
}

func syntaxFinding(file string, p syntax.Problem) rule.Diagnostic {
	return rule.Diagnostic{
		Rule: syntaxError.ID, Severity: syntaxError.Severity, File: file, Section: syntaxError.Section,
		Range:   syntax.Range{Start: int32(p.Start), End: int32(p.End)},
		Message: p.Message,
		Help:    "Mend the syntax; until then nothing in this file is analysed, and other files are.",
	}
}

// suppress drops what comments silence, and reports comments that silence nothing or do not say why.
func (r *run) suppress(all []rule.Diagnostic, known map[string]*rule.Rule) []rule.Diagnostic {
	type mark struct{ used bool }
	byFile := map[string][]int{}
	for i := range all {
		byFile[all[i].File] = append(byFile[all[i].File], i)
	}
	drop := make([]bool, len(all))
	var extra []rule.Diagnostic
	for fi := range r.files {
		f := r.files[fi]
		for si := range f.supp {
			s := &f.supp[si]
			at := func(ru *rule.Rule, rng syntax.Range, msg, help string) {
				extra = append(extra, rule.Diagnostic{Rule: ru.ID, Severity: ru.Severity, File: f.path, Range: rng, Message: msg, Help: help, Section: ru.Section, Unnecessary: ru == unusedDisable})
			}
			if s.Kind == syntax.Malformed {
				help := "Write nodebeyond-disable-next-line rule -- reason."
				if s.Nearest != "" {
					help = "Write " + s.Nearest + "."
				}
				at(badDisable, s.Range, s.Problem, help)
				continue
			}
			if s.Kind == syntax.EnableBlock {
				continue
			}
			used := map[string]bool{}
			any := false
			for _, i := range byFile[f.path] {
				if s.Silences(all[i].Rule, int(all[i].Range.Start)) && all[i].Rule != syntaxError.ID {
					drop[i] = true
					any = true
					used[all[i].Rule] = true
				}
			}
			if s.Reason == "" {
				at(noReason, s.Range, "This suppression does not say why.", "Add the reason after two dashes: -- reads one small file at start-up.")
			}
			if len(s.Rules) == 0 && !any {
				at(unusedDisable, s.Range, "This suppression silences nothing.", "Remove it.")
			}
			for k, id := range s.Rules {
				if used[id] {
					continue
				}
				rng := s.Range
				if k < len(s.RuleRanges) {
					rng = s.RuleRanges[k]
				}
				if known[id] == nil {
					at(badDisable, rng, fmt.Sprintf("There is no rule %q.", id), "See nodebeyond rules for the names."+nearestRule(id, known))
					continue
				}
				at(unusedDisable, rng, fmt.Sprintf("%s finds nothing here.", id), "Remove it from the suppression.")
			}
		}
	}
	out := all[:0]
	for i := range all {
		if !drop[i] {
			out = append(out, all[i])
		}
	}
	return append(out, extra...)
}

// nearestRule names the known rule that shares the longest start with a misspelt one.
func nearestRule(id string, known map[string]*rule.Rule) string {
	best, n := "", 3
	for k := range known {
		l := 0
		for l < len(k) && l < len(id) && k[l] == id[l] {
			l++
		}
		if l > n || l == n && best != "" && k < best {
			best, n = k, l
		}
	}
	if best == "" {
		return ""
	}
	return " Did you mean " + strings.TrimSpace(best) + "?"
}
