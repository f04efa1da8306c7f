package report

import (
	"bytes"
	"encoding/json"
	"sort"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// The part of SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format") that we write. The types are ours: a general library
// writes every optional array as [] and every index as -1, which triples the size of what code hosts limit by size.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool               sarifTool               `json:"tool"`
		Invocations        []sarifInvocation       `json:"invocations"`
		ColumnKind         string                  `json:"columnKind"`
		OriginalURIBaseIDs map[string]sarifURIBase `json:"originalUriBaseIds"`
		Results            []sarifResult           `json:"results"` // the last field: see sarif
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		SemanticVersion string      `json:"semanticVersion,omitempty"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string        `json:"id"`
		Short                *sarifText    `json:"shortDescription,omitempty"`
		Full                 *sarifText    `json:"fullDescription,omitempty"`
		Help                 *sarifText    `json:"help,omitempty"`
		DefaultConfiguration *sarifDefault `json:"defaultConfiguration,omitempty"`
		Properties           *sarifBag     `json:"properties,omitempty"`
	}
	sarifDefault struct {
		Level string `json:"level"`
	}
	sarifBag struct {
		Tags      []string `json:"tags"`
		Precision string   `json:"precision,omitempty"`
		Severity  string   `json:"problem.severity,omitempty"`
		Section   string   `json:"section,omitempty"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifURIBase struct {
		Description sarifText `json:"description"`
	}
	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifText         `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		Related             []sarifLocation   `json:"relatedLocations,omitempty"`
		CodeFlows           []sarifCodeFlow   `json:"codeFlows,omitempty"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
		Fixes               []sarifFix        `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		ID       *int          `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifCodeFlow struct {
		ThreadFlows []sarifThreadFlow `json:"threadFlows"`
	}
	sarifThreadFlow struct {
		Locations []sarifFlowLocation `json:"locations"`
	}
	sarifFlowLocation struct {
		Location sarifLocation `json:"location"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
)

// srcRoot is the customary name of the folder that relative URIs start from; it has no URI here, so that a log does not depend on the
// machine that made it.
const srcRoot = "%SRCROOT%"

// sarif writes one result a line: indented, a log of many findings would be three times as large, and all of it in memory at once.
func (p *printer) sarif() error {
	rules, index := p.sarifRules()
	head, err := encodeLine(&sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:               sarifTool{sarifDriver{Name: "nodebeyond", SemanticVersion: p.Version, Rules: rules}},
			Invocations:        []sarifInvocation{{Successful: len(p.Errors) == 0, Notifications: p.sarifNotifications()}},
			ColumnKind:         "utf16CodeUnits",
			OriginalURIBaseIDs: map[string]sarifURIBase{srcRoot: {sarifText{Text: "the folder that nodebeyond was started in"}}},
			Results:            []sarifResult{},
		}},
	})
	if err != nil {
		return err
	}
	const tail = "]}]}" // closes results, the run, runs and the log
	p.Write(bytes.TrimSuffix(head, []byte(tail)))
	marks := p.fingerprints()
	for i := range p.Findings {
		d := &p.Findings[i]
		r := p.sarifResult(d, index[d.Rule])
		r.PartialFingerprints = map[string]string{"nodebeyond/v1": marks[i], "primaryLocationLineHash": marks[i]}
		line, err := encodeLine(&r)
		if err != nil {
			return err
		}
		if i > 0 {
			p.WriteByte(',')
		}
		p.WriteByte('\n')
		p.Write(line)
	}
	p.WriteString("\n" + tail + "\n")
	return nil
}

// encodeLine is v as JSON on one line.
func encodeLine(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// sarifRules describes the rules that findings name, sorted by id, and gives the index of each.
func (p *printer) sarifRules() ([]sarifRule, map[string]int) {
	known := make(map[string]*rule.Rule, len(p.Rules))
	for _, r := range p.Rules {
		known[r.ID] = r
	}
	index := map[string]int{}
	for i := range p.Findings {
		index[p.Findings[i].Rule] = 0
	}
	rules := make([]sarifRule, 0, len(index))
	for id := range index {
		out := sarifRule{ID: id}
		if r := known[id]; r != nil {
			out.Short = &sarifText{Text: r.Summary + "."}
			out.DefaultConfiguration = &sarifDefault{sarifLevel(r.Severity)}
			out.Properties = &sarifBag{Tags: []string{"nodejs", r.Preset.String()}, Severity: problemSeverity(r.Severity), Section: r.Section.Anchor()}
			if chapter := r.Section.Chapter(); chapter != "" {
				out.Properties.Tags = append(out.Properties.Tags, chapter)
			}
			if r.Preset == rule.Recommended {
				out.Properties.Precision = "high"
			}
		}
		if p.Page != nil {
			if page := p.Page(id); page != "" {
				out.Help = &sarifText{Text: page, Markdown: page}
				if what := firstParagraph(page, "What it does"); what != "" {
					out.Full = &sarifText{Text: what}
				}
			}
		}
		rules = append(rules, out)
	}
	sort.Slice(rules, func(i, j int) bool { return rules[i].ID < rules[j].ID })
	for i := range rules {
		index[rules[i].ID] = i
	}
	return rules, index
}

func (p *printer) sarifNotifications() []sarifNotification {
	var out []sarifNotification
	for _, e := range p.Errors {
		text := e.Message
		if e.Remedy != "" {
			text += "; " + e.Remedy
		}
		n := sarifNotification{Level: "error", Message: sarifText{Text: text}}
		if e.File != "" {
			at := sarifLocation{Physical: sarifPhysical{Artifact: p.artifact(e.File)}}
			if e.Line > 0 {
				at.Physical.Region = &sarifRegion{StartLine: e.Line, StartColumn: max(e.Column, 1)}
			}
			n.Locations = []sarifLocation{at}
		}
		out = append(out, n)
	}
	return out
}

func (p *printer) sarifResult(d *rule.Diagnostic, ruleIndex int) sarifResult {
	text := d.Message
	if d.Help != "" {
		text += "\n" + d.Help
	}
	out := sarifResult{
		RuleID:    d.Rule,
		RuleIndex: ruleIndex,
		Level:     sarifLevel(d.Severity),
		Message:   sarifText{Text: text},
		Locations: []sarifLocation{p.location(d.File, d.Range, "")},
	}
	if len(d.Evidence) > 0 {
		flow := make([]sarifFlowLocation, len(d.Evidence))
		for i, s := range d.Evidence {
			at := p.location(s.File, s.Range, s.Message)
			flow[i].Location = at
			id := i + 1
			at.ID = &id
			out.Related = append(out.Related, at)
		}
		out.CodeFlows = []sarifCodeFlow{{[]sarifThreadFlow{{flow}}}}
	}
	if f := bestFix(d); f != nil && len(f.Edits) > 0 {
		change := sarifChange{Artifact: p.artifact(d.File), Replacements: make([]sarifReplacement, len(f.Edits))}
		for i, e := range f.Edits {
			change.Replacements[i] = sarifReplacement{*p.region(d.File, e.Range), sarifText{Text: e.New}}
		}
		out.Fixes = []sarifFix{{sarifText{Text: f.Title}, []sarifChange{change}}}
	}
	return out
}

func (p *printer) artifact(file string) sarifArtifact {
	return sarifArtifact{relativeURI(Relative(p.Dir, file)), srcRoot}
}

func (p *printer) region(file string, r syntax.Range) *sarifRegion {
	at := p.place(file, r)
	return &sarifRegion{StartLine: at.Line, StartColumn: at.Column, EndLine: at.EndLine, EndColumn: at.EndColumn}
}

func (p *printer) location(file string, r syntax.Range, message string) sarifLocation {
	out := sarifLocation{Physical: sarifPhysical{Artifact: p.artifact(file), Region: p.region(file, r)}}
	if message != "" {
		out.Message = &sarifText{Text: message}
	}
	return out
}

func sarifLevel(s rule.Severity) string {
	switch s {
	case rule.Error:
		return "error"
	case rule.Warning:
		return "warning"
	case rule.Off:
		return "none"
	}
	return "note"
}

// problemSeverity is GitHub's own property of a rule ("SARIF support for code scanning", section "reportingDescriptor object").
func problemSeverity(s rule.Severity) string {
	switch s {
	case rule.Error:
		return "error"
	case rule.Warning:
		return "warning"
	}
	return "recommendation"
}

// firstParagraph is the first paragraph below a "## heading" of a page, on one line.
func firstParagraph(page, heading string) string {
	_, rest, ok := strings.Cut(page, "\n## "+heading+"\n")
	if !ok {
		return ""
	}
	para, _, _ := strings.Cut(strings.TrimLeft(rest, "\n"), "\n\n")
	return strings.Join(strings.Fields(para), " ")
}
