package modules

import (
	"io/fs"
	"path"
	"strings"
	"syscall"
)

// Memory is a tree of files that lives in memory, for tests and for questions
// about trees that are not on the disk. Build it by one goroutine; once built it
// is safe for many.
type Memory struct {
	nodes map[string]*memNode
}

type memNode struct {
	dir      bool
	data     []byte
	target   string // of a symlink; absolute, or relative to its folder
	children map[string]bool
}

// maxLinks is how many symlinks a path may pass, as on Linux (ELOOP).
const maxLinks = 40

// NewMemory gives a tree with these files, path to content. A path that ends
// with a slash is an empty folder. Folders above are made as needed.
func NewMemory(files map[string]string) *Memory {
	m := &Memory{nodes: map[string]*memNode{"/": newMemDir()}}
	for p, text := range files {
		if strings.HasSuffix(p, "/") {
			m.folder(path.Clean(p))
			continue
		}
		m.put(path.Clean(p), &memNode{data: []byte(text)})
	}
	return m
}

// Link adds a symlink. The target need not exist.
func (m *Memory) Link(at, target string) {
	m.put(path.Clean(at), &memNode{target: target})
}

func newMemDir() *memNode { return &memNode{dir: true, children: map[string]bool{}} }

func (m *Memory) put(p string, n *memNode) {
	m.folder(dirOf(p)).children[baseOf(p)] = true
	m.nodes[p] = n
}

func (m *Memory) folder(p string) *memNode {
	if n := m.nodes[p]; n != nil {
		return n
	}
	n := newMemDir()
	m.put(p, n)
	return n
}

// follow walks p name by name and resolves the links on the way.
func (m *Memory) follow(p string) (real string, n *memNode, err error) {
	rest := strings.Split(strings.Trim(p, "/"), "/")
	at, links := "/", 0
	for len(rest) > 0 {
		name := rest[0]
		rest = rest[1:]
		if name == "" || name == "." {
			continue
		}
		if name == ".." {
			at = dirOf(at)
			continue
		}
		next := join(at, name)
		n = m.nodes[next]
		if n == nil {
			return "", nil, fs.ErrNotExist
		}
		if n.target == "" {
			at = next
			continue
		}
		if links++; links > maxLinks {
			return "", nil, syscall.ELOOP
		}
		if isAbs(n.target) {
			at = "/"
		}
		rest = append(strings.Split(strings.Trim(n.target, "/"), "/"), rest...)
	}
	return at, m.nodes[at], nil
}

// Stat implements [FS].
func (m *Memory) Stat(abs string) (Info, bool) {
	_, n, err := m.follow(abs)
	if err != nil {
		return Info{}, false
	}
	return Info{Dir: n.dir}, true
}

// ReadFile implements [FS].
func (m *Memory) ReadFile(abs string) ([]byte, error) {
	_, n, err := m.follow(abs)
	if err == nil && n.dir {
		err = syscall.EISDIR
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: abs, Err: err}
	}
	return n.data, nil
}

// ReadDirNames implements [FS].
func (m *Memory) ReadDirNames(abs string) ([]string, error) {
	_, n, err := m.follow(abs)
	if err == nil && !n.dir {
		err = syscall.ENOTDIR
	}
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: abs, Err: err}
	}
	return sortedNames(n.children), nil
}

// Realpath implements [FS].
func (m *Memory) Realpath(abs string) (string, error) {
	real, _, err := m.follow(abs)
	if err != nil {
		return "", &fs.PathError{Op: "realpath", Path: abs, Err: err}
	}
	return real, nil
}
