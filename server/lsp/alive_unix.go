//go:build unix

package lsp

import (
	"errors"
	"syscall"
)

// alive reports whether a process exists. Signal 0 is only checked, never delivered (POSIX.1-2017, kill); one that may not be sent has somebody
// to be sent to.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
