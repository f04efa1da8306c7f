package modules

import (
	"path"
	"sort"
	"strings"
)

// Info tells what a path leads to once symlinks are followed. Like Node's
// resolver it knows two kinds only: what is not a folder counts as a file.
type Info struct {
	Dir bool
}

// FS is the view of the disk the resolver works on. Paths are absolute, clean
// (as [path.Clean] leaves them) and slash-separated.
//
// Implementations compare names with what the folder lists, byte for byte, so
// that "./Foo" does not find foo.js on a disk that ignores case. All methods may
// be called by many goroutines at once.
type FS interface {
	// Stat follows symlinks. It answers false for what does not exist, for a
	// dangling link and for a loop of links.
	Stat(abs string) (Info, bool)
	// ReadFile gives the content of a file, following symlinks. Errors wrap
	// io/fs.ErrNotExist or say in the system's own words what else is wrong.
	ReadFile(abs string) ([]byte, error)
	// ReadDirNames lists a folder, sorted by bytes. The caller may not change
	// the slice.
	ReadDirNames(abs string) ([]string, error)
	// Realpath resolves every symlink in the path of something that exists.
	Realpath(abs string) (string, error)
}

// dirOf is the folder that holds abs; the root of a disk holds itself.
func dirOf(abs string) string {
	i := strings.LastIndexByte(abs, '/')
	switch {
	case i < 0:
		return abs
	case i == 0:
		return "/"
	case i == 2 && abs[1] == ':': // C:/x
		return abs[:3]
	}
	return abs[:i]
}

// baseOf is the last name of abs, without allocation.
func baseOf(abs string) string {
	return abs[strings.LastIndexByte(abs, '/')+1:]
}

// isRoot reports whether abs is "/" or a drive such as "C:/".
func isRoot(abs string) bool {
	return abs == "/" || len(abs) == 3 && abs[1] == ':' && abs[2] == '/'
}

// isAbs reports whether p is an absolute slash path, with or without a drive.
func isAbs(p string) bool {
	return strings.HasPrefix(p, "/") || hasDrive(p)
}

// hasDrive reports whether p starts like "C:/".
func hasDrive(p string) bool {
	return len(p) > 2 && p[1] == ':' && p[2] == '/' && ('a' <= p[0]|0x20 && p[0]|0x20 <= 'z')
}

// join puts a name under a folder, both clean already.
func join(dir, name string) string {
	if strings.HasSuffix(dir, "/") {
		return dir + name
	}
	return dir + "/" + name
}

// resolvePath is path.resolve(dir, request) of Node.
func resolvePath(dir, request string) string {
	if isAbs(request) {
		return cleanAbs(request)
	}
	// Most requests are "./name" without dots further on: join by hand.
	if rest, ok := strings.CutPrefix(request, "./"); ok && isPlainPath(rest) {
		return join(dir, rest)
	}
	if isPlainPath(request) {
		return join(dir, request)
	}
	return cleanAbs(join(dir, request))
}

// cleanAbs is path.Clean that keeps a drive's slash.
func cleanAbs(p string) string {
	p = path.Clean(p)
	if len(p) == 2 && p[1] == ':' {
		p += "/"
	}
	return p
}

// isPlainPath reports that p has no segment that cleaning would change.
func isPlainPath(p string) bool {
	start := 0
	for i := 0; i <= len(p); i++ {
		if i < len(p) && p[i] != '/' {
			continue
		}
		switch p[start:i] {
		case "", ".", "..":
			return false
		}
		start = i + 1
	}
	return true
}

// sortedNames gives the keys of a set in byte order.
func sortedNames[V any](set map[string]V) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
