package modules

import (
	"strconv"
	"strings"
)

// maxHops bounds imports maps that lead to packages; Node has no bound because
// a bare target never starts another imports lookup, so this is never reached.
const maxHops = 8

// outcome of one target: Node tells a URL, null and undefined apart, and what
// follows differs.
type outcome uint8

const (
	undefinedTarget outcome = iota // no condition matched: look on
	nullTarget                     // explicitly blocked
	goodTarget
)

// packageExports is packageExportsResolve: subpath is "." or "./x".
func (c *call) packageExports(p *PackageJSON, subpath string) (location, *Error) {
	sugar, err := c.isSugar(p)
	if err != nil {
		return location{}, err
	}
	t := mapTarget{c: c, p: p, key: subpath}
	if sugar {
		if subpath == "." {
			return t.settle(p.Exports, subpath)
		}
		return location{}, c.notExported(p, subpath)
	}
	if exact := p.Exports.Get(subpath); exact != nil && !strings.Contains(subpath, "*") && !strings.HasSuffix(subpath, "/") {
		return t.settle(exact, subpath)
	}
	key, match, value := bestPattern(p.Exports, subpath)
	if value == nil {
		return location{}, c.notExported(p, subpath)
	}
	t.key, t.match, t.pattern = key, match, true
	return t.settle(value, subpath)
}

// packageImports is packageImportsResolve: name starts with "#".
func (c *call) packageImports(p *PackageJSON, name string) (location, *Error) {
	if c.invalidImportsName(name) {
		return location{}, c.fail(CodeInvalidSpecifier, "", "not a valid name for imports")
	}
	t := mapTarget{c: c, p: p, key: name, internal: true}
	if exact := p.Imports.Get(name); exact != nil && !strings.Contains(name, "*") {
		return t.settle(exact, name)
	}
	key, match, value := bestPattern(p.Imports, name)
	if value == nil {
		return location{}, c.notDefined(p, name)
	}
	t.key, t.match, t.pattern = key, match, true
	return t.settle(value, name)
}

func (c *call) notExported(p *PackageJSON, subpath string) *Error {
	reason := p.Path + ` has no "exports" for '` + subpath + "'"
	err := c.fail(CodePathNotExported, p.Path, reason)
	err.Package, err.Key = p, subpath
	return err
}

func (c *call) notDefined(p *PackageJSON, name string) *Error {
	err := c.fail(CodeImportNotDefined, p.Path, p.Path+` has no "imports" for '`+name+"'")
	err.Package, err.Key = p, name
	return err
}

// isSugar is isConditionalExportsMainSugar: exports that stand for {".": …}.
func (c *call) isSugar(p *PackageJSON) (bool, *Error) {
	switch p.Exports.Kind {
	case JSONString, JSONArray:
		return true, nil
	case JSONObject:
	default:
		return false, nil
	}
	sugar := false
	for i := range p.Exports.Members {
		name := p.Exports.Members[i].Name
		cur := name == "" || name[0] != '.'
		if i == 0 {
			sugar = cur
		} else if sugar != cur {
			err := c.fail(CodeInvalidPackageConfig, p.Path, `"exports" has keys that start with "." and keys that do not`)
			err.Package = p
			return false, err
		}
	}
	return sugar, nil
}

// bestPattern finds the key with one "*" that fits and is most specific.
func bestPattern(m *JSON, subpath string) (key, match string, value *JSON) {
	if m == nil || m.Kind != JSONObject {
		return "", "", nil
	}
	for i := range m.Members {
		k := m.Members[i].Name
		star := strings.IndexByte(k, '*')
		if star < 0 || !strings.HasPrefix(subpath, k[:star]) {
			continue
		}
		trailer := k[star+1:]
		if strings.Contains(trailer, "*") || len(subpath) < len(k) || !strings.HasSuffix(subpath, trailer) {
			continue
		}
		if value == nil || morePrecise(k, star, key) {
			key, value = k, &m.Members[i].Value
			match = subpath[star : len(subpath)-len(trailer)]
		}
	}
	return key, match, value
}

// morePrecise is patternKeyCompare for two keys that both have a "*": the longer
// text before the star wins, then the longer key.
func morePrecise(k string, star int, than string) bool {
	old := strings.IndexByte(than, '*')
	if star != old {
		return star > old
	}
	return len(k) > len(than)
}

// mapTarget carries what stays the same while the targets of one key are tried.
type mapTarget struct {
	c        *call
	p        *PackageJSON
	key      string // of the map
	match    string // what "*" stands for
	pattern  bool
	internal bool // imports, not exports
}

// settle resolves the value of a key to the end.
func (t *mapTarget) settle(v *JSON, asked string) (location, *Error) {
	t.c.p, t.c.key = t.p, asked
	l, out, err := t.resolve(v)
	if err != nil {
		return location{}, err
	}
	if out == goodTarget {
		return l, nil
	}
	if t.internal {
		return location{}, t.c.notDefined(t.p, asked)
	}
	return location{}, t.c.notExported(t.p, asked)
}

// resolve is resolvePackageTarget.
func (t *mapTarget) resolve(v *JSON) (location, outcome, *Error) {
	switch v.Kind {
	case JSONString:
		l, err := t.resolveString(v.Text)
		return l, goodTarget, err
	case JSONArray:
		return t.resolveArray(v)
	case JSONObject:
		for i := range v.Members {
			if isArrayIndex(v.Members[i].Name) {
				err := t.c.fail(CodeInvalidPackageConfig, t.p.Path, `"exports" may not have numbers as keys`)
				return location{}, undefinedTarget, err
			}
		}
		for i := range v.Members {
			m := &v.Members[i]
			if m.Name != "default" && !t.c.hasCondition(m.Name) {
				continue
			}
			l, out, err := t.resolve(&m.Value)
			if err != nil || out != undefinedTarget {
				return l, out, err
			}
		}
		return location{}, undefinedTarget, nil
	case JSONNull:
		return location{}, nullTarget, nil
	}
	return location{}, undefinedTarget, t.invalid(v.Text, "it is neither a path, an object nor null")
}

// resolveArray takes the first target that is valid. That the file exists does
// not matter.
func (t *mapTarget) resolveArray(v *JSON) (location, outcome, *Error) {
	last := undefinedTarget
	if len(v.Items) == 0 {
		last = nullTarget
	}
	var lastErr *Error
	for i := range v.Items {
		l, out, err := t.resolve(&v.Items[i])
		if err != nil {
			if err.Code != CodeInvalidPackageTarget {
				return location{}, undefinedTarget, err
			}
			lastErr = err
			continue
		}
		switch out {
		case goodTarget:
			return l, out, nil
		case nullTarget:
			lastErr, last = nil, nullTarget
		}
	}
	return location{}, last, lastErr
}

func (c *call) hasCondition(name string) bool {
	for _, have := range c.conditions {
		if have == name {
			return true
		}
	}
	return false
}

func (t *mapTarget) invalid(target, reason string) *Error {
	field := `"exports"`
	if t.internal {
		field = `"imports"`
	}
	err := t.c.fail(CodeInvalidPackageTarget, t.p.Path, "target '"+target+"' of "+field+" in "+t.p.Path+" is invalid: "+reason)
	err.Target = target
	return err
}

// resolveString is resolvePackageTargetString.
func (t *mapTarget) resolveString(target string) (location, *Error) {
	rest, ok := strings.CutPrefix(target, "./")
	if !ok {
		return t.resolveBare(target)
	}
	if hasForbiddenSegment(rest) {
		return location{}, t.invalid(target, "it leaves the package or enters node_modules")
	}
	l := locate(t.p.Dir, target)
	if t.match == "" {
		return l, nil
	}
	if hasForbiddenSegment(t.match) {
		err := t.c.fail(CodeInvalidSpecifier, t.p.Path, "'"+t.match+"' may not stand for the * of '"+t.key+"'")
		return location{}, err
	}
	return l.replaceStar(t.match), nil
}

// resolveBare is a target that is not "./x": for imports it may be a package.
func (t *mapTarget) resolveBare(target string) (location, *Error) {
	if t.internal && !strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "../") {
		if _, isURL := urlScheme(target); !isURL {
			if t.pattern {
				target = strings.ReplaceAll(target, "*", t.match)
			}
			if t.c.hops++; t.c.hops > maxHops {
				return location{}, t.invalid(target, "it goes round in circles")
			}
			return t.c.packageResolve(target, t.p.Dir)
		}
	}
	return location{}, t.invalid(target, `it must start with "./"`)
}

// hasForbiddenSegment reports a segment ".", ".." or "node_modules", also when
// percent-encoded or in capitals (deprecatedInvalidSegmentRegEx). Empty segments
// are only deprecated.
func hasForbiddenSegment(p string) bool {
	start := 0
	for i := 0; i <= len(p); i++ {
		if i < len(p) && p[i] != '/' && p[i] != '\\' {
			continue
		}
		if isForbiddenSegment(p[start:i]) {
			return true
		}
		start = i + 1
	}
	return false
}

func isForbiddenSegment(s string) bool {
	switch s {
	case "":
		return false
	case ".", "..", "node_modules":
		return true
	}
	if s[0] != '.' && s[0] != '%' && s[0]|0x20 != 'n' {
		return false
	}
	var decoded []byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			hi, ok1 := hexDigit(s[i+1])
			lo, ok2 := hexDigit(s[i+2])
			if ok1 && ok2 {
				c = hi<<4 | lo
				i += 2
			}
		}
		decoded = append(decoded, c)
	}
	switch strings.ToLower(string(decoded)) {
	case ".", "..", "node_modules":
		return true
	}
	return false
}

// isArrayIndex reports keys that JavaScript prints back unchanged as a number
// below 2^32-1.
func isArrayIndex(key string) bool {
	if key == "" || key[0] < '0' || key[0] > '9' {
		return false
	}
	n, err := strconv.ParseFloat(key, 64)
	return err == nil && n < 1<<32-1 && strconv.FormatFloat(n, 'f', -1, 64) == key
}
