package docs

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Question is one question of the challenge.
type Question struct {
	Number  int     // from 1
	Text    string  // Markdown, one line
	Answer  string  // Markdown
	Section Section // that says more
}

//go:embed challenge.md
var challengeFile string

var questionHeading = regexp.MustCompile(`^## (\d+)\. (.+) \{#([a-z0-9-]+)\}$`)

// challenge parses the embedded file, once; like a chapter it is part of the binary, and a malformed one panics.
var challenge = sync.OnceValue(func() []Question {
	var all []Question
	for i, part := range strings.Split("\n"+challengeFile, "\n## ") {
		if i == 0 {
			continue
		}
		head, answer, _ := strings.Cut(part, "\n")
		m := questionHeading.FindStringSubmatch("## " + head)
		if m == nil {
			panic(fmt.Sprintf("docs: challenge.md: %q is not \"## N. Question? {#section}\"", head))
		}
		n, err := strconv.Atoi(m[1])
		section, ok := Lookup(m[3])
		if err != nil || n != i || !ok {
			panic(fmt.Sprintf("docs: challenge.md: question %s at place %d, about %q", m[1], i, m[3]))
		}
		all = append(all, Question{Number: n, Text: m[2], Answer: strings.TrimSpace(answer), Section: section})
	}
	return all
})

// Questions are the questions of the challenge, in order. The slice must not be changed.
func Questions() []Question { return challenge() }
