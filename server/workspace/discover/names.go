package discover

import "strings"

// Names that are treated specially.
const (
	manifestName = "package.json"
	gitIgnore    = ".gitignore"
	ownIgnore    = ".nodebeyondignore"
	gitFolder    = ".git"
	nodeModules  = "node_modules"
)

// isSource tells by its name whether a file is JavaScript or TypeScript source. Declaration files hold no code.
func isSource(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return false
	}
	switch name[dot:] {
	case ".js", ".cjs", ".mjs", ".jsx", ".tsx":
		return true
	case ".ts", ".cts", ".mts":
		return !isDeclaration(name[:dot])
	}
	return false
}

// isDeclaration tells, for a name without its last extension, whether it is x.d or x.d.<word> (TypeScript's
// allowArbitraryExtensions: "app.d.css.ts").
func isDeclaration(stem string) bool {
	if strings.HasSuffix(stem, ".d") {
		return true
	}
	dot := strings.LastIndexByte(stem, '.')
	return dot > 0 && strings.HasSuffix(stem[:dot], ".d")
}

func isMinified(name string) bool {
	return strings.HasSuffix(name, ".min.js") || strings.HasSuffix(name, ".min.cjs") || strings.HasSuffix(name, ".min.mjs")
}

// isPassedBy tells whether the walk never enters a folder of that name on its own.
func isPassedBy(name string) bool { return name[0] == '.' || name == nodeModules }
