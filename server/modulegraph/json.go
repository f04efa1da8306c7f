package modulegraph

import (
	"encoding/json"
	"io"
)

// jsonGraph is the one object of --format json, described in docs/graph.md. Other programs read it: no field is removed or renamed within a
// major version. Modules are named by their paths.
type jsonGraph struct {
	Version  int           `json:"version"`
	Entry    string        `json:"entry,omitempty"`
	Ends     string        `json:"ends,omitempty"`
	ByImport string        `json:"byImports,omitempty"`
	Modules  []jsonModule  `json:"modules"`
	Imports  []jsonImport  `json:"imports"`
	Cycles   []jsonCycle   `json:"cycles"`
	Packages []jsonPackage `json:"packages"`
}

type jsonModule struct {
	Path       string `json:"path"`
	Kind       string `json:"kind"`
	Lines      int    `json:"lines"`
	Order      int    `json:"order,omitempty"`
	Starts     bool   `json:"starts,omitempty"`
	Test       bool   `json:"test,omitempty"`
	Unresolved int    `json:"unresolved,omitempty"`
}

type jsonImport struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Kind  string `json:"kind"`
	Line  int    `json:"line"`
	Count int    `json:"count"`
	Harm  string `json:"harm,omitempty"`
}

type jsonCycle struct {
	Verdict string     `json:"verdict"`
	Members []string   `json:"members"`
	Harms   []jsonHarm `json:"harms"`
}

type jsonHarm struct {
	Verdict string     `json:"verdict"`
	Message string     `json:"message"`
	Entry   string     `json:"entry,omitempty"`
	First   string     `json:"first"`
	Reader  string     `json:"reader"`
	Target  string     `json:"target"`
	Name    string     `json:"name"`
	Gets    string     `json:"gets"`
	At      jsonPlace  `json:"at"`
	Has     []string   `json:"has"`
	Order   []string   `json:"order"`
	Steps   []jsonStep `json:"steps"`
	Others  []jsonStep `json:"others,omitempty"`
	More    int        `json:"more,omitempty"`
	Test    bool       `json:"test,omitempty"`
	Fine    string     `json:"fine,omitempty"`
	Repair  string     `json:"repair,omitempty"`
}

type jsonPlace struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Text   string `json:"text,omitempty"`
}

type jsonStep struct {
	jsonPlace
	Message string `json:"message"`
}

type jsonPackage struct {
	Name    string   `json:"name"`
	Builtin bool     `json:"builtin,omitempty"`
	By      []string `json:"by"`
}

// WriteJSON writes all of the graph as one JSON object. Errors are those of w.
func WriteJSON(w io.Writer, g *Graph) error {
	out := jsonGraph{
		Version: 1, Ends: g.Ends, ByImport: g.ByImports, Modules: make([]jsonModule, len(g.Modules)), Imports: make([]jsonImport, len(g.Edges)),
		Cycles: make([]jsonCycle, len(g.Cycles)), Packages: make([]jsonPackage, len(g.Packages)),
	}
	if g.Entry >= 0 {
		out.Entry = g.Modules[g.Entry].Path
	}
	for i := range g.Modules {
		m := &g.Modules[i]
		kind := "commonjs"
		if m.ESM {
			kind = "module"
		}
		out.Modules[i] = jsonModule{m.Path, kind, m.Lines, m.Order, m.Starts, m.Test, m.Missing}
	}
	for i, e := range g.Edges {
		harm := ""
		if e.Breaks {
			harm = Breaks.String()
		} else if e.Latent {
			harm = Latent.String()
		}
		out.Imports[i] = jsonImport{g.Modules[e.From].Path, g.Modules[e.To].Path, e.Kind.String(), e.Line, e.Count, harm}
	}
	for i := range g.Cycles {
		c := &g.Cycles[i]
		out.Cycles[i] = jsonCycle{c.Verdict.String(), g.pathsOf(c.Members), make([]jsonHarm, len(c.Harms))}
		for k := range c.Harms {
			out.Cycles[i].Harms[k] = g.jsonHarm(&c.Harms[k])
		}
	}
	for i := range g.Packages {
		p := &g.Packages[i]
		out.Packages[i] = jsonPackage{p.Name, p.Builtin, g.pathsOf(p.By)}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(&out)
}

func (g *Graph) pathsOf(list []int) []string {
	out := make([]string, len(list))
	for i, m := range list {
		out[i] = g.Modules[m].Path
	}
	return out
}

func (g *Graph) jsonHarm(h *Harm) jsonHarm {
	out := jsonHarm{
		Verdict: h.Verdict.String(), Message: g.Sentence(h), Entry: h.Entry, First: h.First, Reader: g.Modules[h.Reader].Path,
		Target: g.Modules[h.Target].Path, Name: h.Name, Gets: h.Gets, At: jsonPlace(h.At), Has: h.Has, Order: g.pathsOf(h.Order),
		Steps: make([]jsonStep, len(h.Steps)), More: h.More, Test: h.Test, Fine: h.Fine, Repair: h.Repair,
	}
	if out.Has == nil {
		out.Has = []string{}
	}
	for i, s := range h.Steps {
		out.Steps[i] = jsonStep{jsonPlace(s.At), s.Message}
	}
	for _, s := range h.Others {
		out.Others = append(out.Others, jsonStep{jsonPlace(s.At), s.Message})
	}
	return out
}
