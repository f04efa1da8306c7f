// Package contentlengthinchars flags Content-Length headers that count the characters of a text.
package contentlengthinchars

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "content-length-in-chars",
	Summary:  "Content-Length counted in characters",
	Section:  docs.Headers,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		inObjects(p, f)
	}
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Method != nil && (m.Is("http.OutgoingMessage#setHeader") || m.Is("express.Response#set", "express.Response#header"))
	}, func(r program.CallRef, m *nodeapi.Member) {
		f, args := p.Files[r.File], p.Args(r)
		if f.Test || len(args) != 2 {
			return
		}
		if name, ok := p.Literal(f, args[0]); !ok || !strings.EqualFold(name, "content-length") {
			return
		}
		at := p.ArgRange(r, 1)
		if text, ok := chars(p, f, args[1], 0); ok {
			var fix []rule.Edit
			if x := f.Facts.Val(args[1]); x.Kind == effects.Prop && at.End-at.Start > int32(len(".length")) {
				fix = []rule.Edit{{Range: syntax.Range{Start: at.Start, End: at.Start}, New: "Buffer.byteLength("}, {Range: syntax.Range{Start: at.End - int32(len(".length")), End: at.End}, New: ")"}}
			}
			report(p, f, at, text, fix)
		}
	})
}

// inObjects judges the headers that stand in object literals: of writeHead, of requests.
func inObjects(p *rule.ProgramPass, f *program.File) {
	for oi := range f.Facts.Objects {
		for _, m := range f.Facts.Objects[oi].Members {
			if m.Flags&(effects.MemberSpread|effects.MemberGetter|effects.MemberMethod) != 0 || !strings.EqualFold(f.Facts.Str(m.Name), "content-length") {
				continue
			}
			if text, ok := chars(p, f, m.Value, 0); ok {
				report(p, f, syntax.Range{Start: m.Start, End: m.End}, text, nil)
			}
		}
	}
}

// chars is the text whose length a value is, when it may have characters of more than one byte.
func chars(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) (string, bool) {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Var:
		if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 && depth < 3 {
			return chars(p, f, vals[0], depth+1)
		}
	case effects.Prop:
		if f.Facts.Str(x.B) == "length" && kindOf(p, f, x.A, 0) == wide {
			name := f.Facts.CalleeName(x.A)
			if k := f.Facts.Val(x.A).Kind; k != effects.Var && k != effects.Prop && k != effects.Param {
				name = "the text"
			}
			return name, true
		}
	case effects.Result: // String(text.length), text.length.toString()
		c := &f.Facts.Calls[x.A]
		cv := f.Facts.Val(c.Callee)
		if cv.Kind == effects.Global && f.Facts.Str(cv.A) == "String" && len(c.Args) == 1 {
			return chars(p, f, c.Args[0], depth+1)
		}
		if cv.Kind == effects.Prop && f.Facts.Str(cv.B) == "toString" && depth < 3 {
			return chars(p, f, cv.A, depth+1)
		}
	}
	return "", false
}

type kind uint8

const (
	other kind = iota // no text, or not known
	ascii             // a text whose characters are a byte each
	wide              // a text that may have others
)

// kindOf is what is known of the text that a value is.
func kindOf(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) kind {
	if depth > 6 {
		return other
	}
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.String:
		return kindOfText(f.Facts.Str(x.A))
	case effects.Number, effects.Bool:
		return ascii
	case effects.Template:
		return joined(p, f, f.Facts.Lists[x.A], depth, ascii)
	case effects.Binary:
		if x.Op == effects.Add {
			if a, b := kindOf(p, f, x.A, depth+1), kindOf(p, f, x.B, depth+1); a != other || b != other {
				return joined(p, f, []effects.ValueID{x.A, x.B}, depth, ascii)
			}
		}
	case effects.Var:
		k := other
		for _, y := range f.Facts.Vars[x.A].Values {
			switch f.Facts.Val(y).Kind {
			case effects.Undefined, effects.Null:
				continue
			}
			if f.Facts.Val(y).Kind == effects.Binary { // text += part
				if b := f.Facts.Val(y); b.Op == effects.Add && b.A == v {
					y = b.B
					if k != other && kindOf(p, f, y, depth+1) == other {
						k = wide
						continue
					}
				}
			}
			this := kindOf(p, f, y, depth+1)
			if this == other {
				return other
			}
			k = max(k, this)
		}
		return k
	case effects.Result:
		return kindOfResult(p, f, program.CallRef{File: f.ID, Call: x.A}, depth)
	}
	return other
}

func kindOfText(s string) kind {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return wide
		}
	}
	return ascii
}

// joined is the kind of a text of several parts; what is not known counts as a text of any kind once it stands in a template.
func joined(p *rule.ProgramPass, f *program.File, list []effects.ValueID, depth int, k kind) kind {
	for _, v := range list {
		this := kindOf(p, f, v, depth+1)
		if this == other {
			this = wide
			if x := f.Facts.Val(v); x.Kind == effects.Prop && f.Facts.Str(x.B) == "length" {
				this = ascii
			}
		}
		k = max(k, this)
	}
	return k
}

func kindOfResult(p *rule.ProgramPass, f *program.File, r program.CallRef, depth int) kind {
	c, m := p.Call(r), p.Member(r)
	switch {
	case m.Is("JSON.stringify"):
		if len(c.Args) > 0 && plain(f, c.Args[0], 0) {
			return ascii
		}
		return wide
	case m.Is("querystring.stringify", "global.encodeURIComponent", "global.encodeURI", "global.escape"):
		return ascii
	case m.Is("fs.readFileSync"):
		if len(c.Args) > 1 {
			if enc, ok := p.Literal(f, c.Args[1]); ok && strings.HasPrefix(enc, "utf") {
				return wide
			}
		}
		return other
	}
	cv := f.Facts.Val(c.Callee)
	if cv.Kind != effects.Prop {
		return other
	}
	switch f.Facts.Str(cv.B) {
	case "toString":
		if len(c.Args) == 0 {
			for _, cl := range p.ClassesOf(f, cv.A) {
				if cl.IsA("Buffer") {
					return wide
				}
			}
			return other
		}
		if enc, ok := p.Literal(f, c.Args[0]); ok && (enc == "utf8" || enc == "utf-8") {
			return wide
		}
		return other
	case "trim", "replace", "replaceAll", "toLowerCase", "toUpperCase", "padEnd", "padStart", "concat":
		return kindOf(p, f, cv.A, depth+1)
	}
	return other
}

// plain reports whether a value is a literal all of whose texts are ASCII.
func plain(f *program.File, v effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.String:
		return kindOfText(f.Facts.Str(x.A)) == ascii
	case effects.Number, effects.Bool, effects.Null, effects.Undefined:
		return true
	case effects.Object:
		for _, m := range f.Facts.Objects[x.A].Members {
			if depth > 4 || m.Flags&effects.MemberSpread != 0 || kindOfText(f.Facts.Str(m.Name)) != ascii || !plain(f, m.Value, depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, at syntax.Range, text string, fix []rule.Edit) {
	opts := []rule.Option{rule.Help(fmt.Sprintf("Use Buffer.byteLength(%s), or leave the header out: end(text) sets it.", text)),
		rule.Fact("`'€'.length` is 1, and in UTF-8 it is 3 bytes.")}
	if fix != nil {
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Count bytes", Safe: true, Edits: fix}))
	}
	p.Report(f, at, fmt.Sprintf("Content-Length counts bytes, and the length of %s counts UTF-16 units: with a character like é the body is cut, or Node throws ERR_HTTP_CONTENT_LENGTH_MISMATCH.", text), opts...)
}
