package engine

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/engine/cache"
	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// fill sets every field of a value to something that is not zero, so that a field that a record leaves out is seen.
func fill(v reflect.Value, n *int64) {
	*n++
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.String:
		v.SetString("text" + string(rune('a'+*n%26)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n%3 + 1))
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Int:
		v.SetInt(*n%100 + 1)
	default:
		panic("fill: " + v.Kind().String())
	}
}

func filled[T any]() (x T) {
	n := int64(0)
	fill(reflect.ValueOf(&x).Elem(), &n)
	return x
}

func sampleFile() *analysed {
	x := filled[analysedParts]()
	f := &analysed{esm: true, hasESM: true, lines: 7, findings: x.Findings, supp: x.Supp, targets: x.Targets, pkg: x.Pkg}
	for i := range f.targets {
		f.targets[i].File, f.targets[i].Scan = -1, nil // these two are of one run
	}
	f.imports = []wanted{{"./a", 1, 2, "p", true}, {"b", 3, 4, "", false}}
	return f
}

func sampleOutcome() *outcome {
	return &outcome{
		paths: 1, contents: 2, complete: true, blobs: []cache.Hash{{1}, {2}},
		world: &world{
			folders:   []sight{{"/p/a", 5, 6}},
			manifests: []sight{{"/p/package.json", -1, 7}},
			links:     []link{{"/p/l", modules.Target{Exists: true, Dir: true, Real: "/q"}}},
		},
		verdict:  verdict{findings: sampleFile().findings, about: []about{{1, []string{"x"}}}},
		problems: []Problem{{"/p/f", "m", "r"}}, lines: 9,
	}
}

func TestRecords(t *testing.T) {
	all := cmp.Exporter(func(reflect.Type) bool { return true })
	f := sampleFile()
	e := encoder{root: "/p"}
	e.file(f)
	d := decoder{data: e.data, root: "/p"}
	if diff := cmp.Diff(f, d.file(), all); diff != "" || d.bad || len(d.data) > 0 {
		t.Errorf("file (-put +got), bad %v, %d bytes left:\n%s", d.bad, len(d.data), diff)
	}
	refused := &analysed{refused: &Problem{"/p/f", "m", "r"}}
	e.data = nil
	e.file(refused)
	d = decoder{data: e.data, root: "/p"}
	if diff := cmp.Diff(refused, d.file(), all); diff != "" || d.bad {
		t.Errorf("refused file (-put +got):\n%s", diff)
	}
	o := sampleOutcome()
	e.data = nil
	e.outcome(o)
	d = decoder{data: e.data, root: "/p"}
	got := d.outcomeHead()
	d.outcomeRest(got)
	if diff := cmp.Diff(o, got, all); diff != "" || d.bad || len(d.data) > 0 {
		t.Errorf("outcome (-put +got), bad %v, %d bytes left:\n%s", d.bad, len(d.data), diff)
	}
	a := &asked{exists: map[string]bool{"/p/x": true, "/y": false}, explained: []explained{{"/p/f", "./x", 1, 8}}, inside: map[string]uint64{"/p/node_modules/x/index.js": 7}}
	e.data = nil
	e.asked(a)
	d = decoder{data: e.data, root: "/p"}
	if diff := cmp.Diff(a, d.asked(), all); diff != "" || d.bad {
		t.Errorf("asked (-put +got):\n%s", diff)
	}
}

func sampleDependency() *dependency {
	way := &program.Blocked{API: "fs.readFileSync", Kind: 1, Maybe: true, Way: []program.InsideStep{{Path: "/p/node_modules/x/a.js", Range: syntax.Range{Start: 1, End: 5}, Message: "m"}}}
	return &dependency{
		sum: 5, files: []read{{"/p/node_modules/x/a.js", 7}}, packages: []used{{"/p/node_modules/y/b.js", 8}},
		in: &program.Inside{Name: "x", Version: "1.0.0", ESM: true, Start: []int32{0, 1}, Nodes: []program.InsideNode{
			{Members: map[string][]int32{"a": {1}, "b": {0, 1}}, Result: []int32{1}},
			{Call: way, New: way, Params: 2, Made: []int32{0}},
		}},
	}
}

func TestDependencyRecord(t *testing.T) {
	all := cmp.Exporter(func(reflect.Type) bool { return true })
	for _, want := range []*dependency{sampleDependency(), {sum: 1}} {
		e := encoder{root: "/p"}
		e.dependency(want)
		d := decoder{data: e.data, root: "/p"}
		got := &dependency{}
		d.dependency(got)
		if d.bad || len(d.data) > 0 || got.sum != want.sum || !reflect.DeepEqual(got.files, want.files) || !reflect.DeepEqual(got.packages, want.packages) {
			t.Errorf("bad %v, %d bytes left: %+v", d.bad, len(d.data), got)
		}
		if diff := cmp.Diff(want.in, got.in, all); diff != "" {
			t.Errorf("(-put +got):\n%s", diff)
		}
	}
}

// FuzzRecord feeds the readers with damaged records: they must not panic, nor take memory out of proportion.
func FuzzRecord(f *testing.F) {
	e := encoder{root: "/p"}
	e.file(sampleFile())
	f.Add(e.data)
	e.data = nil
	e.outcome(sampleOutcome())
	f.Add(e.data)
	e.data = nil
	e.dependency(sampleDependency())
	f.Add(e.data)
	f.Add([]byte{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01})
	f.Fuzz(func(t *testing.T, data []byte) {
		read := []func(d *decoder){
			func(d *decoder) { d.file() },
			func(d *decoder) { d.outcomeRest(d.outcomeHead()) },
			func(d *decoder) { d.diagnostics(); d.asked() },
			func(d *decoder) { d.dependency(&dependency{}) },
		}
		for i, f := range read {
			d := decoder{data: data, root: "/p"}
			f(&d)
			// What is left bounds every list, and lists lie in lists at most four deep; a list ends where the data does.
			if d.made > 5*len(data)+16 {
				t.Errorf("reader %d made %d things of %d bytes", i, d.made, len(data))
			}
		}
	})
}

// analysedParts are the parts of analysed that other packages define.
type analysedParts struct {
	Findings []rule.Diagnostic
	Supp     []syntax.Suppression
	Targets  []*program.Target
	Pkg      *program.Package
}
