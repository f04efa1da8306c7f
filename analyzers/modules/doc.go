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
// Where the lines differ (all of it found by asking them):
//
//   - 20 runs JSON.parse over a whole package.json, and require then fails with a
//     SyntaxError that has no code. From 22 on only the members Node wants are
//     checked: a comma too many in "dependencies" does no harm, a "name" or "type"
//     that is no string is ERR_INVALID_PACKAGE_CONFIG, exports and imports that are
//     no JSON are a SyntaxError where they are needed (on 22 by every file of the
//     package).
//   - exports that are a number or a boolean close the package on 20 and count as
//     absent from 22 on.
//   - 20 takes the "main" of a package that is imported for a URL (%20, ?, #).
//   - "#/x" is a name for imports from 24 on.
//   - A package.json that is there and cannot be read is an error from 24 on.
//   - From 24 on require does not look for a package.json in the root of the disk.
//   - On 26 require follows the package's "type" for files without extension.
//   - The list of builtin modules.
//
// All paths are absolute, clean and written with slashes, on every system
// ("C:/app/x.js" on Windows).
//
// Sources: Node's documentation, sections "Modules: CommonJS modules" (All
// together), "Modules: ECMAScript modules" (Resolution algorithm) and "Modules:
// Packages"; the WHATWG URL standard for file: URLs.
package modules
