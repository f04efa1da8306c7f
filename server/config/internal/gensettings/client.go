package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strconv"
	"strings"
)

// clientManifest gives the manifest of the VS Code extension with the settings of the language server as its second group of settings,
// made from the struct "settings" in file source. The rest of the manifest stays as it is, byte by byte.
func clientManifest(file, source string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var manifest struct {
		Contributes struct {
			Configuration []json.RawMessage `json:"configuration"`
		} `json:"contributes"`
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	groups := manifest.Contributes.Configuration
	if len(groups) != 2 || bytes.Count(text, groups[1]) != 1 {
		return nil, fmt.Errorf("%s: contributes.configuration should have two groups, of which the second is made here", file)
	}
	properties, err := serverSettings(source)
	if err != nil {
		return nil, err
	}
	group, err := encode(object{{"title", "Language server"}, {"properties", properties}})
	if err != nil {
		return nil, err
	}
	var indented bytes.Buffer
	// Where the group stands: in contributes, in configuration.
	if err := json.Indent(&indented, group, strings.Repeat("  ", 3), "  "); err != nil {
		return nil, err
	}
	return bytes.Replace(text, groups[1], indented.Bytes(), 1), nil
}

// serverSettings are the fields of the server's settings as VS Code describes settings.
func serverSettings(source string) (object, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), source, nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	found := tree.Scope.Lookup("settings")
	if found == nil {
		return nil, fmt.Errorf("%s: there is no type settings", source)
	}
	fields, ok := found.Decl.(*ast.TypeSpec).Type.(*ast.StructType)
	if !ok {
		return nil, fmt.Errorf("%s: settings is no struct", source)
	}
	var out object
	for _, f := range fields.Fields.List {
		quoted, err := strconv.Unquote(f.Tag.Value)
		if err != nil {
			return nil, err
		}
		tag := reflect.StructTag(quoted)
		goName, name := f.Names[0].Name, tag.Get("json")
		comment := strings.Join(strings.Fields(f.Doc.Text()), " ")
		if comment == "" {
			return nil, fmt.Errorf("%s: %s has no doc comment", source, goName)
		}
		property, err := property(f, tag)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", source, goName, err)
		}
		out = append(out, member{"nodebeyond." + name, append(property, member{"markdownDescription", sentence(comment, goName)})})
	}
	return out, nil
}

// property is the type of a field, its default and choices.
func property(f *ast.Field, tag reflect.StructTag) (object, error) {
	switch kind := fmt.Sprint(f.Type); kind {
	case "string":
		out := object{{"type", "string"}, {"default", tag.Get("default")}}
		if words := strings.Fields(tag.Get("choices")); len(words) > 0 {
			out = append(out, member{"enum", words})
		}
		return out, nil
	case "bool":
		return object{{"type", "boolean"}, {"default", tag.Get("default") == "true"}}, nil
	default:
		return nil, fmt.Errorf("what a setting of type %s looks like is not known here", kind)
	}
}

// sentence takes the name of the field from the beginning of its comment, where Go wants it: the reader sees the name of the setting above.
func sentence(comment, name string) string {
	comment = strings.TrimPrefix(comment, name+" ")
	for _, verb := range []string{"is ", "says "} {
		comment = strings.TrimPrefix(comment, verb)
	}
	return strings.ToUpper(comment[:1]) + comment[1:]
}
