package cache

import "os"

// acquire takes the lock at path without waiting, creating the file when needed. It returns ErrBusy when somebody else holds it.
// The lock ends with the process, whatever kills it.
func acquire(path string) (release func(), err error) {
	for range 3 {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, err
		}
		if err := tryLock(f); err != nil {
			f.Close()
			return nil, err
		}
		// Between opening and locking, a prune may have removed the file: then others lock another one.
		mine, err1 := f.Stat()
		there, err2 := os.Stat(path)
		if err1 == nil && err2 == nil && os.SameFile(mine, there) {
			return func() { f.Close() }, nil
		}
		f.Close()
	}
	return nil, ErrBusy
}
