package program

import "nodebeyond/analyzers/effects"

// interop reports whether a value is the result of the helper that compilers put around require(): its `default` is the module itself when
// that has none (TypeScript's esModuleInterop, Babel's interopRequireDefault).
func (p *Program) interop(f *File, v effects.ValueID) bool {
	x := f.Facts.Val(v)
	if x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) == 1 {
		x = f.Facts.Val(f.Facts.Vars[x.A].Values[0])
	}
	return x.Kind == effects.Result && interopHelper(f.Facts, &f.Facts.Calls[x.A])
}

// interopHelper reports whether a call is one of those helpers.
func interopHelper(f *effects.Facts, c *effects.Call) bool {
	if len(c.Args) != 1 {
		return false
	}
	switch helperName(f, c.Callee) {
	case "__toCommonJS", "__importStar", "__importDefault", "__toESM", "_interopRequireDefault", "_interopRequireWildcard", "_interop_require_default", "_interop_require_wildcard":
		return true
	}
	return false
}
