package report

import (
	"sort"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// srcRoot is the customary name of the folder that relative URIs start from; it has no URI here, so that a log does not depend on the
// machine that made it.
const srcRoot = "%SRCROOT%"

// sarif writes SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"). An object of the library that is not made by its
// constructor has null where the schema wants a list.
func (p *printer) sarif() error {
	rules, index := p.sarifRules()
	driver := sarif.NewToolComponent().WithName("nodebeyond").WithRules(rules)
	if p.Version != "" {
		driver.WithSemanticVersion(p.Version)
	}
	run := sarif.NewRun().
		WithTool(sarif.NewTool().WithDriver(driver)).
		WithInvocations([]*sarif.Invocation{p.sarifInvocation()}).
		WithColumnKind("utf16CodeUnits").
		// What syntax.Mapper ends a line at.
		WithNewlineSequences([]string{"\r\n", "\n", "\r"}).
		WithOriginalUriBaseIds(map[string]sarif.ArtifactLocation{
			srcRoot: *sarif.NewArtifactLocation().WithDescription(sarif.NewTextMessage("the folder that nodebeyond was started in")),
		})
	marks := p.fingerprints()
	run.Results = make([]*sarif.Result, len(p.Findings))
	for i := range p.Findings {
		d := &p.Findings[i]
		run.Results[i] = p.sarifResult(d, index[d.Rule]).
			WithPartialFingerprints(map[string]string{"nodebeyond/v1": marks[i], "primaryLocationLineHash": marks[i]})
	}
	log := sarif.NewReport().AddRun(run)
	// The library names the draft that changes; this one is the standard.
	log.Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	if err := log.Write(p); err != nil {
		return err
	}
	return p.WriteByte('\n')
}

// sarifRules describes the rules that findings name, sorted by id, and gives the index of each.
func (p *printer) sarifRules() ([]*sarif.ReportingDescriptor, map[string]int) {
	known := make(map[string]*rule.Rule, len(p.Rules))
	for _, r := range p.Rules {
		known[r.ID] = r
	}
	index := map[string]int{}
	var ids []string
	for i := range p.Findings {
		id := p.Findings[i].Rule
		if _, ok := index[id]; !ok {
			index[id] = 0
			ids = append(ids, id)
		}
	}
	sort.Strings(ids)
	rules := make([]*sarif.ReportingDescriptor, len(ids))
	for i, id := range ids {
		index[id] = i
		rules[i] = p.sarifRule(id, known[id])
	}
	return rules, index
}

// sarifRule describes one rule; r is nil when nothing is known of it.
func (p *printer) sarifRule(id string, r *rule.Rule) *sarif.ReportingDescriptor {
	out := sarif.NewRule(id)
	if r != nil {
		// Beside SARIF's own: the properties that GitHub reads ("SARIF support for code scanning", section "reportingDescriptor object").
		bag := sarif.NewPropertyBag().Add("problem.severity", level(r.Severity, "recommendation")).WithTags([]string{"nodejs", r.Preset.String()})
		if chapter := r.Section.Chapter(); chapter != "" {
			bag.AddTag(chapter)
		}
		if tag := r.Tag.String(); tag != "" {
			bag.AddTag(tag)
		}
		if anchor := r.Section.Anchor(); anchor != "" {
			bag.Add("section", anchor)
		}
		if r.Preset == rule.Recommended {
			bag.Add("precision", "high")
		}
		out.WithDescription(r.Summary + ".").WithProperties(bag).
			WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(r.Severity)))
	}
	if p.Page != nil {
		if page := p.Page(id); page != "" {
			out.WithMarkdownHelp(page)
			if what := firstParagraph(page, "What it does"); what != "" {
				out.WithFullDescription(sarif.NewMultiformatMessageString().WithText(what))
			}
		}
	}
	return out
}

// sarifInvocation says whether the run could look at everything, and what it could not look at.
func (p *printer) sarifInvocation() *sarif.Invocation {
	out := sarif.NewInvocation().WithExecutionSuccessful(len(p.Errors) == 0)
	for _, e := range p.Errors {
		text := e.Message
		if e.Remedy != "" {
			text += "; " + e.Remedy
		}
		n := sarif.NewNotification().WithLevel("error").WithMessage(sarif.NewTextMessage(text))
		if e.File != "" {
			at := sarif.NewPhysicalLocation().WithArtifactLocation(p.artifact(e.File))
			if e.Line > 0 {
				at.WithRegion(sarif.NewRegion().WithStartLine(e.Line).WithStartColumn(max(e.Column, 1)))
			}
			n.WithLocations([]*sarif.Location{sarif.NewLocationWithPhysicalLocation(at)})
		}
		out.ToolExecutionNotifications = append(out.ToolExecutionNotifications, n)
	}
	return out
}

func (p *printer) sarifResult(d *rule.Diagnostic, ruleIndex int) *sarif.Result {
	text := d.Message
	if d.Help != "" {
		text += "\n" + d.Help
	}
	out := sarif.NewRuleResult(d.Rule).WithRuleIndex(ruleIndex).WithLevel(sarifLevel(d.Severity)).
		WithMessage(sarif.NewTextMessage(text)).
		WithLocations([]*sarif.Location{p.location(d.File, d.Range, "")})
	if len(d.Evidence) > 0 {
		flow := sarif.NewThreadFlow()
		for i, s := range d.Evidence {
			flow.Locations = append(flow.Locations, sarif.NewThreadFlowLocation().WithLocation(p.location(s.File, s.Range, s.Message)))
			out.RelatedLocations = append(out.RelatedLocations, p.location(s.File, s.Range, s.Message).WithID(i+1))
		}
		out.WithCodeFlows([]*sarif.CodeFlow{sarif.NewCodeFlow().WithThreadFlows([]*sarif.ThreadFlow{flow})})
	}
	if f := bestFix(d); f != nil && len(f.Edits) > 0 {
		change := sarif.NewArtifactChange().WithArtifactLocation(p.artifact(d.File))
		for _, e := range f.Edits {
			change.Replacements = append(change.Replacements, sarif.NewReplacement().
				WithDeletedRegion(p.region(d.File, e.Range)).
				WithInsertedContent(sarif.NewArtifactContent().WithText(e.New)))
		}
		out.WithFixes([]*sarif.Fix{sarif.NewFix().WithDescription(sarif.NewTextMessage(f.Title)).WithArtifactChanges([]*sarif.ArtifactChange{change})})
	}
	return out
}

func (p *printer) artifact(file string) *sarif.ArtifactLocation {
	return sarif.NewArtifactLocation().WithURI(relativeURI(Relative(p.Dir, file))).WithURIBaseID(srcRoot)
}

func (p *printer) region(file string, r syntax.Range) *sarif.Region {
	at := p.place(file, r)
	return sarif.NewRegion().WithStartLine(at.Line).WithStartColumn(at.Column).WithEndLine(at.EndLine).WithEndColumn(at.EndColumn)
}

func (p *printer) location(file string, r syntax.Range, message string) *sarif.Location {
	out := sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().WithArtifactLocation(p.artifact(file)).WithRegion(p.region(file, r)))
	if message != "" {
		out.WithMessage(sarif.NewTextMessage(message))
	}
	return out
}

// sarifLevel is a severity as SARIF has it; there is nothing below a note.
func sarifLevel(s rule.Severity) string { return level(s, "note") }

// firstParagraph is the first paragraph below a "## heading" of a page, on one line.
func firstParagraph(page, heading string) string {
	_, rest, ok := strings.Cut(page, "\n## "+heading+"\n")
	if !ok {
		return ""
	}
	para, _, _ := strings.Cut(strings.TrimLeft(rest, "\n"), "\n\n")
	return strings.Join(strings.Fields(para), " ")
}
