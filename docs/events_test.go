package docs

import (
	"strings"
	"testing"

	"nodebeyond/analyzers/nodeapi"
)

// What listeners get is told of events that there are, by the class that declares them.
func TestArgumentsAreOfEvents(t *testing.T) {
	for key := range arguments {
		emitter, event, _ := strings.Cut(key, "@")
		if c := nodeapi.ClassNamed(emitter); c == nil || c.Events[event] == nil {
			t.Errorf("%s declares no %q", emitter, event)
		}
	}
}
