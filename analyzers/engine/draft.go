package engine

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// Draft is a text that is being typed, with the findings that its own names prove: those with rule.Diagnostic.Local. They are the ones that
// Lint would give for the same text, at a small part of the cost: an edit looks at the statement that it falls into. What needs the whole
// program is for Lint.
//
// A Draft is for one goroutine at a time.
type Draft struct {
	o    Options
	file string
	text string
	// module says what kind of module the file is by its name and its package.json.
	module  modules.Kind
	outline *syntax.Outline // nil when the text does not parse, or cannot be followed
	broken  bool            // the text as a whole was parsed in vain
	supp    []syntax.Suppression
	doubt   bool // supp may be out of date: comments were typed in a text that does not parse
	found   []rule.Diagnostic
}

// NewDraft parses a text. Of the options Root, Rules, Severity and Memory count. One that does not parse
// has no findings; see Broken.
func NewDraft(o Options, file, text string) *Draft {
	d := &Draft{o: o, file: file, module: moduleKind(o, file)}
	d.parse(text)
	return d
}

// Renew judges by other options, or after the disk changed.
func (d *Draft) Renew(o Options) {
	d.o, d.module = o, moduleKind(o, d.file)
	if d.outline != nil {
		d.check(d.outline)
	} else {
		d.parse(d.text)
	}
}

func moduleKind(o Options, file string) modules.Kind {
	resolver := o.Memory.lookAtDisk()
	if resolver == nil {
		resolver = modules.New(modules.NewOS(o.Root), modules.Options{})
	}
	kind, _ := resolver.KindOf(file, modules.Import)
	return kind
}

// lookAtDisk is the view of the disk that the last run had, nil when there was none or it is out of date.
func (m *Memory) lookAtDisk() *modules.Resolver {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stale {
		return nil
	}
	return m.resolver
}

// Text is the text now.
func (d *Draft) Text() string { return d.text }

// Edit makes the draft that of a new text, which differs from its own in that the bytes from start to end were replaced by length others.
func (d *Draft) Edit(text string, start, end, length int) {
	before := d.outline
	follow := syntax.Unsure
	if before != nil && d.moveSuppressions(text, start, end, length) {
		follow = before.Edit(text, start, end, length)
	}
	if follow == syntax.Damaged || follow == syntax.Followed && !d.doubt {
		d.text = text
		d.check(before)
		return
	}
	supp := d.supp
	d.parse(text)
	if d.broken && before != nil {
		if follow == syntax.Unsure {
			before.Break(text, start, end, length)
		}
		d.outline, d.supp, d.doubt = before, supp, true
		d.check(before)
	}
}

// parse looks at the whole text.
func (d *Draft) parse(text string) {
	d.text, d.found, d.supp = text, nil, nil
	if refuse(d.file, text) != nil {
		d.outline, d.broken = nil, true
		return
	}
	f := syntax.Parse(d.file, text)
	defer f.Release()
	d.outline = f.Outline()
	d.broken = len(f.Problems) > 0
	if d.broken {
		return
	}
	d.supp, d.doubt = f.Suppressions(), false
	d.check(f.Names())
}

// moveSuppressions moves what comments cover behind an edit; ok is false when the edit may have changed what they say.
func (d *Draft) moveSuppressions(text string, start, end, length int) (ok bool) {
	const word = "nodebeyond-"
	// the lines that the edit touches, before and after
	if strings.Contains(lines(d.text, start, end), word) || strings.Contains(lines(text, start, start+length), word) {
		return false
	}
	shift := int32(length - (end - start))
	for i := range d.supp {
		s := &d.supp[i]
		if int(s.Range.Start) < end && int(s.Range.End) > start {
			return false // inside of a comment of several lines
		}
		switch s.Kind {
		case syntax.DisableLine, syntax.DisableNextLine:
			if start <= int(s.Covers.End) && end >= int(s.Range.Start) {
				return false
			}
		}
	}
	moved := slices.Clone(d.supp)
	for i := range moved {
		s := &moved[i]
		for _, r := range []*syntax.Range{&s.Range, &s.Covers} {
			if int(r.Start) >= end && !(s.Kind == syntax.DisableFile && r.Start == 0) {
				r.Start += shift
			}
			if int(r.End) >= end {
				r.End += shift
			}
		}
	}
	d.supp = moved
	return true
}

// lines is the part of a text from the start of one offset's line to the end of another's.
func lines(text string, start, end int) string {
	from := strings.LastIndexByte(text[:start], '\n') + 1
	to := len(text)
	if i := strings.IndexByte(text[end:], '\n'); i >= 0 {
		to = end + i
	}
	return text[from:to]
}

// check judges the names.
func (d *Draft) check(n syntax.Names) {
	esm := d.module == modules.KindESM || (d.module == modules.KindAmbiguous || d.module == modules.KindUnknown) && n.IsModule()
	d.found = d.found[:0:0]
	pass := rule.NewNamesPass(d.file, n, esm, &d.found)
	for _, ru := range d.o.Rules {
		if ru.Names == nil {
			continue
		}
		pass.Rule = ru
		before := len(d.found)
		if guard(func() { ru.Names(pass) }) != nil {
			d.found = d.found[:before] // Lint reports it
		}
	}
	d.found = d.weigh(d.found)
}

// weigh drops what comments silence and what the settings have off, and sorts.
func (d *Draft) weigh(list []rule.Diagnostic) []rule.Diagnostic {
	out := list[:0]
next:
	for _, x := range list {
		for i := range d.supp {
			if d.supp[i].Silences(x.Rule, int(x.Range.Start)) {
				continue next
			}
		}
		if d.o.Severity != nil {
			for _, ru := range d.o.Rules {
				if ru.ID == x.Rule {
					x.Severity = weight(d.o.Severity(d.file, ru), x.Severity, ru)
					break
				}
			}
		}
		if x.Severity != rule.Off {
			out = append(out, x)
		}
	}
	sortFindings(out)
	return dedupe(out)
}

// weight is what a finding weighs where a setting says what its rule does. A milder case stays as much milder as the rule made it.
func weight(setting, own rule.Severity, ru *rule.Rule) rule.Severity {
	if setting != rule.Off && own < ru.Severity && own < setting {
		return own
	}
	return setting
}

// Findings are sorted by place, suppressed and weighed as Lint would. The slice may be kept.
func (d *Draft) Findings() []rule.Diagnostic { return d.found }

// StandIn is the text with the statement that does not parse as it was when it did, and the splices that lead from there to the text. Without any they
// are the same; so they are for a text that never parsed.
func (d *Draft) StandIn() (text string, back []syntax.Splice) {
	if d.outline == nil {
		return d.text, nil
	}
	return d.outline.StandIn()
}

// SyntaxErrors is what Lint says of a text that does not parse; it has nothing to say of one that does. Of the options Severity counts.
func SyntaxErrors(o Options, file, text string) (out []rule.Diagnostic) {
	if refuse(file, text) != nil {
		return nil
	}
	f := syntax.Parse(file, text)
	defer f.Release()
	for _, p := range f.Problems {
		d := syntaxFinding(file, p)
		if o.Severity != nil {
			d.Severity = weight(o.Severity(file, syntaxError), d.Severity, syntaxError)
		}
		if d.Severity != rule.Off {
			out = append(out, d)
		}
	}
	sortFindings(out)
	return dedupe(out)
}

// Follows says that the statements of the text are told apart, so that Broken means one of them.
func (d *Draft) Follows() bool { return d.outline != nil }

// Broken says that the text does not parse; where is the statement that does not, or the whole text when it is not known which.
func (d *Draft) Broken() (where syntax.Range, broken bool) {
	switch {
	case d.outline != nil:
		return d.outline.Damage()
	case d.broken:
		return syntax.Range{End: int32(len(d.text))}, true
	}
	return where, false
}
