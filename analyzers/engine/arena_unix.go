//go:build unix

package engine

import "golang.org/x/sys/unix"

func mapPages(size int) ([]byte, bool) {
	b, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	return b, err == nil
}

func unmapPages(b []byte) { _ = unix.Munmap(b) }
