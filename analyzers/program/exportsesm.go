package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// MissingImport is a name that an ES module imports, or exports again, and that Node does not find in the other module.
type MissingImport struct {
	Name   string
	Import int32 // of the file's imports
	// Range is the re-export, or the specifier of the import; Use is the first use of the name, of length 0 when there is none in operations.
	Range, Use syntax.Range
	Target     FileID
	// CommonJS says that the target is of that kind, so that Node has looked for names in its text, and Lexed which it has found.
	CommonJS bool
	Lexed    []string
	// Set says that require() of the CommonJS target would give the name all the same.
	Set bool
}

// lexedLines are lines of Node whose search for names in CommonJS differs; what is missing is missing on all of them.
var lexedLines = []int{20, 22, 24, 26}

// MissingImports are those of a file. Files in TypeScript export what the facts do not keep, and are not asked about.
func (p *Program) MissingImports(file FileID) []MissingImport {
	f := p.Files[file]
	if !f.ESM {
		return nil
	}
	var out []MissingImport
	seen := map[provided]bool{}
	add := func(imp int32, name string, at syntax.Range) {
		t := &f.Targets[imp]
		if t.File < 0 || t.File == file || t.Via != "" || name == "*" || isTypeScript(p.Files[t.File].Path) || seen[provided{t.File, name}] {
			return
		}
		seen[provided{t.File, name}] = true
		m := &machine{p: p}
		for _, line := range lexedLines {
			if _, has := (&tracer{line: line}).resolve(m, t.File, name, nil); has != isFalse {
				return
			}
		}
		x := MissingImport{Name: name, Import: imp, Range: at, Target: t.File, CommonJS: !p.Files[t.File].ESM}
		if x.CommonJS {
			x.Lexed, _ = p.lexed(t.File, lexedLines[len(lexedLines)-1])
			e := p.ExportsOf(t.File)
			x.Set = e.Named(name) != nil
			if !x.Set && !e.Certain {
				return // what it is cannot be told
			}
		}
		if x.Use = f.firstRead(imp, name); x.Use.End == 0 && isTypeScript(f.Path) {
			return // an import of a type is erased
		}
		out = append(out, x)
	}
	for _, v := range f.Facts.Values {
		if v.Kind != effects.ImportName || f.Facts.Imports[v.A].Kind != effects.StaticImport {
			continue
		}
		im := &f.Facts.Imports[v.A]
		add(v.A, f.Facts.Strings[v.B], syntax.Range{Start: im.Start, End: im.End})
	}
	if !isTypeScript(f.Path) { // where a re-export may be of a type
		for i := range f.Facts.Exports {
			if e := &f.Facts.Exports[i]; e.Import >= 0 {
				add(e.Import, f.Facts.Str(e.ImportName), syntax.Range{Start: e.Start, End: e.End})
			}
		}
	}
	slices.SortFunc(out, func(a, b MissingImport) int { return int(a.Range.Start - b.Range.Start) })
	return out
}

// firstRead is where a file reads an imported name first.
func (f *File) firstRead(imp int32, name string) syntax.Range {
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			op := &f.Facts.Funcs[fi].Ops[i]
			if v := f.Facts.Val(op.A); op.Kind == effects.OpRead && v.Kind == effects.ImportName && v.A == imp && f.Facts.Str(v.B) == name {
				return syntax.Range{Start: op.Start, End: op.End}
			}
		}
	}
	return syntax.Range{}
}
