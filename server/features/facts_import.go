package features

import (
	"fmt"
	"path"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/program"
)

// importFacts are where an import leads, when it runs, and whether it is part of a cycle.
func (q *query) importFacts() []string {
	im := &q.f.Facts.Imports[q.spot.imp]
	t := &q.f.Targets[q.spot.imp]
	out := q.leads(im, t)
	if when := q.importRuns(im); when != "" {
		out = append(out, when)
	}
	if t.File >= 0 && im.Kind != effects.RequireResolve {
		if cycle := q.cycle(t.File); cycle != "" {
			out = append(out, cycle)
		}
		if im.Kind == effects.Require && q.p.Files[t.File].ESM {
			out = append(out, q.says("require() of an ES module", requireOfESM))
		}
	}
	return out
}

// leads says where an import leads, or what was tried.
func (q *query) leads(im *effects.ImportRef, t *program.Target) []string {
	switch {
	case len(t.Scan) > 0:
		names := make([]string, len(t.Scan))
		for i, id := range t.Scan {
			names[i] = q.p.Rel(id)
		}
		return []string{"Computed here: one of " + list(names, 4) + "."}
	case im.Flags&effects.ImportComputed != 0:
		return []string{"Computed here: where it leads is known when it runs."}
	case !t.Found():
		m := q.p.Explain(q.f, q.spot.imp)
		line := "Leads nowhere: " + code(t.Code) + "."
		if m.Excuse != "" {
			line = "Leads nowhere now (" + code(t.Code) + "), but " + m.Excuse + "."
		}
		if spec := q.f.Facts.Str(im.Spec); !relative(spec) {
			if len(m.Tried) > 0 {
				line += " No `node_modules` folder from here up has it."
			}
			return []string{line}
		}
		if len(m.Tried) > 0 {
			tried := make([]string, len(m.Tried))
			for i, p := range m.Tried {
				tried[i], _ = q.p.Below(p)
			}
			line += " Tried " + list(tried, 5) + "."
		}
		if m.Nearest != "" {
			line += " There is " + code(m.Nearest) + "."
		}
		return []string{line}
	case t.Builtin != "":
		if q.topic.Name == "node:*" {
			return nil
		}
		return []string{"Leads to Node's own module " + code(t.Builtin) + ": no file is read."}
	}
	file := t.Path
	esm, known := false, false
	if t.File >= 0 {
		file, esm, known = q.p.Files[t.File].Path, q.p.Files[t.File].ESM, true
	}
	shown, _ := q.p.Below(file)
	if i := strings.LastIndex(file, "/node_modules/"); i >= 0 {
		shown = file[i+1:]
	}
	return []string{"Leads to " + code(shown) + q.kind(file, esm, known) + "."}
}

// relative reports whether a specifier is a path, and not the name of a package.
func relative(spec string) bool { return strings.HasPrefix(spec, ".") || strings.HasPrefix(spec, "/") }

// kind is what Node takes a file for, and why: ", an ES module by its extension".
func (q *query) kind(file string, esm, known bool) string {
	kind := q.s.Kind(q.f.Path, file)
	switch kind {
	case modules.KindJSON:
		return ", which is JSON"
	case modules.KindAddon:
		return ", a compiled addon"
	case modules.KindWasm:
		return ", WebAssembly"
	case modules.KindAmbiguous:
		if !known {
			return ""
		}
		if esm {
			return ", an ES module by its syntax (no `type` in its package.json)"
		}
		return ", a CommonJS module (no `type` in its package.json, no syntax of ES modules)"
	case modules.KindESM, modules.KindCommonJS:
		what, word := ", a CommonJS module", "commonjs"
		if kind == modules.KindESM {
			what, word = ", an ES module", "module"
		}
		switch path.Ext(file) {
		case ".cjs", ".mjs", ".cts", ".mts":
			return what + " by its extension"
		}
		return fmt.Sprintf("%s by `\"type\": %q` of its package.json", what, word)
	}
	return ""
}

// importRuns says when an import runs.
func (q *query) importRuns(im *effects.ImportRef) string {
	fn := program.FuncRef{File: q.f.ID, Func: im.Func}
	switch {
	case im.Kind == effects.RequireResolve:
		return ""
	case im.Kind == effects.StaticImport:
		if q.p.Started()[q.f.ID] {
			return "Loaded as the program starts."
		}
		return ""
	case im.Func == 0 && im.Flags&effects.ImportConditional != 0:
		return "Runs while this module loads, on some paths only."
	case im.Func == 0 && q.p.Started()[q.f.ID]:
		return "Runs once, as the program starts."
	case im.Func == 0:
		return ""
	}
	when := q.when(fn)
	if when == "" {
		return "Not loaded before " + code(q.p.FuncName(fn)) + " runs this line."
	}
	return "Not loaded before this line runs. " + when
}

// cycle says which cycle an import is part of; "" for none.
func (q *query) cycle(to program.FileID) string {
	for _, c := range q.p.Components() {
		from, target := false, false
		names := make([]string, len(c.Members))
		for i, m := range c.Members {
			from, target = from || m == q.f.ID, target || m == to
			names[i] = q.p.Rel(m)
		}
		if !from || !target {
			continue
		}
		line := fmt.Sprintf("Part of a cycle of %d modules: %s", len(names), list(names, 4))
		if len(names) == 1 {
			line = "The module asks for itself"
		}
		switch c.Verdict {
		case program.Breaks:
			return line + ". It breaks: `nodebeyond graph --cycles-only` shows how."
		case program.Latent:
			return line + ". It breaks when another of them is loaded first."
		}
		return line + ". Nothing goes wrong in it, as far as is known."
	}
	return ""
}
