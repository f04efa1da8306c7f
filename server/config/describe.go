package config

import (
	_ "embed"
	"encoding/json"
	"sync"
)

//go:embed schema.json
var schemaText []byte

// described is what of the schema has the doc comments of the keys.
type described struct {
	Description string
	Properties  map[string]*described
	Items       *described
}

var schema = sync.OnceValue(func() *described {
	root := &described{}
	if err := json.Unmarshal(schemaText, root); err != nil {
		panic("config: schema.json: " + err.Error()) // it is part of the program
	}
	return root
})

// Describe is the doc comment of a key of the Reference as Markdown, as docs/settings.md has it; "" for a key that is none.
func Describe(k Key) string { return schema().find(k) }

func (d *described) find(k Key) string {
	for _, known := range Reference() {
		if text := d.below(known, k); text != "" {
			return text
		}
	}
	return ""
}

// below looks for a key at known, which is a property of d, and among the keys of known.
func (d *described) below(known, k Key) string {
	p := d.Properties[known.Name]
	if p == nil {
		return ""
	}
	if known.Owner == k.Owner && known.Field == k.Field {
		return p.Description
	}
	if p.Items != nil {
		p = p.Items
	}
	for _, inner := range known.Keys {
		if text := p.below(inner, k); text != "" {
			return text
		}
	}
	return ""
}
