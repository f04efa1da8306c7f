package program

import (
	"path"
	"strings"

	"nodebeyond/analyzers/effects"
)

// here stands for the file's own folder while a path is put together.
const here = "\x00"

// Prefix is what is known of a path that a file computes: its constant beginning, relative to the file's folder ("./routes/"), and whether
// that is all of it. It knows string constants, templates, __dirname, import.meta.dirname, path.join and path.resolve. It is "" where the
// beginning leads nowhere for certain: a package, the current folder, an unknown one.
func Prefix(f *effects.Facts, v effects.ValueID) (prefix string, whole bool) {
	prefix, whole = pathPrefix(f, v, 0)
	if rest, ok := strings.CutPrefix(prefix, here); ok {
		if rest != "" && rest[0] != '/' {
			return "", false
		}
		prefix = "." + rest
	}
	if !strings.HasPrefix(prefix, "./") && !strings.HasPrefix(prefix, "../") {
		return "", false
	}
	// what comes before the last separator is a folder for certain
	folder, name := path.Split(prefix)
	folder = path.Clean(folder) + "/"
	if name == ".." {
		return "", false
	}
	if folder != "./" && !strings.HasPrefix(folder, "../") {
		folder = "./" + folder
	}
	return folder + name, whole
}

func pathPrefix(f *effects.Facts, v effects.ValueID, depth int) (prefix string, whole bool) {
	if depth > 8 {
		return "", false
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.String:
		return f.Strings[x.A], true
	case effects.Global:
		if f.Strings[x.A] == "__dirname" {
			return here, true
		}
	case effects.Prop:
		if f.Val(x.A).Kind == effects.ImportMeta && f.Strings[x.B] == "dirname" {
			return here, true
		}
	case effects.Var:
		if vals := f.Vars[x.A].Values; len(vals) == 1 {
			return pathPrefix(f, vals[0], depth+1)
		}
	case effects.Binary:
		if x.Op == effects.Add {
			return prefixOf(f, []effects.ValueID{x.A, x.B}, "", depth)
		}
	case effects.Template:
		return prefixOf(f, f.Lists[x.A], "", depth)
	case effects.Result:
		c := &f.Calls[x.A]
		switch callee := f.Val(c.Callee); callee.Kind {
		case effects.Prop, effects.ImportName:
			switch f.Strings[callee.B] {
			case "join", "resolve":
				return prefixOf(f, c.Args, "/", depth)
			}
		}
	}
	return "", false
}

// prefixOf is the constant beginning of parts put together with a separator.
func prefixOf(f *effects.Facts, parts []effects.ValueID, separator string, depth int) (prefix string, whole bool) {
	for i, part := range parts {
		s, whole := pathPrefix(f, part, depth+1)
		if i == 0 && separator != "" && !strings.HasPrefix(s, here) {
			return "", false // from the current folder, or a package
		}
		prefix += s
		if !whole {
			return prefix, false
		}
		if i+1 < len(parts) {
			prefix += separator
		}
	}
	return prefix, true
}
