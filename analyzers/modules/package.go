package modules

import (
	"sync"
	"unicode/utf8"
)

// PackageJSON is one package.json as Node reads it. It is immutable and safe for
// many goroutines.
type PackageJSON struct {
	// Path is the absolute path of the file, Dir its folder.
	Path, Dir string
	// Name, Version, Type and Main are "" when absent or not a string. Type is
	// "module", "commonjs" or "": Node ignores other values.
	Name, Version, Type, Main string
	// Exports and Imports are nil when absent.
	Exports, Imports *JSON
	// Err is the reason why Node refuses the whole file, nil if it does not.
	Err error

	hasName bool
	// badExports and badImports: the member is no JSON, though the file around
	// it was good enough. Node finds out when it needs the member.
	badExports, badImports bool

	src     []byte
	once    sync.Once
	details *PackageDetails
}

// PackageDetails are the members of a package.json that package managers read
// and Node does not. Malformed members are left out.
type PackageDetails struct {
	Bin                  map[string]string // command to path as written
	Engines              map[string]string
	Volta                map[string]string // versions that Volta, a version manager, is to use
	Workspaces           []string          // patterns as written
	Dependencies         map[string]string
	DevDependencies      map[string]string
	PeerDependencies     map[string]string
	OptionalDependencies map[string]string
	Scripts              map[string]string
	Private              bool
	TSConfig             string // "tsconfig": file that stands for the package in "extends"
	Types                string // "types" or "typings"
}

// Depends reports whether any kind of dependency names the package, and the
// range it gives.
func (d *PackageDetails) Depends(name string) (string, bool) {
	for _, kind := range []map[string]string{d.Dependencies, d.DevDependencies, d.PeerDependencies, d.OptionalDependencies} {
		if r, ok := kind[name]; ok {
			return r, true
		}
	}
	return "", false
}

// Source is the text of the file. It may not be changed.
func (p *PackageJSON) Source() []byte { return p.src }

// Details reads the members that Node does not care about, once.
func (p *PackageJSON) Details() *PackageDetails {
	p.once.Do(func() { p.details = readDetails(p.src, p.Name) })
	return p.details
}

// readPackageJSON reads the text of a package.json the way the given Node line
// does. Node 20 runs JSON.parse over all of it; from 22 on simdjson reads on
// demand: it checks the frame of the outer object and the members it wants, and
// skips the others by their brackets (node_modules.cc, GetPackageJSON); exports
// and imports go through JSON.parse when they are first read.
func readPackageJSON(path string, src []byte, line int) *PackageJSON {
	p := &PackageJSON{Path: path, Dir: dirOf(path), src: src}
	if line <= 20 {
		p.readStrict(src)
	} else {
		p.readOnDemand(src)
	}
	return p
}

// errNullPackage: Node 20 looks for members in what JSON.parse gave, and null has
// none.
var errNullPackage = &JSONError{Reason: "null in place of an object"}

func (p *PackageJSON) readStrict(src []byte) {
	root, err := ParseJSON(src)
	if err != nil {
		p.Err = err
		return
	}
	if root.Kind == JSONNull {
		p.Err = errNullPackage
		return
	}
	if name := root.Get("name"); name != nil && name.Kind == JSONString {
		p.Name, p.hasName = name.Text, true
	}
	p.Version = root.Get("version").String()
	p.Main = root.Get("main").String()
	p.setType(root.Get("type").String())
	p.Exports = notNull(root.Get("exports"))
	p.Imports = notNull(root.Get("imports"))
}

func (p *PackageJSON) setType(t string) {
	if t == "module" || t == "commonjs" {
		p.Type = t
	}
}

func notNull(v *JSON) *JSON {
	if v == nil || v.Kind == JSONNull {
		return nil
	}
	return v
}

func (p *PackageJSON) readOnDemand(src []byte) {
	in := jsonParser{src: src, at: bomLength(src)}
	if !p.scanMembers(&in) {
		p.Err = in.err
	}
}

// scanMembers walks the outer object. False means that Node throws
// ERR_INVALID_PACKAGE_CONFIG.
func (p *PackageJSON) scanMembers(in *jsonParser) bool {
	if !utf8.Valid(in.src) {
		return in.fail("not UTF-8")
	}
	if in.peek() != '{' {
		return in.fail("object expected")
	}
	if last := lastByte(in.src); last != '}' {
		return in.fail("closing brace expected at the end")
	}
	in.at++
	if in.peek() == '}' {
		return true
	}
	for {
		if in.peek() != '"' {
			return in.fail("member name expected")
		}
		start := in.at + 1
		if _, ok := in.skipString(); !ok {
			return false
		}
		key := string(in.src[start : in.at-1]) // compared without resolving escapes, as simdjson does
		if in.peek() != ':' {
			return in.fail("colon expected")
		}
		in.at++
		if !p.scanMember(in, key) {
			return false
		}
		switch in.peek() {
		case ',':
			in.at++
		case '}':
			return true
		default:
			return in.fail("comma or closing brace expected")
		}
	}
}

// scanMember reads the value of one member, or skips it.
func (p *PackageJSON) scanMember(in *jsonParser, key string) bool {
	c := in.peek()
	start := in.at
	switch key {
	case "name", "type":
		if c != '"' {
			return in.fail("string expected")
		}
		text, ok := in.string()
		if !ok {
			return false
		}
		if key == "name" {
			p.Name, p.hasName = text, true
		} else {
			p.setType(text)
		}
		return true
	case "main", "version":
		if !in.skipValue() {
			return false
		}
		value, bad := lateJSON(in.src[:in.at], start)
		if bad || value.Kind != JSONString {
			return true // Node drops what is not a string
		}
		if key == "main" {
			p.Main = value.Text
		} else {
			p.Version = value.Text
		}
		return true
	case "exports", "imports":
		if !in.skipValue() {
			return false
		}
		if c != '{' && c != '[' && c != '"' {
			return true // numbers, booleans and null count as absent
		}
		value, bad := mapJSON(in.src[:in.at], start)
		if key == "exports" {
			p.Exports, p.badExports = value, bad
		} else {
			p.Imports, p.badImports = value, bad
		}
		return true
	}
	return in.skipValue()
}

// lateJSON parses the last value of src, which starts at the given byte.
func lateJSON(src []byte, start int) (value *JSON, bad bool) {
	in := jsonParser{src: src, at: start}
	v, ok := in.value(0)
	if !ok {
		return nil, true
	}
	return &v, false
}

// mapJSON is lateJSON for exports and imports. Node tells an encoded object from
// a plain string by its first character only, so that a string that starts with
// a bracket is parsed once more (package_json_reader.js, requiresJSONParse).
func mapJSON(src []byte, start int) (value *JSON, bad bool) {
	v, bad := lateJSON(src, start)
	if bad || v.Kind != JSONString || v.Text == "" || v.Text[0] != '[' && v.Text[0] != '{' {
		return v, bad
	}
	inner, err := ParseJSON([]byte(v.Text))
	if err != nil {
		return nil, true
	}
	inner.Start, inner.End = v.Start, v.End
	return inner, false
}

func lastByte(src []byte) byte {
	for i := len(src) - 1; i >= 0; i-- {
		switch src[i] {
		case ' ', '\t', '\n', '\r':
		default:
			return src[i]
		}
	}
	return 0
}

// readDetails takes what it can from a text that may be broken.
func readDetails(src []byte, name string) *PackageDetails {
	d := &PackageDetails{}
	in := jsonParser{src: src, at: bomLength(src)}
	if in.peek() != '{' {
		return d
	}
	in.at++
	for in.peek() == '"' {
		key, ok := in.string()
		if !ok || in.peek() != ':' {
			return d
		}
		in.at++
		in.space()
		start := in.at
		if !in.skipValue() {
			return d
		}
		if value, bad := lateJSON(src[:in.at], start); !bad {
			d.set(key, value, name)
		}
		if in.peek() != ',' {
			return d
		}
		in.at++
	}
	return d
}

func (d *PackageDetails) set(key string, v *JSON, name string) {
	switch key {
	case "bin":
		if v.Kind == JSONString {
			d.Bin = map[string]string{commandName(name): v.Text}
		} else {
			d.Bin = stringMembers(v)
		}
	case "engines":
		d.Engines = stringMembers(v)
	case "volta":
		d.Volta = stringMembers(v)
	case "workspaces":
		if v.Kind == JSONObject { // Yarn 1: {"packages": [...], "nohoist": [...]}
			v = v.Get("packages")
		}
		if v != nil {
			for i := range v.Items {
				if s := v.Items[i].String(); s != "" {
					d.Workspaces = append(d.Workspaces, s)
				}
			}
		}
	case "dependencies":
		d.Dependencies = stringMembers(v)
	case "devDependencies":
		d.DevDependencies = stringMembers(v)
	case "peerDependencies":
		d.PeerDependencies = stringMembers(v)
	case "optionalDependencies":
		d.OptionalDependencies = stringMembers(v)
	case "scripts":
		d.Scripts = stringMembers(v)
	case "private":
		d.Private = v.Kind == JSONBool && v.Text == "true"
	case "tsconfig":
		d.TSConfig = v.String()
	case "types", "typings":
		d.Types = v.String()
	}
}

// commandName is the command of a "bin" that is one path: the package's name
// without its scope.
func commandName(name string) string { return baseOf(name) }

func stringMembers(v *JSON) map[string]string {
	if v.Kind != JSONObject {
		return nil
	}
	m := make(map[string]string, len(v.Members))
	for i := range v.Members {
		if v.Members[i].Value.Kind == JSONString {
			m[v.Members[i].Name] = v.Members[i].Value.Text
		}
	}
	return m
}
