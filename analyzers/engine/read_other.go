//go:build !unix

package engine

import (
	"io"
	"os"
	"path/filepath"
	"slices"
)

// readInto reads a file into buf, which grows when the file needs more.
func readInto(buf []byte, in *File) ([]byte, error) {
	f, err := os.Open(filepath.FromSlash(in.Path))
	if err != nil {
		return buf, err
	}
	defer f.Close()
	buf = slices.Grow(buf[:0], int(in.Size)+1)
	for {
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, len(buf)+1)
		}
	}
}
