package cache

import (
	"io"
	"os"
)

// file is what a commit needs of a file that it writes.
type file interface {
	io.Writer
	io.ReaderAt
	io.Closer
	Name() string
}

// disk is every change that this package makes on the disk, so that tests can let one of them fail.
type disk interface {
	MkdirAll(dir string) error
	CreateTemp(dir, prefix string) (file, error)
	OpenAppend(path string) (f file, end int64, err error)
	Rename(from, to string) error
	Remove(path string) error
}

type osDisk struct{}

// Facts and findings quote the user's source: nobody else may read them.
func (osDisk) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o700) }

func (osDisk) CreateTemp(dir, prefix string) (file, error) {
	f, err := os.CreateTemp(dir, prefix+"*")
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (osDisk) OpenAppend(path string) (file, int64, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return nil, 0, err
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, end, nil
}

func (osDisk) Rename(from, to string) error { return os.Rename(from, to) }
func (osDisk) Remove(path string) error     { return os.Remove(path) }
