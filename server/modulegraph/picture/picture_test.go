package picture

import (
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"nodebeyond/server/modulegraph"
)

// graph makes a graph of n modules in folders, with a cycle that breaks, latent ones, and names that mean something to HTML.
func graph(n int, seed uint64) *modulegraph.Graph {
	r := rand.New(rand.NewPCG(seed, 1))
	g := &modulegraph.Graph{}
	for i := range n {
		g.Modules = append(g.Modules, modulegraph.Module{Path: fmt.Sprintf("src/d%02d/<m>%04d.js", i*12/n, i), Cycle: -1, Order: i + 1, Starts: i == 0})
	}
	for i := range n {
		for range 3 {
			if to := r.IntN(n); to != i {
				g.Edges = append(g.Edges, modulegraph.Edge{From: i, To: to, Kind: modulegraph.Kind(r.IntN(6)), Count: 1 + r.IntN(9)})
			}
		}
	}
	cycle := func(v modulegraph.Verdict, members ...int) {
		c := modulegraph.Cycle{Members: members, Verdict: v}
		h := modulegraph.Harm{Verdict: v, Entry: g.Modules[0].Path, First: g.Modules[members[0]].Path, Target: members[0], Reader: members[1], Order: members[:2],
			Name: "x", Gets: "undefined", At: modulegraph.Place{File: g.Modules[members[1]].Path, Line: 3, Column: 1, Text: "</pre><b.x> && 1"}, Repair: "Move <it>.",
			Steps: []modulegraph.Step{{At: modulegraph.Place{File: "a.js", Line: 1}, Message: "loads <b>"}}}
		c.Harms = append(c.Harms, h)
		for _, m := range members {
			g.Modules[m].Cycle = len(g.Cycles)
		}
		g.Cycles = append(g.Cycles, c)
		g.Edges = append(g.Edges, modulegraph.Edge{From: members[1], To: members[0], Count: 1, Breaks: v == modulegraph.Breaks, Latent: v == modulegraph.Latent})
	}
	cycle(modulegraph.Breaks, 1, 2, 3)
	if n > 60 {
		var long []int
		for i := 10; i < 60; i++ {
			long = append(long, i)
		}
		cycle(modulegraph.Latent, long...)
	}
	return g
}

// wellFormed reads XML to its end.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestSVG(t *testing.T) {
	for _, n := range []int{4, 200} {
		for _, limit := range []int{0, 40} {
			var a, b strings.Builder
			for _, w := range []*strings.Builder{&a, &b} {
				if err := WriteSVG(w, graph(n, 1), Options{Title: "a & <b>", Limit: limit}); err != nil {
					t.Fatal(err)
				}
			}
			if a.String() != b.String() {
				t.Error("two drawings of one graph differ")
			}
			wellFormed(t, a.String())
			for _, want := range []string{"a &amp; &lt;b&gt;", "`x` is undefined", "cycle of 3 modules: breaks when src/d00/&lt;m&gt;0000.js starts", "Repair: Move &lt;it&gt;."} {
				if !strings.Contains(a.String(), want) {
					t.Errorf("%d modules, limit %d: no %q", n, limit, want)
				}
			}
		}
	}
}

func TestHTML(t *testing.T) {
	var b strings.Builder
	if err := WriteHTML(&b, graph(200, 2), Options{Title: "p", Limit: 40}); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	// Nothing is fetched: no address but the one that names SVG, and no element that loads.
	for _, bad := range []string{"http:", "https:", "//cdn", " src=", "<link", "@import", "url(http", "<m>", "</pre><b"} {
		if strings.Contains(strings.ReplaceAll(page, "http://www.w3.org/2000/svg", ""), bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	for _, want := range []string{`id="all"`, `id="v1"`, `href="#v1"`, `id="c0"`, `href="#c1"`, "What goes wrong", `"paths":["src/d00/\u003cm\u003e0000.js"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	// Every address within the page leads somewhere.
	for _, part := range strings.Split(page, `href="#`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		if !strings.Contains(page, `id="`+id+`"`) {
			t.Errorf("#%s leads nowhere", id)
		}
	}
}

// TestPlace places random graphs: no two boxes overlap, and what leads on leads to the right unless columns were put together.
func TestPlace(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 2))
		n := 2 + r.IntN(40)
		boxes := make([]box, n)
		for i := range boxes {
			boxes[i] = box{w: 40 + float64(r.IntN(200)), h: 20 + float64(r.IntN(3)*60)}
		}
		var wires []wire
		for range r.IntN(3 * n) {
			wires = append(wires, wire{from: r.IntN(n), to: r.IntN(n)})
		}
		w, h := place(boxes, wires, 1000)
		for i := range boxes {
			a := &boxes[i]
			if a.x-a.w/2 < -0.1 || a.y-a.h/2 < -0.1 || a.x+a.w/2 > w+0.1 || a.y+a.h/2 > h+0.1 {
				t.Fatalf("seed %d: box %d at %v, %v is outside of %v x %v", seed, i, a.x, a.y, w, h)
			}
			for k := range i {
				b := &boxes[k]
				if abs64(a.x-b.x) < (a.w+b.w)/2-0.1 && abs64(a.y-b.y) < (a.h+b.h)/2-0.1 {
					t.Fatalf("seed %d: boxes %d and %d overlap", seed, k, i)
				}
			}
		}
	}
}

func abs64(f float64) float64 { return max(f, -f) }

// TestCrossings holds that two lines that can be drawn without crossing are.
func TestCrossings(t *testing.T) {
	boxes := []box{{w: 10, h: 10}, {w: 10, h: 10}, {w: 10, h: 10}, {w: 10, h: 10}, {w: 10, h: 10}}
	wires := []wire{{from: 4, to: 0}, {from: 4, to: 1}, {from: 0, to: 3}, {from: 1, to: 2}}
	place(boxes, wires, 1000)
	if (boxes[0].y < boxes[1].y) != (boxes[3].y < boxes[2].y) {
		t.Errorf("the lines cross: %v", boxes)
	}
}
