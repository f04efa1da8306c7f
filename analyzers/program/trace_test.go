package program_test

import (
	"fmt"
	"strings"
	"testing"

	"nodebeyond/analyzers/program"
)

// told writes a trace as a line for each event.
func told(p *program.Program, t *program.Trace) string {
	name := func(f program.FileID) string { return strings.TrimPrefix(p.Files[f].Path, "/") }
	var b strings.Builder
	for _, e := range t.Events {
		if e.Maybe {
			b.WriteString("? ")
		}
		names := "{" + strings.Join(e.Names, " ") + "}"
		if e.More {
			names += "…"
		}
		switch e.Kind {
		case program.EventStart:
			fmt.Fprintf(&b, "start %s", name(e.File))
		case program.EventCached:
			fmt.Fprintf(&b, "cached %s %v", name(e.File), e.Complete)
			fmt.Fprintf(&b, " %s", names)
		case program.EventEnd:
			fmt.Fprintf(&b, "end %s %s", name(e.File), names)
			if !e.Complete {
				b.WriteString(" failed")
			}
		case program.EventRead:
			fmt.Fprintf(&b, "%s reads %s.%s: %s", name(e.By), name(e.File), e.Name, e.Got)
			if e.Stale {
				b.WriteString(" stale")
			}
		case program.EventError:
			fmt.Fprintf(&b, "%s throws %s", name(e.By), e.Error.Code)
		case program.EventUnknown:
			fmt.Fprintf(&b, "unknown: %s", e.Why)
		}
		b.WriteString("\n")
	}
	if t.Error != nil {
		fmt.Fprintf(&b, "fails: %s\n", t.Error.Code)
	}
	return b.String()
}

func TestTrace(t *testing.T) {
	for _, c := range []struct {
		name, entry, want string
		files             map[string]string
	}{
		{"cycle", "a.js", `start a.js
start b.js
cached a.js false {x}
b.js reads a.js.x: value
b.js reads a.js.y: undefined
end b.js {z}
a.js reads b.js.z: value
end a.js {x y}
`, map[string]string{
			"a.js": `exports.x = 1; const b = require('./b.js'); exports.y = b.z;`,
			"b.js": `const a = require('./a.js'); exports.z = a.x; a.y;`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := link(t, c.files)
			if got := told(p, p.Trace(p.FileNamed("/"+c.entry).ID, 0)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
