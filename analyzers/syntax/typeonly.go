package syntax

import "strings"

// TypeOnlyImports are the specifiers of `import type` and `export type ... from` statements, in source order, which TypeScript erases and so
// Imports does not have. The parser leaves no trace of them: they are read from the text between the statements of the top level.
// Imports that are written without type, and that only types use, are in Imports and marked Elided.
func (f *File) TypeOnlyImports() []ImportRecord {
	if !f.typescript || len(f.Problems) > 0 || !strings.Contains(f.Text, "type") {
		return nil
	}
	var out []ImportRecord
	cur := 0
	for c := f.Root().First(); c.Valid(); c = c.Next() {
		start := c.Start()
		if start > cur {
			out = f.typeImports(out, cur, start)
		}
		cur = max(cur, c.End())
	}
	return f.typeImports(out, cur, len(f.Text))
}

// typeImports reads a stretch of text that holds types and nothing else.
func (f *File) typeImports(out []ImportRecord, i, limit int) []ImportRecord {
	t := f.Text
	word := "" // the word before
	typed := false
	for i = skipTrivia(t, i); i < limit; i = skipTrivia(t, i) {
		switch c := t[i]; c {
		case '{', '(', '[', '`':
			if c == '(' && word == "require" {
				i = skipTrivia(t, i+1)
				continue
			}
			i = balanced(t, i)
		case '"', '\'':
			e := stringEnd(t, i)
			if typed && (word == "from" || word == "require") && e-i >= 2 {
				out = append(out, ImportRecord{Specifier: t[i+1 : e-1], Start: i, End: e, Elided: true})
			}
			i, typed, word = e, false, ""
		case ';':
			i, typed, word = i+1, false, ""
		default:
			e := identEnd(t, i)
			if e == i {
				i++
				continue
			}
			w := t[i:e]
			switch {
			case w == "type" && (word == "import" || word == "export"):
				typed = true
			case w == "import" || w == "export":
				typed = false
			}
			word, i = w, e
		}
	}
	return out
}
