package rule

import (
	"path"
	"strings"
	"unicode"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// cycleFix is the repair of a report as edits of the finding's own file, where it is mechanical. ok is false where it is not.
func (p *ProgramPass) cycleFix(r *program.CycleReport) (fix Fix, ok bool) {
	if r.Repair == nil || r.Repair.File != r.Hazard.File || r.Repair.Import < 0 {
		return Fix{}, false
	}
	f := p.Files[r.Repair.File]
	im := &f.Facts.Imports[r.Repair.Import]
	if im.StmtEnd == 0 || im.Kind != effects.Require {
		return Fix{}, false
	}
	switch r.Repair.Kind {
	case program.RepairKeep:
		return keepObject(f, r.Repair.Import)
	case program.RepairBelow:
		return moveBelow(f, r.Repair.Import)
	}
	return Fix{}, false
}

// keepObject turns const { a } = require('./b') into const b = require('./b'), and each a into b.a. It needs to know the place of every use.
func keepObject(f *program.File, imp int32) (fix Fix, ok bool) {
	im := &f.Facts.Imports[imp]
	name := freeName(f, f.Facts.Str(im.Spec))
	if name == "" {
		return Fix{}, false
	}
	edits := []Edit{{Range: syntax.Range{Start: im.StmtStart, End: im.CallStart}, New: "const " + name + " = "}}
	list := bound(f, imp)
	for _, b := range list {
		if b.prop == "" {
			return Fix{}, false
		}
		va := &f.Facts.Vars[f.Facts.Val(b.value).A]
		local := f.Facts.Str(va.Name)
		uses := int32(0)
		use := func(start, end int32) {
			if int(end-start) == len(local) {
				uses++
				edits = append(edits, Edit{Range: syntax.Range{Start: start, End: end}, New: name + "." + b.prop})
			}
		}
		for i := range f.Facts.Calls {
			c := &f.Facts.Calls[i]
			if c.Callee == b.value {
				use(c.NameStart, c.CalleeEnd)
			}
			for k, a := range c.Args {
				if a == b.value {
					use(c.ArgStart[k], c.ArgEnd[k])
				}
			}
		}
		if uses != va.Uses {
			return Fix{}, false
		}
	}
	return Fix{Title: "Keep the object and read the names where they are used", Edits: edits}, len(list) > 0
}

// moveBelow moves a require() to the end of its file.
func moveBelow(f *program.File, imp int32) (fix Fix, ok bool) {
	im := &f.Facts.Imports[imp]
	spec := f.Facts.Str(im.Spec)
	if im.StmtEnd == im.CallEnd || int(im.Start-im.CallStart) != len("require(") || strings.ContainsAny(spec, `'\`) {
		return Fix{}, false
	}
	text := "require('" + spec + "');\n"
	list := bound(f, imp)
	var names []string
	for _, b := range list {
		va := &f.Facts.Vars[f.Facts.Val(b.value).A]
		if va.Flags&effects.VarConst == 0 {
			return Fix{}, false
		}
		local := f.Facts.Str(va.Name)
		switch b.prop {
		case "":
			text = "const " + local + " = " + text
		case local:
			names = append(names, local)
		default:
			names = append(names, b.prop+": "+local)
		}
	}
	if len(names) > 0 {
		text = "const { " + strings.Join(names, ", ") + " } = " + text
	} else if len(list) == 0 && im.Flags&effects.ImportBare == 0 {
		return Fix{}, false
	}
	end := f.Facts.Funcs[0].End
	return Fix{Title: "Move the require() to the end of the file, below the exports", Edits: []Edit{
		{Range: syntax.Range{Start: im.StmtStart, End: im.StmtEnd}},
		{Range: syntax.Range{Start: end, End: end}, New: "\n" + text},
	}}, true
}

// binding is a variable that a require() gives its value: all of it, or the member prop.
type binding struct {
	value effects.ValueID
	prop  string
}

// bound are the variables that the statement of a require() binds, in order.
func bound(f *program.File, imp int32) []binding {
	from := f.ValueID(effects.Value{Kind: effects.Import, A: imp})
	im := &f.Facts.Imports[imp]
	var out []binding
	for _, op := range f.Facts.Funcs[0].Ops {
		if op.Kind != effects.OpWrite || op.Start < im.StmtStart || op.Start >= im.StmtEnd || f.Facts.Val(op.A).Kind != effects.Var {
			continue
		}
		switch v := f.Facts.Val(op.B); {
		case op.B == from:
			out = append(out, binding{op.A, ""})
		case v.Kind == effects.Prop && v.A == from:
			out = append(out, binding{op.A, f.Facts.Str(v.B)})
		}
	}
	return out
}

// freeName is a name for what a specifier leads to that the file uses for nothing else, "" for none.
func freeName(f *program.File, spec string) string {
	base := strings.TrimSuffix(path.Base(spec), path.Ext(spec))
	if base == "index" || base == "." || base == ".." {
		base = path.Base(path.Dir(spec))
	}
	var b strings.Builder
	upper := false
	for _, r := range base {
		switch {
		case unicode.IsLetter(r) || b.Len() > 0 && unicode.IsDigit(r):
			if upper {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
			upper = false
		default:
			upper = b.Len() > 0
		}
	}
	used := make(map[string]bool, len(f.Facts.Strings))
	for _, s := range f.Facts.Strings {
		used[s] = true
	}
	for _, name := range []string{b.String(), b.String() + "Module"} {
		if b.Len() > 0 && !used[name] && !reserved[name] {
			return name
		}
	}
	return ""
}

// reserved are the words that a file's name may be and a variable's may not (ECMAScript, section 12.7.2), and what the wrapper takes.
var reserved = map[string]bool{
	"await": true, "break": true, "case": true, "catch": true, "class": true, "const": true, "continue": true, "debugger": true, "default": true,
	"delete": true, "do": true, "else": true, "enum": true, "export": true, "extends": true, "false": true, "finally": true, "for": true,
	"function": true, "if": true, "implements": true, "import": true, "in": true, "instanceof": true, "interface": true, "let": true, "new": true,
	"null": true, "package": true, "private": true, "protected": true, "public": true, "return": true, "static": true, "super": true, "switch": true,
	"this": true, "throw": true, "true": true, "try": true, "typeof": true, "var": true, "void": true, "while": true, "with": true, "yield": true,
	"module": true, "exports": true, "require": true, "arguments": true, "eval": true, "undefined": true,
}
