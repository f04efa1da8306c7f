// Package modules answers where a specifier leads, exactly as Node would: the
// CommonJS and the ES module resolver, package.json (exports, imports, main,
// type), conditions, symlinks, and the kind of module a file is.
//
// What it knows: files and folders (through [FS]), package.json, tsconfig.json,
// and the differences between the Node lines 20, 22, 24 and 26. Its reference
// is Node itself: a differential test lays out some hundred package trees and
// compares every answer, path or error code, with a real node.
//
// What it must not know: syntax trees, rules, positions in JavaScript sources,
// and the module graph (that is built from these answers elsewhere). It decides
// nothing about a file's text; where Node would look at the source to tell
// CommonJS from ESM it answers [KindAmbiguous] and the caller looks.
//
// Not honoured, on purpose: NODE_PATH, $HOME/.node_modules and
// $HOME/.node_libraries (Node reads them for CommonJS only; they belong to a
// machine, not to a project), --preserve-symlinks, --experimental-package-map,
// customization hooks, and Yarn Plug'n'Play.
//
// Where Node's own rules find nothing, two fallbacks of the TypeScript world may
// still find a source file: the source that compiles to the missing file, and
// the "paths" and "baseUrl" of a tsconfig.json. Such answers are marked by
// [Resolution.Via], because plain Node would have failed.
//
// All paths are absolute, clean and written with slashes, on every system
// ("C:/app/x.js" on Windows).
//
// Sources: Node's documentation, sections "Modules: CommonJS modules" (All
// together), "Modules: ECMAScript modules" (Resolution algorithm) and "Modules:
// Packages"; the WHATWG URL standard for file: URLs.
package modules
