//go:build !linux

package discover

func newFolder(bool) folder { return &portableFolder{} }
