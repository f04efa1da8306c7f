package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
)

// Page reports whether a file runs in a page and not in Node: it loads nothing of Node's and uses what only a page has. There no process can end,
// no loop serves requests, and require is a bundler's. A file that asks for the host first (typeof window) runs in both, unless it works on the
// document itself, as bundles do whose libraries ask.
func (f *File) Page() bool {
	facts := f.Facts
	names, asks, works := false, false, false
	for i := range facts.Values {
		switch v := &facts.Values[i]; v.Kind {
		case effects.Global:
			names = names || pageGlobal(facts.Str(v.A))
		case effects.Unary:
			if x := facts.Val(v.A); v.Op == effects.TypeOf && x.Kind == effects.Global && pageGlobal(facts.Str(x.A)) {
				asks = true
			}
		case effects.Prop:
			if x := facts.Val(v.A); x.Kind == effects.Global && facts.Str(x.A) == "document" {
				works = works || ofDocument(facts.Str(v.B))
			}
		}
	}
	if !names || asks && !works {
		return false
	}
	for i := range f.Targets {
		if t := &f.Targets[i]; t.Builtin != "" || t.Package != "" && !f.ESM {
			return false
		}
	}
	return !strings.HasSuffix(f.Path, ".cjs") && !strings.HasSuffix(f.Path, ".mts") && !strings.HasSuffix(f.Path, ".cts")
}

// pageGlobal reports whether a global is one that pages have and Node has not.
func pageGlobal(name string) bool {
	switch name {
	case "document", "window", "XMLHttpRequest", "importScripts":
		return true
	}
	return false
}

// ofDocument reports whether code that uses a member of document works on a page.
func ofDocument(member string) bool {
	switch member {
	case "createElement", "createTextNode", "createDocumentFragment", "querySelector", "querySelectorAll", "getElementById", "body", "head", "addEventListener":
		return true
	}
	return false
}

// ForeignHost reports whether a file loads what only another host of JavaScript has: `_GenericMarshal`, the door to native code of MeshCentral's
// agent, whose modules look like Node's and are not (Duktape).
func (f *File) ForeignHost() bool {
	for i := range f.Facts.Imports {
		if f.Facts.Str(f.Facts.Imports[i].Spec) == "_GenericMarshal" {
			return true
		}
	}
	return false
}
