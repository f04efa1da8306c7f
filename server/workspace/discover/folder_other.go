//go:build !linux

package discover

func newFolder() folder { return &portableFolder{} }
