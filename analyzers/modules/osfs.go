package modules

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// OS is the real disk seen through cached folder listings. A resolver asks for
// many names that do not exist (./x, ./x.js, ./x.json, node_modules in every
// folder above); one readdir answers them all, where each would be a stat.
//
// The listings are kept until [OS.Forget]: an OS is a still picture of the
// disk, taken as it is looked at. It is safe for many goroutines.
type OS struct {
	roots []string
	dirs  cache[*osDir]
	reads sync.Map // path -> hash of the content, of every file read
}

// osDir is what is known of one folder.
type osDir struct {
	exists bool
	// listed means that names holds every entry. Folders outside the roots and
	// folders that may be entered but not read are not listed: their names are
	// asked one by one and kept in single.
	listed bool
	real   string
	names  map[string]osEntry

	mu     sync.Mutex
	single map[string]osTarget
}

// osEntry is the kind of a directory entry as the listing tells it.
type osEntry uint8

const (
	osFile osEntry = iota
	osFolder
	osLink // a symlink, or a kind the listing did not tell: ask the disk
)

// osTarget is where a link, or a name of an unlisted folder, leads.
type osTarget struct {
	exists bool
	dir    bool
	real   string
}

// missingDir stands for every path that is no folder.
var missingDir = &osDir{}

// NewOS gives the disk. Folders at or under the roots are listed whole and
// their names compared as listed, upper and lower case included; above and
// outside them single names are asked for, so that a home folder with thousands
// of entries costs nothing and a root typed in another case still opens. Without
// roots every folder is listed.
func NewOS(roots ...string) *OS {
	o := &OS{}
	o.dirs.init()
	for _, root := range roots {
		o.roots = append(o.roots, cleanAbs(filepath.ToSlash(root)))
	}
	return o
}

// Stat implements [FS].
func (o *OS) Stat(abs string) (Info, bool) {
	if isRoot(abs) {
		return Info{Dir: true}, true
	}
	d := o.dir(dirOf(abs))
	if !d.exists {
		return Info{}, false
	}
	if d.listed {
		e, ok := d.names[baseOf(abs)]
		if !ok {
			return Info{}, false
		}
		if e != osLink {
			return Info{Dir: e == osFolder}, true
		}
	}
	t := d.target(abs)
	return Info{Dir: t.dir}, t.exists
}

// ReadFile implements [FS]; contents are not cached.
func (o *OS) ReadFile(abs string) ([]byte, error) {
	if _, ok := o.Stat(abs); !ok {
		return nil, o.whyMissing(abs)
	}
	data, err := os.ReadFile(filepath.FromSlash(abs))
	if err == nil {
		o.reads.Store(abs, max(hashBytes(data), 1))
	} else {
		o.reads.Store(abs, uint64(0))
	}
	return data, err
}

// Read calls yield with every file that was read, with a hash of its content, 0 for one that is there and cannot be read.
func (o *OS) Read(yield func(file string, content uint64)) {
	o.reads.Range(func(k, v any) bool {
		yield(k.(string), v.(uint64))
		return true
	})
}

// ContentHash is the hash that Read would give for a file that was read, 0 for others.
func (o *OS) ContentHash(file string) uint64 {
	if v, ok := o.reads.Load(file); ok {
		return v.(uint64)
	}
	return 0
}

// Target is where a path leads when its links are followed. The zero Target is nowhere.
type Target struct {
	Exists, Dir bool
	Real        string // the path without links
}

// Target asks where a path leads.
func (o *OS) Target(abs string) Target {
	info, ok := o.Stat(abs)
	if !ok {
		return Target{}
	}
	real, err := o.Realpath(abs)
	if err != nil {
		return Target{}
	}
	return Target{Exists: true, Dir: info.Dir, Real: real}
}

// Asked calls yield with every path that no listing answers and that was asked for: links, and paths in folders that are not listed.
func (o *OS) Asked(yield func(path string, t Target)) {
	for i := range o.dirs.shards {
		s := &o.dirs.shards[i]
		s.mu.RLock()
		for p, d := range s.m {
			d.mu.Lock()
			for name, t := range d.single {
				yield(join(p, name), Target{t.exists, t.dir, t.real})
			}
			d.mu.Unlock()
		}
		s.mu.RUnlock()
	}
}

func hashBytes(data []byte) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for _, c := range data {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// whyMissing asks the disk for the error if a link is to blame, which may be more
// than absence (a loop); what the listings do not name does not exist, whatever
// a disk that ignores case would say.
func (o *OS) whyMissing(abs string) error {
	for p := abs; !isRoot(p); p = dirOf(p) {
		d := o.dir(dirOf(p))
		if !d.exists {
			continue
		}
		if e, ok := d.names[baseOf(p)]; !d.listed || ok && e == osLink {
			if _, err := os.Stat(filepath.FromSlash(abs)); err != nil {
				return err
			}
		}
		break
	}
	return &fs.PathError{Op: "open", Path: abs, Err: fs.ErrNotExist}
}

// ReadDirNames implements [FS].
func (o *OS) ReadDirNames(abs string) ([]string, error) {
	d := o.dir(abs)
	if !d.exists {
		return nil, &fs.PathError{Op: "readdir", Path: abs, Err: fs.ErrNotExist}
	}
	if d.listed {
		return sortedNames(d.names), nil
	}
	entries, err := os.ReadDir(filepath.FromSlash(abs))
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

// Realpath implements [FS].
func (o *OS) Realpath(abs string) (string, error) {
	if isRoot(abs) {
		return abs, nil
	}
	parent := dirOf(abs)
	d := o.dir(parent)
	if !d.exists {
		return "", &fs.PathError{Op: "realpath", Path: abs, Err: fs.ErrNotExist}
	}
	if d.listed {
		e, ok := d.names[baseOf(abs)]
		if !ok {
			return "", &fs.PathError{Op: "realpath", Path: abs, Err: fs.ErrNotExist}
		}
		if e != osLink {
			if d.real == parent {
				return abs, nil
			}
			return join(d.real, baseOf(abs)), nil
		}
	}
	t := d.target(abs)
	if !t.exists {
		return "", &fs.PathError{Op: "realpath", Path: abs, Err: fs.ErrNotExist}
	}
	return t.real, nil
}

// Forget drops what is known of a path, of everything below it and of the
// folder that holds it. Call it when the disk changed there.
func (o *OS) Forget(abs string) {
	parent, below := dirOf(abs), join(abs, "")
	o.dirs.deleteFunc(func(p string) bool {
		return p == parent || p == abs || strings.HasPrefix(p, below)
	})
}

// Listed calls yield with every folder that was listed, with a hash of its names and their kinds: what a later run must find again for the
// answers of this one to hold.
func (o *OS) Listed(yield func(dir string, names uint64)) {
	for i := range o.dirs.shards {
		s := &o.dirs.shards[i]
		s.mu.RLock()
		for p, d := range s.m {
			if d.listed {
				yield(p, d.hash())
			}
		}
		s.mu.RUnlock()
	}
}

// hash is the same for equal listings, whatever their order: names are hashed one by one and added up.
func (d *osDir) hash() uint64 {
	sum := uint64(len(d.names))
	for name, kind := range d.names {
		h := uint64(14695981039346656037) // FNV-1a
		for i := 0; i < len(name); i++ {
			h = (h ^ uint64(name[i])) * 1099511628211
		}
		sum += (h ^ uint64(kind)) * 1099511628211
	}
	return sum
}

// Names gives the hash that Listed would give for a folder, 0 when it cannot be listed.
func (o *OS) Names(dir string) uint64 {
	if d := o.dir(dir); d.listed {
		return d.hash()
	}
	return 0
}

// dir gives what is known of a folder, and reads it the first time.
func (o *OS) dir(p string) *osDir {
	if d, ok := o.dirs.get(p); ok {
		return d
	}
	return o.dirs.put(p, o.load(p))
}

// load looks a folder up in the listing of the folder above it, and lists it.
func (o *OS) load(p string) *osDir {
	listed := o.isListed(p)
	real := p
	switch {
	case isRoot(p):
	case listed && o.isListed(dirOf(p)):
		parent := o.dir(dirOf(p))
		if !parent.exists {
			return missingDir
		}
		e := osLink
		if parent.listed {
			var ok bool
			if e, ok = parent.names[baseOf(p)]; !ok || e == osFile {
				return missingDir
			}
		}
		if e == osFolder {
			if parent.real != dirOf(p) {
				real = join(parent.real, baseOf(p))
			}
			break
		}
		t := parent.target(p)
		if !t.exists || !t.dir {
			return missingDir
		}
		real = t.real
	default:
		t := askDisk(p)
		if !t.exists || !t.dir {
			return missingDir
		}
		real = t.real
	}
	d := &osDir{exists: true, real: real}
	if !listed {
		return d
	}
	f, err := os.Open(filepath.FromSlash(p))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return missingDir
		}
		return d
	}
	defer f.Close()
	entries, err := f.ReadDir(-1) // unsorted, without a stat of each entry
	if err != nil {
		return d
	}
	d.listed = true
	d.names = make(map[string]osEntry, len(entries))
	for _, e := range entries {
		switch t := e.Type(); {
		case t.IsDir():
			d.names[e.Name()] = osFolder
		case t&(fs.ModeSymlink|fs.ModeIrregular) != 0: // a junction of Windows is irregular
			d.names[e.Name()] = osLink
		default:
			d.names[e.Name()] = osFile
		}
	}
	return d
}

// isListed reports whether a folder is at or under one of the roots.
func (o *OS) isListed(p string) bool {
	if len(o.roots) == 0 {
		return true
	}
	for _, root := range o.roots {
		if within(p, root) {
			return true
		}
	}
	return false
}

// target tells where a link of this folder leads, asking the disk once.
func (d *osDir) target(abs string) osTarget {
	name := baseOf(abs)
	d.mu.Lock()
	defer d.mu.Unlock()
	if t, ok := d.single[name]; ok {
		return t
	}
	if d.single == nil {
		d.single = map[string]osTarget{}
	}
	t := askDisk(abs)
	d.single[strings.Clone(name)] = t
	return t
}

// askDisk stats one path and resolves its links. A loop of links is a stat that
// fails (ELOOP), so it ends here.
func askDisk(abs string) osTarget {
	native := filepath.FromSlash(abs)
	info, err := os.Stat(native)
	if err != nil {
		return osTarget{}
	}
	real, err := filepath.EvalSymlinks(native)
	if err != nil {
		return osTarget{}
	}
	return osTarget{exists: true, dir: info.IsDir(), real: filepath.ToSlash(real)}
}

// within reports whether p is root or lies under it.
func within(p, root string) bool {
	if !strings.HasPrefix(p, root) {
		return false
	}
	return len(p) == len(root) || strings.HasSuffix(root, "/") || p[len(root)] == '/'
}
