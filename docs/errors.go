package docs

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// ErrorCode is what there is to say about the code of an error of Node.
type ErrorCode struct {
	Code    string // "ENOENT"
	Text    string // Markdown: what it means, where it comes from, and in a last line which rules find it
	Section Section
}

//go:embed errors.md
var errorsFile string

var errorHeading = regexp.MustCompile(`^([A-Z][A-Z0-9_]+) \{#([a-z0-9-]+)\}$`)

// errorCodes parses the embedded file, once; like a chapter it is part of the binary, and a malformed one panics.
var errorCodes = sync.OnceValue(func() []ErrorCode {
	var all []ErrorCode
	for i, part := range strings.Split("\n"+errorsFile, "\n## ") {
		if i == 0 {
			continue
		}
		head, text, _ := strings.Cut(part, "\n")
		m := errorHeading.FindStringSubmatch(head)
		if m == nil {
			panic(fmt.Sprintf("docs: errors.md: %q is not \"## CODE {#section}\"", head))
		}
		section, ok := Lookup(m[2])
		if !ok {
			panic(fmt.Sprintf("docs: errors.md: %s leads to %q, which is no section", m[1], m[2]))
		}
		all = append(all, ErrorCode{Code: m[1], Text: strings.TrimSpace(text), Section: section})
	}
	return all
})

// ErrorCodes are the codes of errors that the book explains, those of the operating system first. The slice must not be changed.
func ErrorCodes() []ErrorCode { return errorCodes() }
