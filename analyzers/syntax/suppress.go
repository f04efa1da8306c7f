package syntax

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// directivePrefix starts every directive; a text without it has none.
const directivePrefix = "nodebeyond-"

// SuppressionKind is what a directive asks for.
type SuppressionKind uint8

// The kinds of directive.
const (
	// DisableNextLine covers the lines after the comment down to the first that holds code, so directives may be stacked.
	DisableNextLine SuppressionKind = iota
	// DisableLine covers the lines that the comment itself stands on.
	DisableLine
	// DisableFile covers the whole file, wherever it stands.
	DisableFile
	// DisableBlock covers from the comment to the matching enable, or to the end of the file.
	DisableBlock
	// EnableBlock ends blocks; it covers nothing.
	EnableBlock
	// Malformed is a comment that means to be a directive and is none; Problem says why. It covers nothing.
	Malformed
)

var directives = map[string]SuppressionKind{
	"nodebeyond-disable-next-line": DisableNextLine,
	"nodebeyond-disable-line":      DisableLine,
	"nodebeyond-disable-file":      DisableFile,
	"nodebeyond-disable":           DisableBlock,
	"nodebeyond-enable":            EnableBlock,
}

// Suppression is one directive comment. A block whose rules end at different places gives one Suppression for each place.
type Suppression struct {
	Kind SuppressionKind
	// Rules are the ids as written, not checked; empty means all rules.
	Rules []string
	// RuleRanges are the bytes of each of Rules.
	RuleRanges []Range
	// Reason is what follows " -- ", blanks collapsed; "" when nothing does.
	Reason string
	// Range is the comment.
	Range Range
	// Covers are the bytes it silences: a finding is silenced when its first byte is in here.
	Covers Range
	// Problem says what is wrong with a Malformed one; Nearest is the directive that was probably meant, or "".
	Problem, Nearest string
}

// Silences reports whether a finding of a rule that starts at an offset (bytes) is covered.
func (s *Suppression) Silences(rule string, offset int) bool {
	return int32(offset) >= s.Covers.Start && int32(offset) < s.Covers.End && (len(s.Rules) == 0 || slices.Contains(s.Rules, rule))
}

// Suppressions are the directive comments of the file in source order. A file that does not parse has none: what is a comment is known only
// once the rest is read. The result is not kept.
func (f *File) Suppressions() []Suppression {
	if !strings.Contains(f.Text, directivePrefix) {
		return nil
	}
	comments := f.Comments()
	var b blocks
	var m *Mapper
	for i, c := range comments {
		if c.Kind == CommentHashbang {
			continue
		}
		s, ok := f.directive(c)
		if !ok {
			continue
		}
		if m == nil {
			m = NewMapper(f.Text)
		}
		switch s.Kind {
		case DisableNextLine:
			s.Covers = nextLine(m, c, comments[i+1:])
		case DisableLine:
			s.Covers.Start, s.Covers.End = lineSpan(m, int(c.Range.Start), int(c.Range.End))
		case DisableFile:
			// One byte more than there is: a finding about an empty file stands at its end.
			s.Covers = Range{0, int32(len(f.Text)) + 1}
		case DisableBlock:
			s.Covers = Range{c.Range.Start, int32(len(f.Text)) + 1}
		case EnableBlock:
			b.close(&s)
		}
		if s.Kind == DisableBlock {
			b.open = append(b.open, len(b.list))
		}
		b.list = append(b.list, s)
	}
	slices.SortStableFunc(b.list, func(x, y Suppression) int { return int(x.Range.Start - y.Range.Start) })
	return b.list
}

// directive reads a comment; ok is false when it does not mean to be a directive.
func (f *File) directive(c Comment) (s Suppression, ok bool) {
	body := f.Text[c.Body.Start:c.Body.End]
	// Doc comments put asterisks before the text.
	at := len(body) - len(strings.TrimLeft(body, " \t\r\n*"))
	body = body[at:]
	base := int(c.Body.Start) + at
	if !strings.HasPrefix(body, directivePrefix) {
		return s, false
	}
	word := body
	if i := strings.IndexFunc(body, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }); i >= 0 {
		word = body[:i]
	}
	s.Range = c.Range
	kind, known := directives[word]
	if !known {
		s.Nearest = nearestDirective(word)
		if s.Nearest == "" {
			return s, false // prose about the product
		}
		s.Kind, s.Problem = Malformed, fmt.Sprintf("unknown directive %s", word)
		return s, true
	}
	s.Kind = kind
	rest := body[len(word):]
	if rest != "" && !isBlank(rest[0]) {
		s.Kind, s.Nearest = Malformed, word
		s.Problem = fmt.Sprintf("%s must be followed by a blank", word)
		return s, true
	}
	base += len(word)
	list := rest
	if i := reasonAt(rest); i >= 0 {
		list = rest[:i]
		s.Reason = reasonText(rest[i+2:])
	}
	for start := 0; start <= len(list); {
		end := len(list)
		if i := strings.IndexByte(list[start:], ','); i >= 0 {
			end = start + i
		}
		item := strings.Trim(list[start:end], " \t\r\n*")
		if item != "" {
			from := base + start + strings.Index(list[start:end], item)
			if strings.IndexFunc(item, func(r rune) bool { return r < 128 && isBlank(byte(r)) }) >= 0 {
				s.Kind, s.Rules, s.RuleRanges, s.Nearest = Malformed, nil, nil, word
				s.Problem = fmt.Sprintf("%q is no rule: rules are separated by commas, and a reason follows \" -- \"", item)
				return s, true
			}
			s.Rules = append(s.Rules, item)
			s.RuleRanges = append(s.RuleRanges, Range{int32(from), int32(from + len(item))})
		}
		start = end + 1
	}
	return s, true
}

// reasonAt is where the -- stands that starts the reason, -1 for none. It needs a blank on both sides, or an end.
func reasonAt(rest string) int {
	for i := 0; ; i++ {
		j := strings.Index(rest[i:], "--")
		if j < 0 {
			return -1
		}
		i += j
		if (i == 0 || isBlank(rest[i-1])) && (i+2 == len(rest) || isBlank(rest[i+2])) {
			return i
		}
	}
}

// reasonText joins the lines of a reason, without the asterisks that a doc comment puts before them.
func reasonText(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return r < 128 && isBlank(byte(r)) || r == '\u2028' || r == '\u2029' })
	if strings.ContainsAny(s, "\r\n") {
		words = slices.DeleteFunc(words, func(w string) bool { return w == "*" })
	}
	return strings.Join(words, " ")
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'
}

// nearestDirective is the directive that a word was meant to be, "" when it is like none.
func nearestDirective(word string) string {
	best, at := "", 4 // three typing errors are still a typing error
	lower := strings.ToLower(word)
	for _, d := range []string{"nodebeyond-disable-next-line", "nodebeyond-disable-line", "nodebeyond-disable-file", "nodebeyond-disable", "nodebeyond-enable"} {
		dist := levenshtein.Distance(lower, d, nil)
		if dist < at {
			best, at = d, dist
		}
	}
	if best == "" && strings.HasPrefix(lower, "nodebeyond-disable-next") {
		return "nodebeyond-disable-next-line"
	}
	if best == "" && strings.HasPrefix(lower, "nodebeyond-disable") {
		return "nodebeyond-disable"
	}
	return best
}

// lineSpan is from the start of the line of one offset to the end of the line of another, its terminator included.
func lineSpan(m *Mapper, from, to int) (start, end int32) {
	a, _ := m.LineRange(m.Line(from))
	last := m.Line(to)
	b := m.lineLimit(last)
	if last == m.LineCount()-1 {
		b++ // a finding may stand at the very end
	}
	return int32(a), int32(b)
}

// nextLine is what a disable-next-line comment covers: from the line after the comment to the first line with code. later are the comments
// that follow it.
func nextLine(m *Mapper, c Comment, later []Comment) Range {
	line := m.Line(int(c.Range.End)) + 1
	if line >= m.LineCount() {
		return Range{int32(len(m.text)), int32(len(m.text)) + 1}
	}
	start, _ := m.LineRange(line)
	at := start
	for at < len(m.text) {
		for len(later) > 0 && int(later[0].Range.End) <= at {
			later = later[1:]
		}
		if len(later) > 0 && int(later[0].Range.Start) <= at {
			at = int(later[0].Range.End)
			continue
		}
		n := blankAt(m.text, at)
		if n == 0 {
			break
		}
		at += n
	}
	_, end := lineSpan(m, at, at)
	return Range{int32(start), end}
}

// blocks is the state of the block directives while the comments are read in order.
type blocks struct {
	list []Suppression
	open []int // indices into list of the blocks without an end
}

// close ends the open blocks that an enable names, all of them when it names no rule. Rules of one block that end apart become blocks of
// their own.
func (b *blocks) close(enable *Suppression) {
	end := enable.Range.Start
	if len(enable.Rules) == 0 {
		for _, i := range b.open {
			b.list[i].Covers.End = end
		}
		b.open = b.open[:0]
		return
	}
	for _, rule := range enable.Rules {
		found := false
		b.open = slices.DeleteFunc(b.open, func(i int) bool {
			s := &b.list[i]
			j := slices.Index(s.Rules, rule)
			if j < 0 {
				return false
			}
			found = true
			if len(s.Rules) == 1 {
				s.Covers.End = end
				return true
			}
			part := *s
			part.Rules, part.RuleRanges = s.Rules[j:j+1:j+1], s.RuleRanges[j:j+1:j+1]
			part.Covers.End = end
			s.Rules = slices.Delete(slices.Clone(s.Rules), j, j+1)
			s.RuleRanges = slices.Delete(slices.Clone(s.RuleRanges), j, j+1)
			b.list = append(b.list, part)
			return false
		})
		if !found {
			enable.Kind = Malformed
			enable.Problem = fmt.Sprintf("no nodebeyond-disable before this names %s", rule)
		}
	}
}
