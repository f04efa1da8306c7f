package lsp

import (
	"math"

	"go.lsp.dev/protocol"

	"nodebeyond/analyzers/syntax"
)

// rangeOf is a range of bytes as the protocol writes it.
func rangeOf(m *syntax.Mapper, r syntax.Range, e syntax.Encoding) protocol.Range {
	return protocol.Range{Start: positionOf(m, int(r.Start), e), End: positionOf(m, int(r.End), e)}
}

func positionOf(m *syntax.Mapper, offset int, e syntax.Encoding) protocol.Position {
	line, col := m.Position(offset, e)
	return protocol.Position{Line: uint32(line), Character: uint32(col)}
}

// offsetOf is a position in bytes; positions outside the text are clamped to it.
func offsetOf(m *syntax.Mapper, p protocol.Position, e syntax.Encoding) int {
	return m.Offset(int(min(p.Line, math.MaxInt32)), int(min(p.Character, math.MaxInt32)), e)
}

// bytesOf is a range of the protocol in bytes. One that ends before it starts is empty.
func bytesOf(m *syntax.Mapper, r protocol.Range, e syntax.Encoding) syntax.Range {
	start, end := offsetOf(m, r.Start, e), offsetOf(m, r.End, e)
	return syntax.Range{Start: int32(start), End: int32(max(start, end))}
}
