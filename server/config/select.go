package config

import (
	"path/filepath"
	"strings"
	"sync"

	"nodebeyond/analyzers/rule"
)

// Selection decides which rules run and what a finding weighs in a file. It is safe for concurrent use.
type Selection struct {
	c      *Config
	only   map[string]rule.Severity
	own    map[string]bool // ids of Choice.Always
	preset rule.Preset
	base   map[string]rule.Severity // without overrides
	rules  []*rule.Rule

	mu       sync.Mutex
	lastFile string
	lastHits []int // indexes of the overrides that hold for lastFile
}

// Choice is what the caller wants beside the configuration.
type Choice struct {
	// Preset goes before the configuration's when it is not "".
	Preset Preset
	// Only, when not nil, are the rules to run, with their severity; Off stands for the one that the rule has otherwise, or its own.
	Only map[string]rule.Severity
	// Always are rules that run in any case, such as the engine's own; with Only they are heard as far as they are errors.
	Always []*rule.Rule
}

// Select makes a Selection from all rules there are.
func (c *Config) Select(all []*rule.Rule, choice Choice) *Selection {
	s := &Selection{c: c, only: choice.Only, own: map[string]bool{}, base: map[string]rule.Severity{}}
	preset := c.Preset
	if choice.Preset != "" {
		preset = choice.Preset
	}
	s.preset, _ = rule.ParsePreset(string(preset))
	for _, r := range all {
		s.base[r.ID] = s.weigh(r, nil)
		runs := s.base[r.ID] != rule.Off
		for i := range c.Overrides {
			runs = runs || s.weigh(r, []int{i}) != rule.Off
		}
		if choice.Only != nil {
			_, runs = choice.Only[r.ID]
			s.base[r.ID] = s.onlyWeight(r, s.base[r.ID])
		}
		if runs {
			s.rules = append(s.rules, r)
		}
	}
	for _, r := range choice.Always {
		s.own[r.ID] = true
		s.base[r.ID] = s.onlyWeight(r, s.weigh(r, nil))
	}
	return s
}

// Rules are the rules that run on any file at all, in the order of Select's.
func (s *Selection) Rules() []*rule.Rule { return s.rules }

// Severity is what a finding of a rule weighs in a file, given by its absolute path with forward slashes; Off when the rule does not run
// there.
func (s *Selection) Severity(file string, r *rule.Rule) rule.Severity {
	if hits := s.overrides(file); len(hits) > 0 {
		return s.onlyWeight(r, s.weigh(r, hits))
	}
	if w, ok := s.base[r.ID]; ok {
		return w
	}
	return s.onlyWeight(r, s.weigh(r, nil))
}

// onlyWeight applies Choice.Only to the weight that a rule has otherwise.
func (s *Selection) onlyWeight(r *rule.Rule, weight rule.Severity) rule.Severity {
	if s.only == nil {
		return weight
	}
	w, named := s.only[r.ID]
	switch {
	case !named && weight == rule.Error && s.own[r.ID]:
		return weight
	case !named:
		return rule.Off
	case w != rule.Off:
		return w
	case weight != rule.Off:
		return weight
	}
	return r.Severity
}

// weigh is what the configuration gives a rule in a file for which the overrides hits hold.
func (s *Selection) weigh(r *rule.Rule, hits []int) rule.Severity {
	preset, weight := s.preset, r.Severity
	named := false // a "rules" entry decided
	on := false
	apply := func(rules map[string]Setting, severities map[string]Level) {
		if l, ok := severities[r.Section.Chapter()]; ok {
			weight = l.severity()
		}
		if l, ok := severities[r.ID]; ok {
			weight = l.severity()
		}
		switch set := rules[r.ID]; set {
		case "":
		case "on", "off":
			named, on = true, set == "on"
		default:
			named, on = true, true
			weight = Level(set).severity()
		}
	}
	apply(s.c.Rules, s.c.Severities)
	for _, i := range hits {
		o := &s.c.Overrides[i]
		if p, ok := rule.ParsePreset(string(o.Preset)); ok && o.Preset != "" {
			preset = p
		}
		apply(o.Rules, o.Severities)
	}
	if !named {
		on = r.Preset != rule.Preview && r.Preset <= preset
	}
	if !on {
		return rule.Off
	}
	return weight
}

// overrides lists the overrides that hold for a file, in order. Findings come sorted by file, so the last answer is the likeliest
// question.
func (s *Selection) overrides(file string) []int {
	if len(s.c.Overrides) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if file == s.lastFile && file != "" {
		return s.lastHits
	}
	s.lastFile, s.lastHits = file, nil
	rel, err := filepath.Rel(filepath.FromSlash(s.c.dir), filepath.FromSlash(file))
	if err != nil {
		return nil
	}
	rel = filepath.ToSlash(rel)
	if strings.HasPrefix(rel, "../") {
		return nil
	}
	for i := range s.c.Overrides {
		if anyMatches(s.c.Overrides[i].Files, rel) && !anyMatches(s.c.Overrides[i].Except, rel) {
			s.lastHits = append(s.lastHits, i)
		}
	}
	return s.lastHits
}

func anyMatches(globs []Glob, rel string) bool {
	for _, g := range globs {
		if g.matches(rel) {
			return true
		}
	}
	return false
}
