package modulegraph

import (
	"path"
	"slices"
	"strings"

	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// typesOnly adds the imports of which only types are used. They are erased before Node sees them, so the program does not have them: they are read
// from the texts of the TypeScript files.
func (b *builder) typesOnly(programs []*program.Program, root string) {
	resolver := modules.New(modules.NewOS(root), modules.Options{})
	for _, p := range programs {
		for _, f := range p.Files {
			if !slices.Contains([]string{".ts", ".tsx", ".mts", ".cts"}, path.Ext(f.Path)) {
				continue
			}
			m := b.lines(f.Path)
			if m == nil || !strings.Contains(m.Text(), "import") && !strings.Contains(m.Text(), "export") {
				continue
			}
			parsed := syntax.Parse(f.Path, m.Text())
			for _, im := range slices.Concat(parsed.Imports(), parsed.TypeOnlyImports()) {
				if !im.Elided {
					continue
				}
				res, err := resolver.Resolve(f.Path, im.Specifier, modules.Import)
				if err != nil {
					if res, err = resolver.Resolve(f.Path, im.Specifier, modules.Require); err != nil {
						continue
					}
				}
				if to, ok := b.ids[res.Path]; ok {
					b.join(b.ids[f.Path], to, TypeOnly, m.Line(im.Start)+1)
				}
			}
		}
	}
}
