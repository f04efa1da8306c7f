package rule

import (
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// Serving is when a function runs for a client, and the root from which it does; ok is false when no client waits for it, when tests alone run
// it, or when the way from the handler is too long to be believed.
func (p *ProgramPass) Serving(fn program.FuncRef) (when nodeapi.When, root program.Root, ok bool) {
	if p.Files[fn.File].Test {
		return nodeapi.Never, program.Root{}, false
	}
	if when, ok = p.Hot(fn); !ok {
		return nodeapi.Never, program.Root{}, false
	}
	root, _ = p.Root(fn, when)
	path, _ := p.Path(fn, when)
	return when, root, wayLength(path) <= maxBlockingPath && !p.Files[root.Func.File].Test && !fromParent(root)
}
