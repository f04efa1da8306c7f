package report

import (
	"net/url"
	"path/filepath"
	"strings"
)

// Relative names an absolute path from a folder, with forward slashes. A path on another volume stays absolute.
func Relative(dir, path string) string {
	if path == "" {
		return ""
	}
	if len(path) > len(dir) && path[len(dir)] == '/' && path[:len(dir)] == dir {
		return path[len(dir)+1:]
	}
	rel, err := filepath.Rel(filepath.FromSlash(dir), filepath.FromSlash(path))
	if err != nil {
		return path
	}
	return filepath.ToSlash(rel)
}

// relativeURI is a relative path as a URI reference (RFC 3986, section 4.2: a colon in the first segment would read as a scheme).
func relativeURI(rel string) string {
	parts := strings.Split(rel, "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(p), ":", "%3A")
	}
	return strings.Join(parts, "/")
}
