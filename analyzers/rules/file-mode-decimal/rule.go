// Package filemodedecimal flags file modes that are written as decimal numbers and read like octal ones.
package filemodedecimal

import (
	"fmt"
	"strconv"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "file-mode-decimal",
	Summary:  "File mode written as a decimal number",
	Section:  docs.ModesAndLinks,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

// places says where functions of fs take a mode: as an argument (from 1, 0 for none), and as the member mode of an options object.
var places = map[string]int{
	"chmod": 1, "fchmod": 1, "lchmod": 1, "mkdir": 1, "open": 2, "access": -1, "writeFile": 0, "appendFile": 0, "createWriteStream": 0, "rm": -1,
}

// modes are those that people write, as digits. 420 is not among them: it is 0o644.
var modes = map[int]bool{
	400: true, 440: true, 444: true, 500: true, 550: true, 555: true, 600: true, 640: true, 644: true, 660: true, 664: true, 666: true, 700: true,
	710: true, 711: true, 740: true, 744: true, 750: true, 755: true, 760: true, 764: true, 770: true, 771: true, 774: true, 775: true, 776: true, 777: true,
	1777: true, 2755: true, 2775: true, 4755: true,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Module == "fs" && place(m) >= 0 || m.Is("fs.FileHandle#chmod", "process.umask")
	}, func(r program.CallRef, m *nodeapi.Member) {
		at := place(m)
		if m.Is("fs.FileHandle#chmod", "process.umask") {
			at = 0
		} else if at == 0 {
			at = -1
		}
		f := p.Files[r.File]
		if args := p.Args(r); at >= 0 && at < len(args) {
			if n, ok := decimal(p, f, args[at], m.Is("process.umask")); ok {
				literal := f.Facts.Val(args[at]).Kind == effects.Number
				report(p, f, p.ArgRange(r, at), n, program.Display(m), literal)
				return
			}
		}
		if mode, _ := p.Option(r, "mode"); mode.File >= 0 {
			g := p.Files[mode.File]
			if n, ok := decimal(p, g, mode.Value, false); ok {
				report(p, f, memberRange(p, r, f), n, program.Display(m), false)
			}
		}
	})
}

// place is the index of the mode among the arguments of a function of fs, 0 where only options have it, -1 for other functions.
func place(m *nodeapi.Member) int {
	name := m.Name
	for _, prefix := range []string{"fs.promises.", "fs."} {
		if len(name) > len(prefix) && name[:len(prefix)] == prefix {
			name = name[len(prefix):]
			break
		}
	}
	if n := len(name) - len("Sync"); n > 0 && name[n:] == "Sync" {
		name = name[:n]
	}
	if at, ok := places[name]; ok {
		return at
	}
	return -1
}

// decimal is the mode that a number reads like, where that is not the mode that it is.
func decimal(p *rule.ProgramPass, f *program.File, v effects.ValueID, mask bool) (int, bool) {
	x := f.Facts.Val(v)
	if x.Kind != effects.Number && x.Kind != effects.Var {
		return 0, false
	}
	n, ok := p.Number(f, v)
	if !ok || n != float64(int(n)) {
		return 0, false
	}
	if mask {
		return int(n), n == 22 || n == 27 || n == 77 || n == 26
	}
	return int(n), modes[int(n)]
}

// memberRange is the name of the mode in the options that a call gets, else its callee.
func memberRange(p *rule.ProgramPass, r program.CallRef, f *program.File) syntax.Range {
	for _, a := range p.Args(r) {
		if x := f.Facts.Val(a); x.Kind == effects.Object {
			for _, m := range f.Facts.Objects[x.A].Members {
				if f.Facts.Str(m.Name) == "mode" {
					return syntax.Range{Start: m.Start, End: m.End}
				}
			}
		}
	}
	return p.CalleeRange(r)
}

func report(p *rule.ProgramPass, f *program.File, at syntax.Range, n int, api string, literal bool) {
	digits := strconv.Itoa(n)
	opts := []rule.Option{
		rule.Help(fmt.Sprintf("Write it in octal: 0o%s, or as text: '%s'.", digits, digits)),
		rule.Fact(fmt.Sprintf("`%s` sets `0o%o`; `0o%s` is `%s`.", digits, n, digits, bits(digits))),
	}
	if literal && int(at.End-at.Start) == len(digits) {
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Write the mode in octal", Safe: true, Edits: []rule.Edit{{Range: at, New: "0o" + digits}}}))
	}
	p.Report(f, at, fmt.Sprintf("%s gets the decimal number %s, which is the mode 0o%o, not 0o%s: modes are octal, and only text is read so.", api, digits, n, digits), opts...)
}

// bits is a mode as ls writes it.
func bits(digits string) string {
	out := ""
	for _, d := range digits[max(0, len(digits)-3):] {
		for i, c := range "rwx" {
			if (d-'0')&(4>>i) != 0 {
				out += string(c)
			} else {
				out += "-"
			}
		}
	}
	return out
}
