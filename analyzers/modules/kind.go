package modules

import "strings"

// Kind is what Node takes a file for.
type Kind uint8

// The kinds of modules.
const (
	// KindUnknown: import refuses the extension (ERR_UNKNOWN_FILE_EXTENSION).
	KindUnknown Kind = iota
	KindCommonJS
	KindESM
	// KindAmbiguous: the file's text decides. Node parses it as CommonJS and, if
	// that fails on import, export, import.meta or a top-level await, as ESM.
	KindAmbiguous
	KindJSON
	KindAddon
	KindWasm
	KindBuiltin
)

var kindNames = [...]string{"unknown", "commonjs", "module", "ambiguous", "json", "addon", "wasm", "builtin"}

// String gives Node's word for the kind ("commonjs", "module", "json", …).
func (k Kind) String() string { return kindNames[k] }

// KindOf tells the kind of the file at abs (its real path) when it is loaded by
// require or by import. TypeScript files get the kind of the JavaScript that is
// left once the types are stripped, on Node 20 as well, where a compiler or a
// loader must have done it; so do JSX files, which no Node reads by itself.
//
// The error is that of a broken package.json on the way; the kind is then what
// the extension alone says.
//
// Node looks for module syntax inside node_modules too, as long as the package
// has no "type"; only TypeScript is refused there
// (ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING).
func (r *Resolver) KindOf(abs string, how How) (Kind, *Error) {
	switch ext := extOf(abs); ext {
	case ".cjs", ".cts":
		return KindCommonJS, nil
	case ".mjs", ".mts":
		return KindESM, nil
	case ".json":
		return KindJSON, nil
	case ".node":
		return KindAddon, nil
	case ".wasm":
		if how == Import {
			if r.line <= 20 {
				return KindUnknown, nil // needs --experimental-wasm-modules
			}
			return KindWasm, nil
		}
		return KindAmbiguous, nil // require takes any other file for JavaScript
	case ".js", ".ts", ".jsx", ".tsx":
		return r.kindByType(abs, how)
	case "":
		if how == Import || r.line >= 26 {
			return r.kindByType(abs, how)
		}
		return KindAmbiguous, nil
	}
	if how == Require {
		// Node reads the extension from the first dot of the name for which it has
		// a handler ("x.json.bak" is none) and falls back to ".js" without a type.
		return KindAmbiguous, nil
	}
	return KindUnknown, nil
}

// kindByType asks the nearest package.json.
func (r *Resolver) kindByType(abs string, how How) (Kind, *Error) {
	p := r.scope(dirOf(abs), how)
	if p == nil {
		return KindAmbiguous, nil
	}
	if p.Err != nil {
		return KindAmbiguous, r.brokenPackage(p, abs, "", how)
	}
	switch p.Type {
	case "module":
		return KindESM, nil
	case "commonjs":
		return KindCommonJS, nil
	}
	return KindAmbiguous, nil
}

// LoadError tells whether Node refuses to load the file at abs (its real path) for
// its extension or its place, whatever is in it; nil if it does not. Files that
// only a compiler or bundler can read are refused by import and taken for
// JavaScript by require.
func (r *Resolver) LoadError(abs string, how How) *Error {
	e := &Error{Specifier: abs, From: abs, How: how, Path: abs, resolver: r}
	ext := extOf(abs)
	switch ext {
	case ".ts", ".mts", ".cts":
		if r.line <= 20 {
			break // unknown to Node 20
		}
		if !InNodeModules(abs) {
			return nil
		}
		e.Code, e.Reason = CodeTypesInNodeModules, "Node does not strip types in node_modules"
		return e
	case ".js", ".cjs", ".mjs", ".json", "":
		return nil
	case ".wasm":
		if r.line > 20 {
			return nil
		}
	}
	if how == Require {
		return nil
	}
	e.Code, e.Reason = CodeUnknownFileExtension, "import knows no files that end with '"+ext+"'"
	return e
}

// IsTypeScript reports whether the extension of p is one of TypeScript's.
func IsTypeScript(p string) bool {
	switch extOf(p) {
	case ".ts", ".tsx", ".mts", ".cts":
		return true
	}
	return false
}

// InNodeModules reports whether p lies in a node_modules folder.
func InNodeModules(p string) bool { return strings.Contains(p, "/node_modules/") }
