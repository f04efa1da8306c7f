package report

import (
	"fmt"
	"strings"

	"github.com/cespare/xxhash/v2"

	"nodebeyond/analyzers/syntax"
)

// fingerprints name each finding in a way that survives edits elsewhere in the file: a hash of the rule, the file and the text of the
// line without its white space, plus the how-manieth of equal ones it is. The format is "<16 hex digits>:<occurrence from 1>", as GitHub
// makes its own primaryLocationLineHash.
func (p *printer) fingerprints() []string {
	out := make([]string, len(p.Findings))
	seen := make(map[uint64]int, len(p.Findings))
	h := xxhash.New()
	for i := range p.Findings {
		d := &p.Findings[i]
		src := p.source(d.File)
		start, end := around(src, int(d.Range.Start))
		h.Reset()
		h.WriteString(d.Rule)
		h.WriteString("\x00")
		h.WriteString(Relative(p.Root, d.File))
		h.WriteString("\x00")
		for word := range strings.FieldsSeq(src.Text()[start:end]) {
			h.WriteString(word)
			h.WriteString(" ")
		}
		sum := h.Sum64()
		seen[sum]++
		out[i] = fmt.Sprintf("%016x:%d", sum, seen[sum])
	}
	return out
}

// wholeLine is the length in bytes up to which a line counts whole in a fingerprint. Longer ones are a bundler's: there the
// neighbourhood of the finding says more than the rest, and hashing a line of megabytes for each finding in it would take minutes.
const wholeLine = 512

// around is the stretch of text, in bytes, that tells a finding at offset from others.
func around(src *syntax.Mapper, offset int) (start, end int) {
	start, end = src.LineRange(src.Line(offset))
	if end-start > wholeLine {
		offset = min(max(offset, start), end)
		start, end = max(start, offset-wholeLine/4), min(end, offset+wholeLine/4)
	}
	return start, end
}
