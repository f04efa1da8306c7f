package discover

import (
	"io/fs"
	"os"
)

// folder reads one folder at a time. It belongs to one goroutine.
//
// It exists because the walk is dominated by system calls: os.ReadDir sorts, and a stat by name relative to the open folder spares the kernel
// the way down a long path.
type folder interface {
	// open reads the names in the folder at path. The result is valid until the next open.
	open(path string) ([]item, error)
	// stat looks at an item of the open folder without following a link.
	stat(i int, name string) (info, error)
	close()
}

// item is one name in a folder.
type item struct {
	name string
	typ  fileType
}

type fileType uint8

const (
	unknownType fileType = iota
	regular
	directory
	link
	otherType // pipes, sockets, devices
	gone      // asked for in vain, and reported
)

// info is what stat tells.
type info struct {
	typ   fileType
	size  int64
	mtime int64
	ctime int64
	inode uint64
}

// portableFolder works everywhere.
type portableFolder struct {
	items []item
	list  []fs.DirEntry
}

func (p *portableFolder) open(path string) ([]item, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p.list, err = f.ReadDir(-1)
	p.items = p.items[:0]
	for _, e := range p.list {
		p.items = append(p.items, item{name: e.Name(), typ: typeOf(e.Type())})
	}
	return p.items, err
}

func (p *portableFolder) stat(i int, _ string) (info, error) {
	fi, err := p.list[i].Info()
	if err != nil {
		return info{}, err
	}
	return infoOf(fi), nil
}

func (p *portableFolder) close() { p.list = nil }

func infoOf(fi fs.FileInfo) info {
	ctime, inode := system(fi)
	return info{typ: typeOf(fi.Mode().Type()), size: fi.Size(), mtime: fi.ModTime().UnixNano(), ctime: ctime, inode: inode}
}

func typeOf(m fs.FileMode) fileType {
	switch {
	case m == 0:
		return regular
	case m&fs.ModeDir != 0:
		return directory
	case m&fs.ModeSymlink != 0:
		return link
	}
	return otherType
}
