package playground

import (
	"context"
	"path"
	"unicode/utf8"

	"nodebeyond/analyzers/rules"
	"nodebeyond/server/features"
	"nodebeyond/server/workspace"
)

// hover is what an editor shows at a place beside findings, which the page has already; nil for nothing. It is the editor's own answer, over the
// files as open buffers of a folder that holds nothing else.
func hover(ctx context.Context, files []File, at Spot) *Hover {
	s := workspace.New(workspace.Config{Rules: rules.All(), CacheDir: "off"})
	defer s.Stop()
	s.SetFolders([]string{root})
	texts := map[string]string{}
	for _, f := range files {
		name := path.Join(root, f.Name)
		texts[name] = f.Text
		s.Open(name, 1, f.Text)
	}
	file := path.Join(root, at.File)
	text, known := texts[file]
	if !known || s.Settle(ctx) != nil {
		return nil
	}
	h, ok := features.HoverAt(s.Snapshot(), &features.Book{}, file, offset(text, at.At))
	if !ok || len(h.Topics) == 0 {
		return nil
	}
	t := h.Topics[0]
	return &Hover{Place: place(texts, file, h.Range), Title: t.Title, Text: t.Text, Facts: t.Facts, Section: t.Section.Anchor, Read: t.Section.Title}
}

// offset is where a number of UTF-16 units ends in a text, in bytes.
func offset(text string, units int) int {
	for i, r := range text {
		if units <= 0 {
			return i
		}
		units--
		if utf8.RuneLen(r) == 4 {
			units--
		}
	}
	return len(text)
}
