//go:build unix

package engine

import (
	"errors"
	"io/fs"
	"slices"

	"golang.org/x/sys/unix"
)

// readInto reads a file into buf, which grows when the file needs more. It makes the system calls itself: the standard library's files are made for
// things that one may wait for, and ask the poller about each (package os, newFile), which costs as much as the reading.
func readInto(buf []byte, in *File) ([]byte, error) {
	fd, err := again(func() (int, error) { return unix.Open(in.Path, unix.O_RDONLY|unix.O_CLOEXEC, 0) })
	if err != nil {
		return buf, &fs.PathError{Op: "open", Path: in.Path, Err: err}
	}
	defer unix.Close(fd)
	buf = slices.Grow(buf[:0], int(in.Size)+1)
	for {
		n, err := again(func() (int, error) { return unix.Read(fd, buf[len(buf):cap(buf)]) })
		if err != nil {
			return buf, &fs.PathError{Op: "read", Path: in.Path, Err: err}
		}
		if n == 0 {
			return buf, nil
		}
		buf = buf[:len(buf)+n]
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, len(buf)+1)
		}
	}
}

// again makes a system call until no signal interrupts it.
func again(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}
