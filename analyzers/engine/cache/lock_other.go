//go:build aix || solaris || !(unix || windows)

package cache

import (
	"errors"
	"os"
)

// tryLock refuses: without a lock that ends with its process, the cache is not written.
func tryLock(*os.File) error { return errors.ErrUnsupported }
