package report

import (
	"github.com/fatih/color"

	"nodebeyond/analyzers/rule"
)

// palette paints words; without colour it leaves them as they are.
type palette struct {
	bold, dim, help, gutter func(a ...any) string
	severity                [5]func(a ...any) string
}

func newPalette(on bool) *palette {
	paint := func(attrs ...color.Attribute) func(a ...any) string {
		c := color.New(attrs...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	p := &palette{
		bold:   paint(color.Bold),
		dim:    paint(color.Faint),
		help:   paint(color.FgGreen, color.Bold),
		gutter: paint(color.FgBlue),
	}
	p.severity[rule.Error] = paint(color.FgRed, color.Bold)
	p.severity[rule.Warning] = paint(color.FgYellow, color.Bold)
	p.severity[rule.Info] = paint(color.FgCyan, color.Bold)
	p.severity[rule.Hint] = paint(color.FgMagenta, color.Bold)
	p.severity[rule.Off] = p.dim
	return p
}
