package syntax

import "strings"

// The parser recurses, and a Go stack that overflows takes the process down: nothing recovers from it. Stacks double as they grow, so the
// last size below Go's limit of 1,000,000,000 bytes is 512 MiB, and the parser's costliest level takes 6.4 kB, its costliest byte of text
// 3.3 kB (measured on every shape of shapes_test.go with esbuild 0.28.2). So a text of smallText bytes is safe whatever it holds, and a
// longer one is read once before it is parsed, to see how deep the parser would go.
const (
	smallText = 32 << 10
	// maxDepth is in units: four for a level of brackets, operators or statements, one for a link of a chain of members and calls.
	// 6,000 levels or 24,000 links take some 80 MB of stack, and no program written by people comes near.
	maxDepth = 24000
	// maxJoined limits the bytes that the parser copies when it joins the pieces of one sum of strings, piece by piece.
	maxJoined = 2 << 30
)

// level is an open bracket, or the file.
type level struct {
	chain    int32 // units that the expression or statement at hand has nested so far
	elses    int32 // units of `else if` after one another
	ternary  int32 // question marks without their colon
	head     bool  // the parentheses of if, for, while, with: what follows is a statement
	block    bool  // braces around statements rather than an object
	template bool  // ${ }
}

// depthScan reads a text as tokens and keeps an estimate of the parser's recursion. It errs to the high side, but for texts made to mislead
// it: what a slash means after a brace is a guess.
type depthScan struct {
	text   string
	ts     bool
	jsx    bool
	levels []level
	units  int // over all levels
	max    int
	maxAt  int
	// What the token before was.
	operand bool // it ends an operand, so a slash divides and a parenthesis calls
	word    string
	newline bool // since that token
	stmt    bool // a statement may start here, so an else goes on with the one before
	sum     int  // bytes of the strings joined so far
	joined  int
	tags    int // units of open JSX elements
}

// nestingAt estimates how deep the parser would go, in units of maxDepth, and where. Texts too short to be dangerous are not read.
func nestingAt(text string, lang Language) (depth, at int) {
	if len(text) <= smallText {
		return 0, 0
	}
	s := depthScan{text: text, ts: lang == TypeScript || lang == TSX, jsx: lang == JSX || lang == TSX, levels: make([]level, 1, 64)}
	s.levels[0].block = true
	s.run()
	return s.max, s.maxAt
}

func (s *depthScan) top() *level { return &s.levels[len(s.levels)-1] }

// add counts units for the innermost level.
func (s *depthScan) add(units int32, at int) {
	s.top().chain += units
	s.grow(int(units), at)
}

func (s *depthScan) grow(units, at int) {
	s.units += units
	if s.units > s.max {
		s.max, s.maxAt = s.units, at
	}
}

// reset ends the chain of the innermost level.
func (s *depthScan) reset() {
	l := s.top()
	s.units -= int(l.chain)
	l.chain, l.ternary = 0, 0
	s.sum = 0
}

// boundary ends a statement.
func (s *depthScan) boundary() {
	s.reset()
	s.stmt = true
}

func (s *depthScan) open(l level, at int) {
	s.levels = append(s.levels, l)
	s.grow(4, at)
	s.operand, s.stmt, s.sum = false, l.block, 0
}

// close leaves a bracket; l is what it was.
func (s *depthScan) close() (l level) {
	if len(s.levels) == 1 {
		return level{block: true}
	}
	l = *s.top()
	s.levels = s.levels[:len(s.levels)-1]
	s.units -= int(l.chain) + int(l.elses) + 4
	s.sum = 0
	return l
}

func (s *depthScan) run() {
	t := s.text
	for i := 0; i < len(t); {
		if s.max > maxDepth || s.joined > maxJoined {
			if s.joined > maxJoined {
				s.max, s.maxAt = maxDepth+1, i
			}
			return
		}
		c := t[i]
		switch {
		case c == ' ' || c == '\t':
			i++
			continue
		case c == '\n' || c == '\r':
			s.newline = true
			i++
			continue
		case identByte(c) || c == '\\' || c == '#' || c >= 0x80:
			if n := blankAt(t, i); n > 0 {
				i += n
				continue
			}
			i = s.identifier(i)
		case c == '/' && !s.jsx:
			next := byte(0)
			if i+1 < len(t) {
				next = t[i+1]
			}
			switch {
			case next == '/' || next == '*':
				e := skipTrivia(t, i)
				s.newline = s.newline || strings.IndexByte(t[i:e], '\n') >= 0
				i = e
				continue
			case !s.operand:
				i = regexpEnd(t, i)
				s.operand = true
			default:
				s.operand = false
				i++
			}
			s.word = ""
		default:
			i = s.punctuator(i, c)
			s.word = ""
		}
		s.newline = false
	}
}

// identifier reads a word or number at i.
func (s *depthScan) identifier(i int) int {
	t := s.text
	e := i
	for e < len(t) && identByte(t[e]) {
		e++
	}
	if e == i || e < len(t) && (t[e] == '\\' || t[e] >= 0x80) {
		e = max(identEnd(t, i), i+1)
	}
	w := t[i:e]
	class := wordOperand
	if s.word == "." {
		s.word, s.operand, s.stmt = w, true, false
		return e
	}
	if len(w) >= 2 && len(w) <= 10 && w[0] >= 'a' {
		class = classify(w)
	}
	if s.operand && class != wordInfix {
		// No operator before it: a statement ended, unless the word before only introduces.
		switch s.word {
		case "async", "declare", "abstract", "static", "get", "set", "type", "namespace", "module":
		default:
			s.boundary()
		}
	}
	if s.stmt && class != wordElse {
		l := s.top()
		s.units -= int(l.elses)
		l.elses = 0
	}
	s.stmt = false
	s.operand = class == wordOperand
	switch class {
	case wordPrefix:
		s.add(4, i)
	case wordElse:
		s.reset()
		s.top().elses += 4
		s.grow(4, i)
	case wordCase:
		s.reset()
	}
	s.word = w
	return e
}

type wordClass uint8

const (
	wordOperand wordClass = iota // ends an operand: a name, this, a number
	wordPrefix                   // what follows nests: if, typeof, new
	wordInfix                    // stands between operands
	wordElse
	wordCase  // case, default: a label between statements
	wordPlain // stands before something without nesting it: const, function
)

func classify(w string) wordClass {
	switch w {
	case "if", "for", "while", "do", "with", "typeof", "void", "delete", "await", "yield", "new", "extends", "class", "throw", "return",
		"declare", "export", "try", "switch", "keyof", "import":
		return wordPrefix
	case "in", "instanceof", "of", "as", "satisfies", "is", "from", "implements":
		return wordInfix
	case "else":
		return wordElse
	case "case", "default":
		return wordCase
	case "const", "let", "var", "function", "catch", "finally":
		return wordPlain
	}
	return wordOperand
}

func (s *depthScan) punctuator(i int, c byte) int {
	t := s.text
	at := func(k int) byte {
		if i+k < len(t) {
			return t[i+k]
		}
		return 0
	}
	switch c {
	case ';':
		s.boundary()
		s.operand = false
		return i + 1
	case '"', '\'':
		if s.jsx { // an apostrophe of JSX text, perhaps
			s.operand = true
			return i + 1
		}
		e := stringEnd(t, i)
		if s.operand {
			s.boundary()
		}
		s.sum += e - i
		s.joined += s.sum
		s.operand, s.stmt = true, false
		return e
	case ',':
		s.reset()
		s.operand = false
		return i + 1
	}
	s.stmt = s.stmt && c == '}'
	switch c {
	case '(':
		head := s.word == "if" || s.word == "for" || s.word == "while" || s.word == "with" || s.word == "await"
		if s.operand {
			s.add(1, i)
		}
		s.open(level{head: head}, i)
	case '[':
		if s.operand {
			s.add(1, i)
		}
		s.open(level{}, i)
	case '{':
		block := s.operand || s.word == "else" || s.word == "do" || s.word == "try" || s.word == "finally" || i > 0 && s.blockAfter(i)
		s.open(level{block: block}, i)
	case ')':
		l := s.close()
		s.operand = !l.head
	case ']':
		s.close()
		s.operand = true
	case '}':
		l := s.close()
		if l.template && !s.jsx {
			return s.templateText(i + 1)
		}
		s.operand = true
		if l.block {
			// After a block a slash starts a regular expression, and a word a statement.
			j := skipTrivia(t, i+1)
			if j < len(t) && t[j] == '/' && j+1 < len(t) {
				s.boundary()
				s.operand = false
			}
		}
	case '`':
		if s.operand {
			s.add(1, i)
		}
		if s.jsx {
			s.operand = true
			return i + 1
		}
		s.operand = true
		return s.templateText(i + 1)
	case '.':
		if at(1) == '.' {
			s.add(4, i)
			s.operand = false
			return i + 2
		}
		if !s.operand && at(1) >= '0' && at(1) <= '9' {
			s.operand = true
			return numberEnd(t, i)
		}
		s.add(1, i)
		s.operand = false
		j := skipTrivia(t, i+1)
		if j < len(t) && (identByte(t[j]) || t[j] == '\\' || t[j] == '#' || t[j] >= 0x80) {
			s.word = "."
			return s.identifier(j)
		}
	case '?':
		switch at(1) {
		case '.':
			s.add(1, i)
			s.operand = false
			if j := skipTrivia(t, i+2); j < len(t) && (t[j] == '(' || t[j] == '[') {
				s.operand = true
			} else if j < len(t) && (identByte(t[j]) || t[j] >= 0x80) {
				s.word = "."
				return s.identifier(j)
			}
			return i + 2
		case '?':
			s.operand = false
			return i + 2
		}
		s.add(4, i)
		s.top().ternary++
		s.operand = false
	case ':':
		if l := s.top(); l.ternary > 0 {
			l.ternary--
		} else {
			s.add(4, i)
		}
		s.operand = false
	case '=':
		switch {
		case at(1) == '>':
			s.add(4, i)
			s.operand = false
			return i + 2
		case at(1) == '=':
			s.operand = false
			if at(2) == '=' {
				return i + 3
			}
			return i + 2
		}
		s.add(4, i)
		s.operand = false
	case '!', '~':
		if s.operand && at(1) == '=' {
			s.operand = false
			if at(2) == '=' {
				return i + 3
			}
			return i + 2
		}
		if s.operand {
			if s.ts && c == '!' && !s.newline {
				return i + 1 // a!
			}
			s.boundary()
			s.stmt = false
		}
		s.add(4, i)
	case '+', '-':
		if at(1) == c {
			if !s.operand {
				s.add(4, i)
			}
			return i + 2
		}
		if !s.operand {
			s.add(4, i)
		}
		if c == '-' {
			s.sum = 0
		}
		s.operand = false
	case '*':
		s.operand = false
		s.sum = 0
		if at(1) == '*' {
			s.add(4, i)
			return i + 2
		}
	case '<', '>':
		next := at(1)
		switch {
		case c == '<' && s.jsx && next == '/':
			s.jsxClose()
		case c == '<' && s.jsx && (identByte(next) || next == '>') && !(i > 0 && identByte(t[i-1])):
			s.tags += 4
			s.grow(4, i)
		case c == '<' && (s.jsx || s.ts || !s.operand) && (identByte(next) || next == '>' || next == '<'):
			s.add(4, i)
		case next == '=':
			s.operand = false
			return i + 2
		}
		s.operand = false
	case '/': // in JSX
		if at(1) == '>' {
			s.jsxClose()
		}
		s.operand = false
	case '@':
		s.operand = false
	default:
		s.operand = false
	}
	return i + 1
}

// jsxClose takes back what the opening tag counted. Tags are counted apart: the words of their text and attributes look like statements.
func (s *depthScan) jsxClose() {
	if s.tags > 0 {
		s.tags -= 4
		s.units -= 4
	}
}

// blockAfter reports whether the brace at i opens a block, going by the byte before it.
func (s *depthScan) blockAfter(i int) bool {
	for i--; i >= 0; i-- {
		switch s.text[i] {
		case ' ', '\t', '\n', '\r':
			continue
		case ';', '{', '}', ')', '>':
			return true
		}
		return false
	}
	return true
}

// templateText goes on inside a template: to its end, or into its next substitution.
func (s *depthScan) templateText(i int) int {
	end, open := templateEnd(s.text, i)
	if open {
		s.open(level{template: true}, i)
		return end
	}
	s.operand = true
	return end
}
