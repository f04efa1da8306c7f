package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Names are the words that a configuration may use as keys.
type Names struct {
	Rules    []string
	Chapters []string
}

// NamesOf are the ids of rules and those of the chapters of the book.
func NamesOf(lists ...[]*rule.Rule) Names {
	var n Names
	for _, list := range lists {
		for _, r := range list {
			n.Rules = append(n.Rules, r.ID)
		}
	}
	for _, c := range docs.Chapters() {
		n.Chapters = append(n.Chapters, c.ID)
	}
	return n
}

// Error is one mistake in a configuration file.
type Error struct {
	File    string // as given to Load or Parse
	Line    int    // from 1
	Column  int    // from 1, UTF-16 code units
	Message string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Errors are all mistakes in a configuration file, in the order of the text.
type Errors []*Error

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i := range e {
		lines[i] = e[i].Error()
	}
	return strings.Join(lines, "\n")
}

// Find looks for a configuration file in dir and the folders above it, up to the root of the repository that dir is in: a folder that
// holds .git. It returns "" when there is none.
func Find(dir string) string {
	for {
		file := filepath.Join(dir, FileName)
		if st, err := os.Stat(file); err == nil && !st.IsDir() {
			return file
		}
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return ""
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// Load reads the file at path. The error is that of the file system, or Errors.
func Load(path string, names Names) (*Config, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(abs)
	if err != nil {
		return nil, err
	}
	return Parse(abs, string(text), names)
}

// Parse reads the text of the file at path, which is absolute. The error is Errors.
func Parse(path, text string, names Names) (*Config, error) {
	d := &decoder{file: path, names: names, mapper: syntax.NewMapper(text)}
	c := &Config{}
	c.setDir(path)
	v, err := readJSON(text)
	if err != nil {
		line, column, message := syntaxError(err)
		d.errs = append(d.errs, &Error{File: path, Line: line, Column: column, Message: message})
		return nil, d.errs
	}
	d.value(v, reflect.ValueOf(c).Elem(), "", "")
	if len(d.errs) > 0 {
		return nil, d.errs
	}
	return c, nil
}

// syntaxError takes apart "hujson: line 3, column 5: message".
func syntaxError(err error) (line, column int, message string) {
	message = strings.TrimPrefix(err.Error(), "hujson: ")
	line, column = 1, 1
	if _, err := fmt.Sscanf(message, "line %d, column %d:", &line, &column); err == nil {
		if _, rest, ok := strings.Cut(message, ": "); ok {
			message = rest
		}
	}
	return line, column, "this is not JSON with comments: " + message
}

// decoder writes a syntax tree into a struct and collects what does not fit. It exists because encoding/json knows neither positions
// nor the words that a value may be.
type decoder struct {
	file   string
	names  Names
	mapper *syntax.Mapper
	errs   Errors
}

func (d *decoder) fail(offset int, format string, args ...any) {
	line, column := d.mapper.Position(offset, syntax.UTF16)
	d.errs = append(d.errs, &Error{d.file, line + 1, column + 1, fmt.Sprintf(format, args...)})
}

// value writes v into the variable to. name is the key that it belongs to, keys what the keys of a map may be.
func (d *decoder) value(v hujson.Value, to reflect.Value, name, keys string) {
	switch to.Kind() {
	case reflect.Struct:
		if o, ok := d.object(v, name); ok {
			d.fields(v, o, to)
		}
	case reflect.Map:
		if o, ok := d.object(v, name); ok {
			d.entries(o, to, name, keys)
		}
	case reflect.Slice:
		a, ok := v.Value.(*hujson.Array)
		if !ok {
			d.fail(v.StartOffset, "%q is a list: [...]", name)
			return
		}
		for i := range a.Elements {
			e := reflect.New(to.Type().Elem()).Elem()
			d.value(a.Elements[i], e, name, keys)
			to.Set(reflect.Append(to, e))
		}
	case reflect.String:
		l, ok := v.Value.(hujson.Literal)
		if !ok || l.Kind() != '"' {
			d.fail(v.StartOffset, "%q takes %s", name, wanted(to))
			return
		}
		to.SetString(l.String())
		d.checkWord(v.StartOffset, to, name)
	default:
		panic(fmt.Sprintf("config: no way to read a %s", to.Type()))
	}
}

func (d *decoder) object(v hujson.Value, name string) (*hujson.Object, bool) {
	o, ok := v.Value.(*hujson.Object)
	if !ok {
		if name == "" {
			d.fail(v.StartOffset, "a configuration is one object: {...}")
		} else {
			d.fail(v.StartOffset, "%q is an object: {...}", name)
		}
	}
	return o, ok
}

func (d *decoder) fields(v hujson.Value, o *hujson.Object, to reflect.Value) {
	t := to.Type()
	var known []string
	index := map[string]int{}
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("json"); tag != "" {
			known = append(known, tag)
			index[tag] = i
		}
	}
	seen := map[string]bool{}
	for _, m := range o.Members {
		name := m.Name.Value.(hujson.Literal).String()
		i, ok := index[name]
		switch {
		case !ok:
			hint := DidYouMean(name, known)
			if hint == "" {
				hint = "; the keys are " + strings.Join(known, ", ")
			}
			d.fail(m.Name.StartOffset, "unknown key %q%s", name, hint)
		case seen[name]:
			d.fail(m.Name.StartOffset, "the key %q stands here twice", name)
		default:
			seen[name] = true
			d.value(m.Value, to.Field(i), name, t.Field(i).Tag.Get("keys"))
		}
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("required") != "" && !seen[f.Tag.Get("json")] {
			d.fail(v.StartOffset, "the key %q is missing", f.Tag.Get("json"))
		}
	}
}

func (d *decoder) entries(o *hujson.Object, to reflect.Value, name, keys string) {
	var known []string
	for k := range strings.FieldsSeq(keys) {
		switch k {
		case "rule":
			known = append(known, d.names.Rules...)
		case "chapter":
			known = append(known, d.names.Chapters...)
		}
	}
	is := map[string]bool{}
	for _, k := range known {
		is[k] = true
	}
	what := strings.Join(strings.Fields(keys), " or ")
	out := reflect.MakeMap(to.Type())
	for _, m := range o.Members {
		key := m.Name.Value.(hujson.Literal).String()
		if !is[key] {
			hint := DidYouMean(key, known)
			if hint == "" {
				hint = "; `nodebeyond rules` lists them"
			}
			d.fail(m.Name.StartOffset, "unknown %s %q%s", what, key, hint)
			continue
		}
		if out.MapIndex(reflect.ValueOf(key)).IsValid() {
			d.fail(m.Name.StartOffset, "the key %q stands here twice", key)
			continue
		}
		e := reflect.New(to.Type().Elem()).Elem()
		d.value(m.Value, e, key, "")
		out.SetMapIndex(reflect.ValueOf(key), e)
	}
	to.Set(out)
}

// checkWord holds a word against what its type allows.
func (d *decoder) checkWord(offset int, v reflect.Value, name string) {
	switch t := v.Interface().(type) {
	case interface{ choices() []string }:
		for _, c := range t.choices() {
			if c == v.String() {
				return
			}
		}
		d.fail(offset, "%q takes %s, not %q%s", name, wanted(v), v.String(), DidYouMean(v.String(), t.choices()))
	case interface{ check() string }:
		if wrong := t.check(); wrong != "" {
			d.fail(offset, "%s: %q", wrong, v.String())
		}
	}
}

// wanted says in words what a string may be.
func wanted(v reflect.Value) string {
	c, ok := v.Interface().(interface{ choices() []string })
	if !ok {
		return "a string"
	}
	words := c.choices()
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

// AsErrors gives the mistakes that an error of Load or Parse stands for; nil when it is of another kind.
func AsErrors(err error) Errors {
	var e Errors
	if errors.As(err, &e) {
		return e
	}
	return nil
}
