package modules

import (
	"encoding/json"
	"reflect"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plain turns a value into what encoding/json makes of the same text.
func (v *JSON) plain() any {
	switch v.Kind {
	case JSONBool:
		return v.Text == "true"
	case JSONNumber:
		n, err := strconv.ParseFloat(v.Text, 64)
		if err != nil {
			return err.Error()
		}
		return n
	case JSONString:
		return v.Text
	case JSONArray:
		list := []any{}
		for i := range v.Items {
			list = append(list, v.Items[i].plain())
		}
		return list
	case JSONObject:
		m := map[string]any{}
		for i := range v.Members {
			m[v.Members[i].Name] = v.Members[i].Value.plain()
		}
		return m
	}
	return nil
}

var jsonTexts = []string{
	`{}`, `[]`, `null`, `true`, ` [1, -2.5e+3, 0, 0.1] `, `{"a": {"b": [{"c": "\u00e9\ud83d\ude00\n\"\\\/"}]}, "": 1}`, `"\ud800x"`, `"\ud800\ud800"`,
	``, `{`, `[1,]`, `{"a":1,}`, `{'a':1}`, `01`, `1.`, `.5`, `+1`, `1e`, `tru`, `nulll`, `"a`, "\"a\nb\"", `"\q"`, `"\u12"`, `{"a" 1}`, `[1 2]`, `{} {}`, `{"a":1,"a":2,"b":3}`, `-`, `[[[[]]]]`, "\"\\",
}

func TestParseJSON(t *testing.T) {
	for _, text := range jsonTexts {
		checkJSON(t, []byte(text))
	}
	v, err := ParseJSON([]byte("\ufeff{\"b\": [1], \"a\": \"x\", \"b\": 2}"))
	if err != nil {
		t.Fatal(err)
	}
	if v.Members[0].Name != "b" || v.Members[0].Value.Text != "2" || len(v.Members) != 2 {
		t.Errorf("a name given twice: %+v", v.Members)
	}
	src := `{"exports": {"./x": "./y.js"}}`
	v, err = ParseJSON([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	at := v.Get("exports").Get("./x")
	if got := src[at.Start:at.End]; got != `"./y.js"` {
		t.Errorf("position of a value: %s", got)
	}
	m := v.Get("exports").Members[0]
	if got := src[m.NameStart:m.NameEnd]; got != `"./x"` {
		t.Errorf("position of a name: %s", got)
	}
}

// checkJSON holds ParseJSON against encoding/json, another reading of the RFC.
func checkJSON(t *testing.T, text []byte) {
	t.Helper()
	var want any
	wantErr := json.Unmarshal(text, &want)
	got, err := ParseJSON(text)
	if (err == nil) != (wantErr == nil) {
		t.Errorf("%q: %v, encoding/json says %v", text, err, wantErr)
		return
	}
	if err == nil && !reflect.DeepEqual(got.plain(), want) {
		t.Errorf("%q: %s", text, cmp.Diff(want, got.plain()))
	}
}

func TestManyMembers(t *testing.T) {
	m := map[string]int{}
	for i := range 500 {
		m["k"+strconv.Itoa(i%300)] = i
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	checkJSON(t, text)
}

func TestDetails(t *testing.T) {
	src := `{
		"name": "@scope/tool", "private": true, "bin": "cli.js", "engines": {"node": ">=20", "npm": 3},
		"workspaces": {"packages": ["packages/*"]}, "dependencies": {"a": "1",}, "devDependencies": {"b": "2"},
		"peerDependencies": {"c": "3"}, "optionalDependencies": {"d": "4"}, "scripts": {"test": "x"}, "types": "./t.d.ts"
	}`
	p := readPackageJSON("/app/package.json", []byte(src), 24)
	if p.Err != nil {
		t.Fatal(p.Err)
	}
	want := &PackageDetails{
		Private: true, Bin: map[string]string{"tool": "cli.js"}, Engines: map[string]string{"node": ">=20"}, Workspaces: []string{"packages/*"},
		DevDependencies: map[string]string{"b": "2"}, PeerDependencies: map[string]string{"c": "3"}, OptionalDependencies: map[string]string{"d": "4"},
		Scripts: map[string]string{"test": "x"}, Types: "./t.d.ts",
	}
	if diff := cmp.Diff(want, p.Details()); diff != "" {
		t.Error(diff)
	}
	if r, ok := p.Details().Depends("c"); r != "3" || !ok {
		t.Error("peer dependency:", r, ok)
	}
	if _, ok := p.Details().Depends("a"); ok {
		t.Error("a broken member was read")
	}
}
