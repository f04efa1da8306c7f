package modules

import (
	"path"
	"strings"
	"unicode/utf8"
)

// location is what a specifier or a target of a map stands for before the disk
// is asked: a builtin, or a file: URL. The ES module resolver of Node works on
// URLs; nearly all of them are plain paths, so path holds a plain path unless
// encoded says that it is the percent-encoded path of the URL.
type location struct {
	builtin string // without "node:"; then the rest is empty
	path    string // may end with "/"
	suffix  string // "?query#fragment"
	host    string // file://host/path
	encoded bool
}

// locate is new URL(ref, base) for a base in the folder dir and a ref that is a
// path: "./x", "../x", "/x" or "x".
func locate(dir, ref string) location {
	if !isPlainRef(ref) {
		return parseFileURL(encodePath(dir), ref)
	}
	p := ref
	if !strings.HasPrefix(ref, "/") {
		if rest, ok := strings.CutPrefix(ref, "./"); ok && isPlainPath(rest) {
			return location{path: join(dir, rest)}
		}
		p = join(dir, ref)
	}
	clean := cleanAbs(p)
	if endsAsFolder(ref) && clean != "/" {
		clean += "/"
	}
	return location{path: clean}
}

// endsAsFolder reports whether the URL of ref ends with a slash.
func endsAsFolder(ref string) bool {
	switch last := baseOf(ref); last {
	case "", ".", "..":
		return true
	}
	return false
}

// isPlainRef reports that ref means the same as a path and as a URL.
func isPlainRef(ref string) bool {
	if strings.HasPrefix(ref, "//") {
		return false // a host
	}
	for i := 0; i < len(ref); i++ {
		if !plainURLByte[ref[i]] {
			return false
		}
	}
	return true
}

// plainURLByte holds the bytes that the URL parser leaves alone in a path and
// that no percent-decoding can touch. Bytes of UTF-8 are encoded and decoded
// back to themselves.
var plainURLByte = func() (plain [256]bool) {
	for c := 'a'; c <= 'z'; c++ {
		plain[c], plain[c-'a'+'A'] = true, true
	}
	for _, c := range "0123456789-._~!$&'()*+,;=@/" {
		plain[c] = true
	}
	return plain
}()

// parseFileURL resolves ref against the file: URL of a folder (percent-encoded,
// without its last slash), as the URL standard's parser does.
func parseFileURL(encodedDir, ref string) location {
	ref = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, strings.TrimFunc(ref, func(r rune) bool { return r <= ' ' }))
	rest, fragment, hasFragment := strings.Cut(ref, "#")
	rest, query, hasQuery := strings.Cut(rest, "?")
	l := location{encoded: true}
	if hasQuery && query != "" {
		l.suffix = "?" + query
	}
	if hasFragment && fragment != "" {
		l.suffix += "#" + fragment
	}
	rest = strings.ReplaceAll(rest, `\`, "/")
	var out []string
	switch {
	case strings.HasPrefix(rest, "//"):
		host, after, _ := strings.Cut(rest[2:], "/")
		if host = strings.ToLower(host); host != "localhost" {
			l.host = host
		}
		rest = after
	case strings.HasPrefix(rest, "/"):
		rest = rest[1:]
	default:
		d := strings.TrimPrefix(encodedDir, "/")
		if isRoot(d) { // C:/
			d = d[:2]
		}
		if d != "" {
			out = strings.Split(d, "/")
		}
	}
	segments := strings.Split(rest, "/")
	for i, s := range segments {
		last := i == len(segments)-1
		switch dots := strings.ReplaceAll(strings.ToLower(s), "%2e", "."); {
		case dots == "..":
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		case dots == ".":
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, encodeSegment(s))
		}
	}
	l.path = "/" + strings.Join(out, "/")
	return l
}

// parseAbsoluteFileURL reads a specifier that starts with "file:".
func parseAbsoluteFileURL(spec string) location {
	spec = strings.TrimFunc(spec, func(r rune) bool { return r <= ' ' })
	return parseFileURL("", spec[len("file:"):])
}

const hexDigits = "0123456789ABCDEF"

// encodeSegment percent-encodes what the URL parser encodes in a path.
func encodeSegment(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ' || c >= 0x7F, strings.IndexByte("\"<>^`{}", c) >= 0:
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// encodePath is the path of pathToFileURL(p).
func encodePath(p string) string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		switch c := p[i]; {
		case c <= ' ' || c >= 0x7F, strings.IndexByte("%\\?#\"<>^`{}", c) >= 0:
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// hasEncodedSlash finds %2F and %5C, which Node refuses in a specifier.
func hasEncodedSlash(p string) bool {
	for i := strings.IndexByte(p, '%'); i >= 0 && i+2 < len(p); {
		switch strings.ToLower(p[i+1 : i+3]) {
		case "2f", "5c":
			return true
		}
		next := strings.IndexByte(p[i+1:], '%')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

// filePath is fileURLToPath: the path, or the code of the error.
func (l location) filePath() (string, Code) {
	if !l.encoded {
		return l.path, ""
	}
	if l.host != "" {
		return "", CodeInvalidFileURLHost
	}
	if hasEncodedSlash(l.path) && strings.Contains(strings.ToLower(l.path), "%2f") {
		return "", CodeInvalidFileURLPath
	}
	decoded := make([]byte, 0, len(l.path))
	for i := 0; i < len(l.path); i++ {
		c := l.path[i]
		if c == '%' {
			if i+2 >= len(l.path) {
				return "", CodeURIError
			}
			hi, ok1 := hexDigit(l.path[i+1])
			lo, ok2 := hexDigit(l.path[i+2])
			if !ok1 || !ok2 {
				return "", CodeURIError
			}
			c = hi<<4 | lo
			i += 2
		}
		decoded = append(decoded, c)
	}
	if !utf8.Valid(decoded) {
		return "", CodeURIError
	}
	p := string(decoded)
	if len(p) > 3 && hasDrive(p[1:]) { // /C:/x
		p = p[1:]
	}
	if clean := cleanAbs(p); strings.HasSuffix(p, "/") && clean != "/" {
		return clean + "/", ""
	} else {
		return clean, ""
	}
}

// replaceStar puts the matched text in place of every "*" of the URL and parses
// the outcome again, as Node does with pattern targets.
func (l location) replaceStar(match string) location {
	if !l.encoded && isPlainRef(match) && isPlainPath(match) && !strings.HasPrefix(match, "/") {
		p := strings.ReplaceAll(l.path, "*", match)
		return location{path: p}
	}
	p := l.path
	if !l.encoded {
		p = encodePath(p)
	}
	return parseFileURL("", strings.ReplaceAll(p+l.suffix, "*", match))
}

// urlScheme gives the scheme, in lower case, if s parses as a URL on its own.
func urlScheme(s string) (string, bool) {
	colon := strings.IndexByte(s, ':')
	if colon < 0 {
		return "", false
	}
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	colon = strings.IndexByte(s, ':')
	if colon < 1 {
		return "", false
	}
	for i := 0; i < colon; i++ {
		c := s[i] | 0x20
		if 'a' <= c && c <= 'z' {
			continue
		}
		if i == 0 || !strings.ContainsRune("0123456789+-.", rune(s[i])) {
			return "", false
		}
	}
	scheme, rest := strings.ToLower(s[:colon]), s[colon+1:]
	switch scheme {
	case "http", "https", "ws", "wss", "ftp": // must have a host
		rest = strings.TrimLeft(rest, `/\`)
		if i := strings.IndexAny(rest, `/\?#`); i >= 0 {
			rest = rest[:i]
		}
		return scheme, rest != "" && !strings.ContainsAny(rest, " <>[]^|%")
	case "file":
		return scheme, true
	}
	if host, ok := strings.CutPrefix(rest, "//"); ok {
		if i := strings.IndexAny(host, "/?#"); i >= 0 {
			host = host[:i]
		}
		return scheme, !strings.ContainsAny(host, ` <>[]^|\`)
	}
	return scheme, true
}

// extOf is path.extname: "" for dot files and names without a dot.
func extOf(p string) string {
	name := baseOf(p)
	ext := path.Ext(name)
	if len(ext) == len(name) {
		return ""
	}
	return ext
}
