package cache

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Limits that the caches of all projects together are held to.
const (
	MaxAge   = 90 * 24 * time.Hour
	MaxBytes = 1 << 30
)

const prunedName = "pruned" // its age says when the last prune was

// pruneDaily prunes unless that was done within a day.
func pruneDaily(root, keep string, now time.Time) {
	mark := filepath.Join(root, prunedName)
	if fi, err := os.Stat(mark); err == nil && now.Sub(fi.ModTime()).Abs() < 24*time.Hour {
		return
	}
	if os.WriteFile(mark, nil, 0o600) != nil || os.Chtimes(mark, now, now) != nil {
		return // without the mark it would be done by every commit
	}
	prune(root, keep, now, MaxAge, MaxBytes)
}

// Prune removes the caches of projects that were not used for MaxAge, then the oldest ones until all together take no more than MaxBytes.
// It touches nothing in dir that this package did not make.
func Prune(dir string) { prune(dir, "", time.Now(), MaxAge, MaxBytes) }

// prune never removes the folder named keep.
func prune(root, keep string, now time.Time, maxAge time.Duration, maxBytes int64) {
	list, err := os.ReadDir(root)
	if err != nil {
		return
	}
	type project struct {
		dir  string
		used time.Time
		size int64
	}
	var all []project
	var total int64
	for _, e := range list {
		if !e.IsDir() || !isProjectFolder(e.Name()) {
			continue
		}
		p := project{dir: filepath.Join(root, e.Name())}
		files, err := os.ReadDir(p.dir)
		if err != nil {
			continue
		}
		for _, f := range files {
			fi, err := f.Info()
			if err != nil || !ours(f.Name()) {
				continue
			}
			p.size += fi.Size()
			if fi.ModTime().After(p.used) {
				p.used = fi.ModTime()
			}
		}
		total += p.size
		if e.Name() != keep {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b project) int {
		return cmp.Or(a.used.Compare(b.used), strings.Compare(a.dir, b.dir))
	})
	for _, p := range all {
		if now.Sub(p.used) <= maxAge && total <= maxBytes {
			break // the rest is younger
		}
		if removeProject(p.dir) {
			total -= p.size
		}
	}
}

// removeProject removes a project's cache, unless a process is writing it right now.
func removeProject(dir string) bool {
	unlock, err := acquire(filepath.Join(dir, lockName))
	if err != nil {
		return false
	}
	list, err := os.ReadDir(dir)
	for _, e := range list {
		if n := e.Name(); ours(n) && n != lockName {
			_ = os.Remove(filepath.Join(dir, n))
		}
	}
	unlock() // some systems do not remove a file that is open
	_ = os.Remove(filepath.Join(dir, lockName))
	return err == nil && os.Remove(dir) == nil
}

func isProjectFolder(name string) bool {
	return len(name) == 32 && strings.Trim(name, "0123456789abcdef") == ""
}

// ours tells whether a file in a project's folder was made by this package.
func ours(name string) bool {
	return name == indexName || name == lockName || strings.HasPrefix(name, indexPrefix) ||
		strings.HasPrefix(name, factsPrefix) || strings.HasPrefix(name, spoolPrefix)
}
