// Package shim opens the door to esbuild's own parser.
package shim

import _ "github.com/evanw/esbuild/internal/js_parser"
