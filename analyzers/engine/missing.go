package engine

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"

	"nodebeyond/analyzers/modules"
)

// excuse says why a file that is not on this disk may well be there when the program runs: it is built, installed or made later. It is "" when
// nothing in the project says so.
func (r *run) excuse(from, spec string) string {
	switch {
	case strings.HasPrefix(spec, "./"), strings.HasPrefix(spec, "../"), spec == ".", spec == "..":
		return r.builtLater(from, path.Join(path.Dir(from), spec))
	case strings.HasPrefix(spec, "/"):
		return "an absolute path belongs to one machine"
	case strings.HasPrefix(spec, "#"):
		return ""
	}
	name := packageName(spec)
	installed := false
	for dir := path.Dir(from); ; dir = path.Dir(dir) {
		if p := r.resolver.NearestPackage(dir); p != nil && p.Dir == dir {
			if _, ok := p.Details().Depends(name); ok || p.Name == name {
				return "package.json names it"
			}
		}
		if info, ok := r.resolver.FS().Stat(path.Join(dir, "node_modules")); ok && info.Dir {
			installed = true
		}
		if dir == "/" || dir == "." {
			break
		}
	}
	if !installed {
		return "nothing is installed"
	}
	return ""
}

// builtFolders are the names that build steps give to what they make.
var builtFolders = map[string]bool{"dist": true, "build": true, "out": true, "output": true, "generated": true, "gen": true, "coverage": true, "target": true,
	"compiled": true, "bundle": true, "bundles": true, "artifacts": true, ".next": true, ".nuxt": true, "__generated__": true, "prebuilds": true, "_build": true}

// builtLater reports why the file at a path may be made by a build step.
func (r *run) builtLater(from, target string) string {
	fs := r.resolver.FS()
	p := r.resolver.NearestPackage(path.Dir(from))
	if p != nil {
		rel, ok := strings.CutPrefix(target, p.Dir+"/")
		if !ok && p.Name != "" {
			return "the path leaves the package: what lies beside it is a matter of where it is installed"
		}
		if name := titled(fs, path.Dir(from), p.Dir); name != "" {
			return "a " + name + " stands beside it: its files are loaded by their titles, and not by Node"
		}
		if ok {
			for _, part := range strings.Split(rel, "/") {
				if builtFolders[part] {
					return "it is in a folder for built files"
				}
			}
			top, _, _ := strings.Cut(rel, "/")
			if _, exists := fs.Stat(path.Join(p.Dir, top)); !exists && published(p)[top] {
				return "package.json publishes a folder that does not exist yet"
			}
		}
	}
	// .gitignore of every folder from the file up (gitignore(5)): what is ignored is not part of the sources.
	for dir := path.Dir(target); ; dir = path.Dir(dir) {
		if data, err := fs.ReadFile(path.Join(dir, ".gitignore")); err == nil {
			var patterns []gitignore.Pattern
			for _, line := range strings.Split(string(data), "\n") {
				line = strings.TrimRight(line, "\r")
				if line != "" && line[0] != '#' {
					patterns = append(patterns, gitignore.ParsePattern(line, nil))
				}
			}
			m := gitignore.NewMatcher(patterns)
			rel := strings.TrimPrefix(strings.TrimPrefix(target, dir), "/")
			for _, end := range []string{"", ".js", ".json", ".node", ".cjs", ".mjs", "/index.js"} {
				if rel+end != "" && m.Match(strings.Split(rel+end, "/"), false) {
					return ".gitignore names it"
				}
			}
		}
		if _, ok := fs.Stat(path.Join(dir, ".git")); ok || dir == "/" || dir == "." {
			return ""
		}
	}
}

// titled is the name of a file that makes TiddlyWiki the loader of a folder, "" when there is none from the folder up to its package
// (TiddlyWiki's documentation, "tiddlywiki.files Files" and "PluginFolders").
func titled(fs modules.FS, dir, top string) string {
	for len(dir) > len(top) {
		for _, name := range []string{"tiddlywiki.files", "plugin.info"} {
			if _, ok := fs.Stat(path.Join(dir, name)); ok {
				return name
			}
		}
		dir = path.Dir(dir)
	}
	return ""
}

// published are the first parts of the paths that a package.json says are published or loaded.
func published(p *modules.PackageJSON) map[string]bool {
	out := map[string]bool{}
	add := func(s string) {
		s = strings.TrimPrefix(path.Clean(s), "./")
		top, rest, _ := strings.Cut(s, "/")
		if rest != "" || !strings.Contains(top, ".") {
			out[top] = true
		}
	}
	if p.Main != "" {
		add(p.Main)
	}
	for _, b := range p.Details().Bin {
		add(b)
	}
	var more struct{ Files []string }
	if json.Unmarshal(p.Source(), &more) == nil {
		for _, f := range more.Files {
			add(f)
		}
	}
	return out
}

// started finds the files that the scripts of a package.json run: node server.js, nodemon --inspect app.js.
var started = regexp.MustCompile(`(?:^|[\s/&|;])(?:node|nodemon|ts-node|tsx)\s+(?:-\S+\s+)*([^\s&|;<>"']+)`)

// starts are the files that the scripts which start a program run.
func starts(p *modules.PackageJSON) []string {
	var out []string
	for name, script := range p.Details().Scripts {
		if !strings.Contains(name, "start") && !strings.Contains(name, "serve") && name != "dev" && name != "prod" {
			continue
		}
		for _, m := range started.FindAllStringSubmatch(script, -1) {
			out = append(out, path.Join(p.Dir, m[1]))
		}
	}
	sort.Strings(out)
	return out
}

// exported are the files that "exports" of a package.json names under a condition that Node knows (Node docs, "Modules: Packages", "Conditional
// exports"). Patterns name no file.
func exported(p *modules.PackageJSON) []string {
	var out []string
	var walk func(v *modules.JSON)
	walk = func(v *modules.JSON) {
		switch v.Kind {
		case modules.JSONString:
			if strings.HasPrefix(v.Text, "./") && !strings.Contains(v.Text, "*") {
				out = append(out, path.Join(p.Dir, v.Text))
			}
		case modules.JSONArray:
			for i := range v.Items {
				walk(&v.Items[i])
			}
		case modules.JSONObject:
			for i := range v.Members {
				switch name := v.Members[i].Name; {
				case strings.HasPrefix(name, "."), slices.Contains([]string{"node", "node-addons", "import", "require", "module-sync", "default"}, name):
					walk(&v.Members[i].Value)
				}
			}
		}
	}
	if p.Exports != nil {
		walk(p.Exports)
	}
	sort.Strings(out)
	return slices.Compact(out)
}

// packageName is the package that a bare specifier is about: "@scope/name" or "name".
func packageName(spec string) string {
	first, rest, ok := strings.Cut(spec, "/")
	if ok && strings.HasPrefix(spec, "@") {
		second, _, _ := strings.Cut(rest, "/")
		return first + "/" + second
	}
	return first
}
