package engine

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// The findings that the engine makes itself.
var (
	syntaxError   = own("syntax-error", "The file does not parse", rule.Error)
	unusedDisable = tagged(own("unused-suppression", "A suppression that silences nothing", rule.Warning), rule.Unnecessary)
	noReason      = own("suppression-without-reason", "A suppression that does not say why", rule.Warning)
	badDisable    = own("malformed-suppression", "A comment that means to be a suppression and is none", rule.Warning)

	ownRules = []*rule.Rule{badDisable, noReason, syntaxError, unusedDisable}
)

func own(id, summary string, s rule.Severity) *rule.Rule {
	return &rule.Rule{ID: id, Summary: summary, Severity: s, Since: "0.1.0"}
}

func tagged(r *rule.Rule, t rule.Tag) *rule.Rule {
	r.Tag = t
	return r
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

// verdict is what a run found, comments heeded, before settings say what it weighs: a setting may silence a rule in some files and never
// makes the engine look at them again.
type verdict struct {
	findings []rule.Diagnostic // sorted
	about    []about           // by finding
}

// about says which rules a finding speaks of: a comment that silences a rule is not called useless where the rule is off.
type about struct {
	finding int // index
	rules   []string
}

// suppress drops what comments silence, and reports comments that silence nothing or do not say why. The result is sorted, without doubles.
func (r *run) suppress(all []rule.Diagnostic) verdict {
	known := map[string]bool{}
	ran := map[string]bool{}
	for _, id := range r.o.Names {
		known[id] = true
	}
	for _, ru := range r.o.Rules {
		known[ru.ID], ran[ru.ID] = true, true
	}
	for _, ru := range ownRules {
		known[ru.ID], ran[ru.ID] = true, true
	}
	sortFindings(all)
	drop := make([]bool, len(all))
	var extra []rule.Diagnostic
	silent := map[place][]string{} // the rules that an unused-suppression speaks of
	for _, f := range r.files {
		if len(f.supp) == 0 {
			continue
		}
		first, _ := slices.BinarySearchFunc(all, f.path, func(d rule.Diagnostic, p string) int { return strings.Compare(d.File, p) })
		end := first
		for end < len(all) && all[end].File == f.path {
			end++
		}
		for si := range f.supp {
			s := &f.supp[si]
			at := func(ru *rule.Rule, rng syntax.Range, msg, help string) {
				extra = append(extra, rule.Diagnostic{Rule: ru.ID, Severity: ru.Severity, File: f.path, Range: rng, Message: msg, Help: help, Section: ru.Section})
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
			for i := first; i < end; i++ {
				if s.Silences(all[i].Rule, int(all[i].Range.Start)) && all[i].Rule != syntaxError.ID {
					drop[i] = true
					used[all[i].Rule] = true
				}
			}
			if s.Reason == "" {
				at(noReason, s.Range, "This suppression does not say why.", "Add the reason after two dashes: -- reads one small file at start-up.")
			}
			if len(s.Rules) == 0 && len(used) == 0 && len(r.o.Rules) > 0 {
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
				switch {
				case !known[id]:
					at(badDisable, rng, fmt.Sprintf("There is no rule %q.", id), "See nodebeyond rules for the names."+nearestRule(id, known))
				case ran[id]:
					at(unusedDisable, rng, fmt.Sprintf("%s finds nothing here.", id), "Remove it from the suppression.")
					w := place{f.path, rng}
					silent[w] = append(silent[w], id)
				}
			}
		}
	}
	// Whoever silences the rule that says more has judged the defect.
	r.yield(all, func(i int) bool { return drop[i] }, func(i int) { drop[i] = true })
	out := all[:0]
	for i := range all {
		if !drop[i] {
			out = append(out, all[i])
		}
	}
	if len(extra) > 0 {
		out = append(out, extra...)
		sortFindings(out)
	}
	v := verdict{findings: dedupe(out)}
	if len(silent) > 0 {
		for i := range v.findings {
			d := &v.findings[i]
			if rules := silent[place{d.File, d.Range}]; rules != nil && d.Rule == unusedDisable.ID {
				v.about = append(v.about, about{i, rules})
			}
		}
	}
	return v
}

// place is a range of a file.
type place struct {
	file string
	rng  syntax.Range
}

// nearestRule names the known rule that shares the longest start with a misspelt one.
func nearestRule(id string, known map[string]bool) string {
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
