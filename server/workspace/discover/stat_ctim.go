//go:build linux || openbsd || dragonfly || solaris

package discover

import (
	"io/fs"
	"syscall"
)

// system returns what fs.FileInfo does not say by itself.
func system(fi fs.FileInfo) (ctime int64, inode uint64) {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		return st.Ctim.Nano(), uint64(st.Ino)
	}
	return 0, 0
}
