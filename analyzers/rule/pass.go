package rule

import (
	"strings"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// Visitor is a check on the shared walk over one file.
type Visitor struct {
	Kinds []syntax.Kind
	Visit func(*FilePass, syntax.Node)
}

// On makes a check that sees every node of the kinds.
func On(visit func(*FilePass, syntax.Node), kinds ...syntax.Kind) Visitor {
	return Visitor{Kinds: kinds, Visit: visit}
}

// OnFile makes a check that sees each file once, by its module node.
func OnFile(visit func(*FilePass)) Visitor {
	return Visitor{Kinds: []syntax.Kind{syntax.KindModule}, Visit: func(p *FilePass, _ syntax.Node) { visit(p) }}
}

// FilePass is what a file check sees. It is used by one goroutine.
type FilePass struct {
	Rule *Rule
	File *syntax.File
	// ESM says that Node takes the file for an ES module.
	ESM bool
	out *[]Diagnostic
}

// NewFilePass makes the pass of one file; findings are appended to out.
func NewFilePass(f *syntax.File, esm bool, out *[]Diagnostic) *FilePass {
	return &FilePass{File: f, ESM: esm, out: out}
}

// Report adds a finding at a range of the file.
func (p *FilePass) Report(at syntax.Range, message string, opts ...Option) {
	*p.out = append(*p.out, p.Rule.diagnostic(p.File.Path, at, message, opts))
}

// NamesPass is what a check of the names of a file sees. It is used by one goroutine.
type NamesPass struct {
	Rule *Rule
	syntax.Names
	// Path is the file's, absolute with forward slashes.
	Path string
	// ESM says that Node takes the file for an ES module.
	ESM bool
	out *[]Diagnostic
}

// NewNamesPass makes the pass of one file; findings are appended to out.
func NewNamesPass(file string, n syntax.Names, esm bool, out *[]Diagnostic) *NamesPass {
	return &NamesPass{Names: n, Path: file, ESM: esm, out: out}
}

// Report adds a finding at a range of the file.
func (p *NamesPass) Report(at syntax.Range, message string, opts ...Option) {
	d := p.Rule.diagnostic(p.Path, at, message, opts)
	d.Local = true
	*p.out = append(*p.out, d)
}

// Mentions reports whether the text holds the words at all.
func (p *NamesPass) Mentions(words string) bool { return strings.Contains(p.Source(), words) }

func (r *Rule) diagnostic(file string, at syntax.Range, message string, opts []Option) Diagnostic {
	d := Diagnostic{Rule: r.ID, Severity: r.Severity, File: file, Range: at, Message: message, Section: r.Section}
	for _, o := range opts {
		o(&d)
	}
	return d
}

// ProgramPass is what a whole-program check sees. It is used by one goroutine.
type ProgramPass struct {
	Rule *Rule
	*program.Program
	out *[]Diagnostic
	// parsers has the JSON.parse of what a call reads, made on first use.
	parsers map[program.CallRef]program.CallRef
	// survives is the answer of Survives, nil before it was asked.
	survives *bool
}

// NewProgramPass makes the pass of a program; findings are appended to out.
func NewProgramPass(p *program.Program, out *[]Diagnostic) *ProgramPass {
	return &ProgramPass{Program: p, out: out}
}

// Report adds a finding at a range of a file.
func (p *ProgramPass) Report(f *program.File, at syntax.Range, message string, opts ...Option) {
	d := p.Rule.diagnostic(f.Path, at, message, opts)
	for i := range d.Evidence {
		if d.Evidence[i].File == "" {
			d.Evidence[i].File = f.Path
		}
	}
	*p.out = append(*p.out, d)
}

// Steps turns a witness of the program into evidence.
func (p *ProgramPass) Steps(steps []program.Step) []Step {
	out := make([]Step, len(steps))
	for i, s := range steps {
		out[i] = Step{File: p.Files[s.File].Path, Range: s.Range, Message: s.Message}
	}
	return out
}

// CallsTo calls yield with every call of an API whose member is wanted, test files left out when the rule is about servers.
func (p *ProgramPass) CallsTo(want func(*nodeapi.Member) bool, yield func(program.CallRef, *nodeapi.Member)) {
	p.Program.CallsTo(want, yield)
}

// CalleeRange is the callee of a call: what a finding about a call underlines.
func (p *ProgramPass) CalleeRange(r program.CallRef) syntax.Range {
	c := p.Call(r)
	return syntax.Range{Start: c.Start, End: c.CalleeEnd}
}

// CallRange is the whole call.
func (p *ProgramPass) CallRange(r program.CallRef) syntax.Range {
	c := p.Call(r)
	return syntax.Range{Start: c.Start, End: c.End}
}

// Option adds to a finding.
type Option func(*Diagnostic)

// Help says what to do, in the imperative.
func Help(text string) Option { return func(d *Diagnostic) { d.Help = text } }

// Because adds the steps that prove it.
func Because(steps ...Step) Option {
	return func(d *Diagnostic) { d.Evidence = append(d.Evidence, steps...) }
}

// Fact adds a line of Markdown about this code, for the hover.
func Fact(line string) Option { return func(d *Diagnostic) { d.Facts = append(d.Facts, line) } }

// As sets another severity than the rule's own: a milder case of the same defect.
func As(s Severity) Option { return func(d *Diagnostic) { d.Severity = s } }

// FixWith adds a fix.
func FixWith(f Fix) Option { return func(d *Diagnostic) { d.Fixes = append(d.Fixes, f) } }
