package config

import (
	"strings"

	"github.com/tailscale/hujson"
)

// Written is a key as it stands in the text of a configuration.
type Written struct {
	Name string
	// Start and End are its bytes, without the quotes.
	Start, End int
	// Key is what the reference says of it. For the keys of a map it is the map's, and Named is true: Name then is that of a rule or a chapter.
	Key   Key
	Named bool
}

// WrittenKeys are the keys of a configuration that mean something, in order of place, for editors; nil for a text that is no JSON with comments.
// What is wrong with keys and values is Parse's to say.
func WrittenKeys(text string) []Written {
	v, err := readJSON(text)
	if err != nil {
		return nil
	}
	var out []Written
	written(v, Reference(), &out)
	return out
}

func written(v hujson.Value, keys []Key, out *[]Written) {
	o, ok := v.Value.(*hujson.Object)
	if !ok {
		return
	}
	for _, m := range o.Members {
		for _, k := range keys {
			if name, ok := nameOf(m.Name); !ok || name != k.Name {
				continue
			}
			*out = append(*out, writtenAt(m.Name, k, false))
			switch k.Kind {
			case "map":
				if entries, ok := m.Value.Value.(*hujson.Object); ok {
					for _, e := range entries.Members {
						*out = append(*out, writtenAt(e.Name, k, true))
					}
				}
			case "object":
				written(m.Value, k.Keys, out)
			case "list":
				if list, ok := m.Value.Value.(*hujson.Array); ok {
					for i := range list.Elements {
						written(list.Elements[i], k.Keys, out)
					}
				}
			}
		}
	}
}

func nameOf(v hujson.Value) (string, bool) {
	l, ok := v.Value.(hujson.Literal)
	return l.String(), ok && l.Kind() == '"'
}

func writtenAt(v hujson.Value, k Key, named bool) Written {
	name, _ := nameOf(v)
	return Written{Name: name, Start: v.StartOffset + 1, End: v.EndOffset - 1, Key: k, Named: named}
}

// readJSON reads JSON with comments. Places are those of the text as it was given.
func readJSON(text string) (hujson.Value, error) {
	// A byte order mark is not JSON; blanks of the same length keep the positions.
	text = strings.Replace(text, "\ufeff", "   ", 1)
	v, err := hujson.Parse([]byte(text))
	if err != nil {
		// The library takes a line comment only with an end of line, which the last line of a file may lack.
		if w, second := hujson.Parse([]byte(text + "\n")); second == nil {
			v, err = w, nil
		}
	}
	return v, err
}
