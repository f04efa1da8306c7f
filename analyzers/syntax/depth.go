package syntax

// maxNesting is how deep brackets may nest before a text is refused. The parser recurses, and a Go stack that overflows cannot be
// recovered from: 10,000 levels take some 60 MB of stack, and no program written by people comes near.
const maxNesting = 10000000

// nestingAt gives the deepest bracket nesting of a text and where it is reached. Texts too short to be deep are not scanned.
func nestingAt(text string) (depth, at int) {
	if len(text) <= maxNesting {
		return 0, 0
	}
	d := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(', '[', '{':
			d++
			if d > depth {
				depth, at = d, i
			}
		case ')', ']', '}':
			if d > 0 {
				d--
			}
		}
	}
	return depth, at
}
