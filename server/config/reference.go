package config

import "reflect"

// Key describes one key of the configuration, for the reference, the JSON schema and editors.
type Key struct {
	Name  string // as written in the file
	Owner string // the Go type and field that hold it, such as "Config.Preset": where its doc comment stands
	Field string
	// Kind is "string", "list", "object" (with fixed keys) or "map" (whose keys are names).
	Kind string
	// Choices are the words that a string, or a map's or list's strings, may be; nil means any.
	Choices []string
	// Names says what the keys of a map are: "rule", or "rule chapter".
	Names    string
	Required bool
	// Keys are those of an object, or of the objects in a list.
	Keys []Key
}

// Reference lists the keys of the configuration in the order of the documentation.
func Reference() []Key { return keysOf(reflect.TypeFor[Config]()) }

func keysOf(t reflect.Type) []Key {
	var out []Key
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("json")
		if name == "" {
			continue
		}
		k := Key{Name: name, Owner: t.Name(), Field: f.Name, Names: f.Tag.Get("keys"), Required: f.Tag.Get("required") != ""}
		elem := f.Type
		switch f.Type.Kind() {
		case reflect.Slice:
			k.Kind, elem = "list", f.Type.Elem()
		case reflect.Map:
			k.Kind, elem = "map", f.Type.Elem()
		case reflect.Struct:
			k.Kind = "object"
		default:
			k.Kind = "string"
		}
		if c, ok := reflect.Zero(elem).Interface().(interface{ choices() []string }); ok {
			k.Choices = c.choices()
		}
		if elem.Kind() == reflect.Struct {
			k.Keys = keysOf(elem)
		}
		out = append(out, k)
	}
	return out
}
