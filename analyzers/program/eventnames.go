package program

import (
	"strings"

	"nodebeyond/analyzers/nodeapi"
)

// EventMeant is the event that a listener plainly means where it names one that the class never emits: another spelling, or the name that the
// other side of a stream has; "" when there is none. It says nothing of classes whose events are not all known by their looks.
func EventMeant(c *nodeapi.Class, event string) string {
	if c.EventNamed(event) != nil || c.EventNamed("*") != nil {
		return ""
	}
	if right := confused[event]; right != "" {
		for _, name := range strings.Fields(right) {
			if c.EventNamed(name) != nil && !(name == "close" && !c.IsA("child_process.ChildProcess")) {
				return name
			}
		}
	}
	for _, name := range eventsOf(c) {
		if name != event && (strings.EqualFold(name, event) || len(name) > 4 && oneSlip(name, event)) {
			return name
		}
	}
	return ""
}

// confused are names that people take for another event. The first that a class has is meant.
var confused = map[string]string{
	"end":          "finish close",
	"finish":       "end close",
	"finished":     "finish end",
	"ended":        "end",
	"listen":       "listening",
	"closed":       "close",
	"err":          "error",
	"errors":       "error",
	"connected":    "connect connection",
	"disconnected": "disconnect",
	"timedout":     "timeout",
	"msg":          "message",
	"messages":     "message",
	"drained":      "drain",
	"opened":       "open",
	"exited":       "exit",
}

// eventsOf are the names of the events of a class, inherited ones included, in order of name.
func eventsOf(c *nodeapi.Class) []string {
	var out []string
	for ; c != nil; c = c.Super() {
		for name := range c.Events {
			out = append(out, name)
		}
	}
	return distinct(out)
}

// oneSlip reports whether one letter is left out, put in or exchanged, or two neighbours are swapped.
func oneSlip(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	switch len(a) - len(b) {
	case 0:
		return i < len(a) && (a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:])
	case 1:
		return a[i+1:] == b[i:]
	}
	return false
}

// EventList names the events of a class for messages: 'close', 'data', 'end'.
func EventList(c *nodeapi.Class) string {
	var out []string
	for _, name := range eventsOf(c) {
		if name != "newListener" && name != "removeListener" {
			out = append(out, "'"+name+"'")
		}
	}
	return strings.Join(out, ", ")
}
