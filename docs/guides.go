package docs

import (
	"embed"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Guide is a page about using the program, beside the book.
type Guide struct {
	ID    string // file name without ".md", such as "settings"
	Title string // plain text
	Text  string // Markdown below the title
}

//go:embed *.md
var guideFiles embed.FS

var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

// guides are the pages of this folder that are neither the challenge nor the error codes.
var guides = sync.OnceValue(func() []Guide {
	files, err := guideFiles.ReadDir(".")
	if err != nil {
		panic("docs: " + err.Error())
	}
	var all []Guide
	for _, f := range files {
		id := strings.TrimSuffix(f.Name(), ".md")
		if id == "challenge" || id == "errors" {
			continue
		}
		data, err := guideFiles.ReadFile(f.Name())
		if err != nil {
			panic("docs: " + err.Error())
		}
		title, text, _ := strings.Cut(strings.TrimSpace(comment.ReplaceAllString(string(data), "")), "\n")
		title, ok := strings.CutPrefix(title, "# ")
		if !ok {
			panic("docs: " + f.Name() + " does not begin with a title")
		}
		all = append(all, Guide{ID: id, Title: strings.ReplaceAll(title, "`", ""), Text: strings.TrimSpace(text)})
	}
	return all
})

// Guides are the pages about using the program, in order of their names. The caller owns the slice.
func Guides() []Guide { return slices.Clone(guides()) }
