package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"nodebeyond/server/site"
)

// manifestName is the file in a folder of pages that says which files of the folder are pages: nothing else is ever replaced or removed.
const manifestName = ".nodebeyond-pages"

// manifest is what an earlier run wrote: the digest of each file by its path, with forward slashes.
type manifest map[string]string

// buildDocs writes the pages into a folder that is new, empty, or holds pages of an earlier run. Pages of that run that there are no more go,
// unless somebody has changed them since; other files in the folder stay.
func (t *Tool) buildDocs(s *Streams, dir string) error {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(s.Dir, dir)
	}
	files, err := t.Pages()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return cannotWrite(dir, err)
	}
	// Nothing below is done outside of the folder, whatever its links lead to.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fail("name a folder", "%s cannot be opened: %v", dir, err)
	}
	defer func() { _ = root.Close() }()
	before, err := readManifest(root)
	if err != nil {
		return fail("name a folder that is empty or not there yet", "%s: %v", dir, err)
	}
	for _, name := range site.Paths(files) {
		if _, ours := before[name]; ours {
			continue
		}
		if _, err := root.Lstat(name); err == nil {
			return fail("name a folder that is empty or not there yet", "%s holds a file %s, which is not of an earlier run", dir, name)
		}
	}
	now := manifest{}
	for name, data := range files {
		now[name] = digest(data)
	}
	stale := manifest{}
	for name, sum := range before {
		if now[name] == "" {
			stale[name] = sum
		}
	}
	// What is about to be there belongs to the list even if this run gets no further.
	if err := writeManifest(root, now, stale); err != nil {
		return cannotWrite(filepath.Join(dir, manifestName), err)
	}
	size := 0
	for _, name := range site.Paths(files) {
		err := root.MkdirAll(path.Dir(name), 0o755)
		if err == nil {
			err = root.WriteFile(name, files[name], 0o644)
		}
		if err != nil {
			return cannotWrite(filepath.Join(dir, filepath.FromSlash(name)), err)
		}
		size += len(files[name])
	}
	kept, err := removeStale(root, stale)
	if err != nil {
		return err
	}
	if err := writeManifest(root, now); err != nil {
		return cannotWrite(filepath.Join(dir, manifestName), err)
	}
	for _, name := range kept {
		fmt.Fprintf(s.Err, "%s is no page any more, and was changed since it was written: it stays\n", name)
	}
	pages := 0
	for name := range files {
		if strings.HasSuffix(name, ".html") && files[path.Dir(name)+".html"] == nil {
			pages++
		}
	}
	_, err = fmt.Fprintf(s.Out, "%d pages, %.1f MB, in %s\n", pages, float64(size)/1e6, dir)
	return err
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// readManifest is what an earlier run wrote into a folder; nothing for an empty folder. Another folder is an error.
func readManifest(root *os.Root) (manifest, error) {
	m := manifest{}
	data, err := root.ReadFile(manifestName)
	if errors.Is(err, fs.ErrNotExist) {
		there, err := fs.ReadDir(root.FS(), ".")
		if err == nil && len(there) > 0 {
			err = errors.New("the folder holds other files")
		}
		return m, err
	}
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(data)) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || len(sum) != hex.EncodedLen(sha256.Size) || !fs.ValidPath(name) || name == "." {
			return nil, fmt.Errorf("its list of pages, %s, is damaged", manifestName)
		}
		m[name] = sum
	}
	return m, nil
}

// writeManifest lists files in the form of sha256sum, in order.
func writeManifest(root *os.Root, all ...manifest) error {
	var lines []string
	for _, m := range all {
		for name, sum := range m {
			lines = append(lines, sum+"  "+name+"\n")
		}
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[2*sha256.Size:], b[2*sha256.Size:]) })
	var out bytes.Buffer
	for _, l := range lines {
		out.WriteString(l)
	}
	return root.WriteFile(manifestName, out.Bytes(), 0o644)
}

// removeStale removes pages of an earlier run that are as it wrote them, and the folders that are then empty. Others it names.
func removeStale(root *os.Root, stale manifest) (kept []string, err error) {
	for name, sum := range stale {
		data, err := readPlain(root, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || digest(data) != sum {
			kept = append(kept, name)
			continue
		}
		if err := root.Remove(name); err != nil {
			return nil, fail("remove it yourself", "%s cannot be removed: %v", name, err)
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if root.Remove(dir) != nil {
				break // it holds something else
			}
		}
	}
	slices.Sort(kept)
	return kept, nil
}

// readPlain reads a file that is no link and no folder.
func readPlain(root *os.Root, name string) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file", name)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(f)
}

func cannotWrite(name string, err error) error {
	return fail("name a folder that you may write to", "%s cannot be written: %v", name, err)
}
