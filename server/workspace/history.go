package workspace

// history is what happened to the open buffers, in order. A place in it stays the same when its start is dropped.
type history struct {
	first  int // the place of events[0]
	events []happening
}

// happening is an edit of a buffer, or its opening or closing, after which nothing known about its text holds.
type happening struct {
	file     string
	edit     Edit
	replaced bool
}

func (h *history) add(e happening) { h.events = append(h.events, e) }

// end is the place of the next happening.
func (h *history) end() int { return h.first + len(h.events) }

// from is what happened since a place: the edits by file, in order, and the files that were replaced.
func (h *history) from(place int) (edits map[string][]Edit, replaced map[string]bool) {
	edits, replaced = map[string][]Edit{}, map[string]bool{}
	for _, e := range h.events[place-h.first:] {
		if e.replaced {
			replaced[e.file] = true
		} else {
			edits[e.file] = append(edits[e.file], e.edit)
		}
	}
	return edits, replaced
}

// drop forgets what lies before a place.
func (h *history) drop(before int) {
	if n := before - h.first; n > 0 {
		h.events = append([]happening(nil), h.events[n:]...)
		h.first = before
	}
}
