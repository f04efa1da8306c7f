package nodeapi

import "strings"

// This file knows what became of the API that Node took away, or is about to: where its use prints a warning, where it is gone, and what replaces it.
// What is gone the real binaries tell (gen_node.go). What warns they tell of names alone, so the uses that warn for their arguments stand here;
// so does what replaces a name (Node docs, "Deprecated APIs").

// Retired is what became of something of Node's API.
type Retired struct {
	// Name is how people write it: "fs.F_OK", "SlowBuffer", "punycode" for a module.
	Name string
	// Code is that of the deprecation, "" when there is none or it is not known.
	Code string
	// Warns are the supported lines on which its first use prints a warning, Gone those that do not have it.
	Warns, Gone Lines
	// Instead is what to use, "" when nothing takes its place.
	Instead string
}

// From are the lines that do not have it, or warn of it.
func (r *Retired) From() Lines { return r.Warns | r.Gone }

// RetiredName is what became of a name that a built-in exports; the name may go deeper, as for Has. It is nil for one that nothing became of.
func RetiredName(module, name string) *Retired {
	module = strings.TrimPrefix(module, "node:")
	n := Lookup(module, name)
	if n.Kind == KindNone {
		return nil
	}
	full := module + "." + name
	r := &Retired{Name: full, Code: n.Deprecation, Gone: after(n.Lines), Instead: retiredFor[full]}
	if r.Code == "deprecated" {
		r.Code = ""
	}
	if n.Deprecation != "" {
		r.Warns = n.Deprecated
	}
	if r.From() == 0 {
		return nil
	}
	return r
}

// RetiredModule is what became of a built-in, nil when nothing did.
func RetiredModule(spec string) *Retired {
	name := strings.TrimPrefix(spec, "node:")
	r := &Retired{Name: name, Code: retiredModules[name].Code, Warns: retiredModules[name].Warns, Gone: after(BuiltinLines(spec)), Instead: retiredFor[name]}
	if r.From() == 0 {
		return nil
	}
	return r
}

// after are the lines above the highest of some: what is on none of them yet, or on no line at all, is not gone.
func after(have Lines) Lines {
	gone := Lines(0)
	for l := Lines(1); l <= AllLines; l <<= 1 {
		if have&l != 0 {
			gone = 0
		} else if have&(l-1) != 0 {
			gone |= l
		}
	}
	return gone & AllLines
}

// RetiredOption is an option that a function takes no longer, or with a warning.
type RetiredOption struct {
	Option string
	Retired
}

// RetiredOptions are those options, by the member that takes them.
func RetiredOptions(member string) (RetiredOption, bool) {
	o, ok := retiredOptions[member]
	return o, ok
}

var retiredOptions = func() map[string]RetiredOption {
	m := map[string]RetiredOption{}
	for member, instead := range map[string]string{"fs.rmdir": "fs.rm", "fs.rmdirSync": "fs.rmSync", "fs.promises.rmdir": "fs.promises.rm"} {
		m[member] = RetiredOption{"recursive", Retired{Name: member + " with recursive: true", Code: "DEP0147", Warns: Line20 | Line22 | Line24, Gone: Line26, Instead: instead + " with recursive: true"}}
	}
	return m
}()

// constructorsOnly are names that warn when they are constructed or called alone, so that to compare with them is fine.
var constructorsOnly = map[string]bool{"crypto.Hash": true, "crypto.Hmac": true, "fs.Stats": true}

// WarnsWhenRead reports whether reading the name is enough for a warning, or for undefined where it is gone; others have to be called.
func (r *Retired) WarnsWhenRead() bool { return !constructorsOnly[r.Name] }

// retiredFor are the successors that the documentation names.
var retiredFor = map[string]string{
	"fs.F_OK": "fs.constants.F_OK", "fs.R_OK": "fs.constants.R_OK", "fs.W_OK": "fs.constants.W_OK", "fs.X_OK": "fs.constants.X_OK",
	"buffer.SlowBuffer":   "Buffer.allocUnsafeSlow()",
	"crypto.createCipher": "crypto.createCipheriv()", "crypto.createDecipher": "crypto.createDecipheriv()", "crypto.Cipher": "crypto.createCipheriv()", "crypto.Decipher": "crypto.createDecipheriv()",
	"crypto.Hash": "crypto.createHash()", "crypto.Hmac": "crypto.createHmac()", "crypto.fips": "crypto.getFips() and crypto.setFips()",
	"util.isArray": "Array.isArray()", "util._extend": "Object.assign()", "util.log": "console.log() with a time of your own", "util.getCallSite": "util.getCallSites()",
	"util.isBoolean": "typeof value === 'boolean'", "util.isBuffer": "Buffer.isBuffer()", "util.isDate": "util.types.isDate()", "util.isError": "util.types.isNativeError()",
	"util.isFunction": "typeof value === 'function'", "util.isNull": "value === null", "util.isNullOrUndefined": "value == null", "util.isNumber": "typeof value === 'number'",
	"util.isObject": "value !== null && typeof value === 'object'", "util.isPrimitive": "Object(value) !== value", "util.isRegExp": "util.types.isRegExp()",
	"util.isString": "typeof value === 'string'", "util.isSymbol": "typeof value === 'symbol'", "util.isUndefined": "value === undefined",
	"timers.enroll": "setTimeout()", "timers.unenroll": "clearTimeout()", "timers.active": "timeout.refresh()", "timers._unrefActive": "timeout.unref()",
	"tls.createSecurePair": "tls.TLSSocket", "process.assert": "the module assert", "assert.CallTracker": "mock.fn() of node:test", "assert/strict.CallTracker": "mock.fn() of node:test",
	"punycode": "the package punycode, required as 'punycode/', or url.domainToASCII()", "sys": "util",
	"_stream_duplex": "stream", "_stream_passthrough": "stream", "_stream_readable": "stream", "_stream_transform": "stream", "_stream_writable": "stream", "_tls_common": "tls", "_tls_wrap": "tls",
}

// retiredModules are the built-ins that print a warning when they are loaded, with the lines that do.
var retiredModules = map[string]Retired{
	"sys":         {Code: "DEP0025", Warns: AllLines},
	"punycode":    {Code: "DEP0040", Warns: Line22 | Line24 | Line26},
	"_tls_common": {Code: "DEP0192", Warns: Line26},
	"_tls_wrap":   {Code: "DEP0192", Warns: Line26},
}
