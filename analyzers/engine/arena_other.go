//go:build !unix

package engine

func mapPages(size int) ([]byte, bool) { return make([]byte, size), true }

func unmapPages([]byte) {}
