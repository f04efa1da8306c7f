package discover

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"
)

func newFolder() folder {
	return &rawFolder{fd: -1, buf: make([]byte, 64<<10)}
}

// rawFolder asks the kernel directly: getdents64(2) for the names and types, fstatat(2) for the rest.
type rawFolder struct {
	fd    int
	path  string
	buf   []byte // what getdents64 fills
	names []byte // all names of the folder, one after the other
	ends  []int32
	items []item
}

func (r *rawFolder) open(path string) ([]item, error) {
	r.path = path
	r.names, r.ends, r.items = r.names[:0], r.ends[:0], r.items[:0]
	fd, err := retry(func() (int, error) {
		return unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	r.fd = fd
	for {
		n, err := retry(func() (int, error) { return unix.ReadDirent(fd, r.buf) })
		if err != nil {
			r.close()
			return nil, &fs.PathError{Op: "readdir", Path: path, Err: err}
		}
		if n == 0 {
			break
		}
		r.take(r.buf[:n])
	}
	names, from := string(r.names), int32(0)
	for i, end := range r.ends {
		r.items[i].name = names[from:end]
		from = end
	}
	return r.items, nil
}

// take reads entries laid out as struct linux_dirent64 (getdents64(2)): inode 8, offset 8, record length 2, type 1, name and a zero byte.
func (r *rawFolder) take(b []byte) {
	const nameAt = 19
	for len(b) > nameAt {
		size := int(binary.NativeEndian.Uint16(b[16:]))
		if size <= nameAt || size > len(b) {
			return
		}
		name := b[nameAt:size]
		if z := bytes.IndexByte(name, 0); z >= 0 {
			name = name[:z]
		}
		typ := b[18]
		b = b[size:]
		if string(name) == "." || string(name) == ".." {
			continue
		}
		r.names = append(r.names, name...)
		r.ends = append(r.ends, int32(len(r.names)))
		r.items = append(r.items, item{typ: direntType(typ)})
	}
}

func direntType(t byte) fileType {
	switch t {
	case unix.DT_REG:
		return regular
	case unix.DT_DIR:
		return directory
	case unix.DT_LNK:
		return link
	case unix.DT_UNKNOWN:
		return unknownType
	}
	return otherType
}

func (r *rawFolder) stat(_ int, name string) (info, error) {
	var st unix.Stat_t
	_, err := retry(func() (int, error) { return 0, unix.Fstatat(r.fd, name, &st, unix.AT_SYMLINK_NOFOLLOW) })
	if err != nil {
		return info{}, &fs.PathError{Op: "stat", Path: join(r.path, name), Err: err}
	}
	in := info{size: st.Size, mtime: st.Mtim.Nano(), ctime: st.Ctim.Nano(), inode: st.Ino, typ: otherType}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		in.typ = regular
	case unix.S_IFDIR:
		in.typ = directory
	case unix.S_IFLNK:
		in.typ = link
	}
	return in, nil
}

func (r *rawFolder) close() {
	if r.fd >= 0 {
		unix.Close(r.fd)
		r.fd = -1
	}
}

// retry repeats a call that a signal interrupted. The Go runtime interrupts its own threads to preempt them.
func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}
