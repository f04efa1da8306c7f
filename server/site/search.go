package site

import (
	"cmp"
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strings"
)

// The kinds of places that the search finds, as a reader sees them.
const (
	kindChapter  = "chapter"
	kindSection  = "section"
	kindRule     = "rule"
	kindQuestion = "question"
	kindIndex    = "list"
	kindAPI      = "API"
	kindError    = "error"
	kindGuide    = "guide"
)

// entry is one place that the search finds.
type entry struct {
	kind, address string
	title, under  string
	id            string   // what the command line calls it
	text          string   // Markdown
	called        []string // what people look for it by, beside its name
}

func (m *maker) entry(kind, address, title, under, id, text string) {
	m.entries = append(m.entries, entry{kind: kind, address: address, title: title, under: under, id: id, text: text})
}

// called says what people look for the newest entry by.
func (m *maker) called(words []string) { m.entries[len(m.entries)-1].called = words }

// wordsKept is how many words of its text a place is found by, ruleWordsKept how many of a rule's page: there are many rules, and most of the
// words are those of programs.
const wordsKept, ruleWordsKept = 36, 16

var searchWord = regexp.MustCompile(`[A-Za-z_$][A-Za-z0-9_$]*(?:[.:][A-Za-z_$][A-Za-z0-9_$]*)*`)

// searchIndex is the script that static/search.js loads: an array of [kind, address, title, under, words, called], where called is
// what people look for the place by, with bars between, and words are those of its text
// that tell the place from others (the highest term frequency times inverse document frequency; Manning, Raghavan and Schütze, "Introduction
// to Information Retrieval", section 6.2), the most telling first.
func searchIndex(entries []entry) []byte {
	counts := make([]map[string]int, len(entries))
	in := map[string]int{} // word -> places that have it
	for i, e := range entries {
		counts[i] = map[string]int{}
		for _, w := range searchWord.FindAllString(e.text, -1) {
			w = strings.ToLower(w)
			whole := []string{w}
			if parts := strings.FieldsFunc(w, func(r rune) bool { return r == '.' || r == ':' }); len(parts) > 1 {
				whole = append(whole, parts...)
			}
			for _, w := range whole {
				if len(w) > 2 {
					counts[i][w]++
				}
			}
		}
		for w := range counts[i] {
			in[w]++
		}
	}
	rows := make([][6]string, len(entries))
	for i, e := range entries {
		type weighed struct {
			word   string
			weight float64
		}
		var all []weighed
		for w, n := range counts[i] {
			all = append(all, weighed{w, (1 + math.Log(float64(n))) * math.Log(float64(len(entries)+1)/float64(in[w]))})
		}
		slices.SortFunc(all, func(a, b weighed) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.word, b.word))
		})
		words := []string{strings.ToLower(e.id)}
		kept := wordsKept
		if e.kind == kindRule {
			kept = ruleWordsKept
		}
		for _, w := range all[:min(kept, len(all))] {
			words = append(words, w.word)
		}
		rows[i] = [6]string{e.kind, e.address, e.title, e.under, strings.Join(words, " "), strings.Join(e.called, "|")}
	}
	data, err := json.Marshal(rows)
	if err != nil {
		panic(err) // strings can be marshalled
	}
	return slices.Concat([]byte("window.bookIndex="), data, []byte(";\n"))
}
