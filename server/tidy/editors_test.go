package tidy

import (
	"regexp"
	"testing"
)

var shownFile = regexp.MustCompile("(?ms)^<!-- from (\\S+) -->\n```\\w+\n(.*?)^```$")

// The settings that editors/README.md shows are the files that the editors' tests load.
func TestEditorSettings(t *testing.T) {
	shown := shownFile.FindAllStringSubmatch(read(t, "editors/README.md"), -1)
	if len(shown) < 7 {
		t.Fatalf("editors/README.md shows %d files", len(shown))
	}
	for _, m := range shown {
		if want := read(t, "editors/"+m[1]); m[2] != want {
			t.Errorf("editors/README.md shows another %s than there is:\n%s\nthere is:\n%s", m[1], m[2], want)
		}
	}
}
