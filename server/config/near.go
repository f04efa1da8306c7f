package config

import (
	"sort"
	"strings"

	"github.com/agext/levenshtein"
)

// Nearest lists the names that a misspelt word most likely stands for, the likeliest first, three at most; nil when none is near.
func Nearest(word string, names []string) []string {
	type near struct {
		name string
		far  int
	}
	var all []near
	word = strings.ToLower(word)
	// A third of the word may be wrong. Names that the word is a whole part of are near as well: "sync" for "sync-in-handler".
	limit := len(word)/3 + 1
	for _, n := range names {
		lower := strings.ToLower(n)
		far := levenshtein.Distance(word, lower, nil)
		switch {
		case far <= limit:
		case len(word) >= 3 && strings.Contains(lower, word):
			far = limit + 1
		default:
			continue
		}
		all = append(all, near{n, far})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].far < all[j].far })
	var out []string
	// What is much further than the nearest is not meant.
	for i := 0; i < len(all) && i < 3 && all[i].far <= all[0].far+1; i++ {
		out = append(out, all[i].name)
	}
	return out
}

// DidYouMean is "; did you mean "a" or "b"?", or "" when no name is near.
func DidYouMean(word string, names []string) string {
	near := Nearest(word, names)
	if len(near) == 0 {
		return ""
	}
	return `; did you mean "` + strings.Join(near, `" or "`) + `"?`
}
