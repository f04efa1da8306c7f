package syntax

// End is the byte offset after the node's last byte.
func (n Node) End() int {
	e := n.Start()
	for c := n.First(); c.Valid(); c = c.Next() {
		if x := c.End(); x > e {
			e = x
		}
	}
	return e
}

// Range is a stretch of a file in bytes, End exclusive.
type Range struct{ Start, End int32 }

// Range is the node's extent in bytes.
func (n Node) Range() Range { return Range{int32(n.Start()), int32(n.End())} }
