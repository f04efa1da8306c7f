package lsp

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Every message that a server sends in the tests of this package is held against the protocol's meta-model, as the library carries it: its type, no
// member that the model does not know, its direction, one answer to each request, nothing before initialize is answered.

// metaModel is metaModel.json as far as checking needs it (LSP 3.17, "Meta Model").
type metaModel struct {
	Requests, Notifications []metaMethod
	Structures              []metaStructure
	Enumerations            []struct {
		Name                 string
		Type                 metaType
		Values               []struct{ Value any }
		SupportsCustomValues bool
	}
	TypeAliases []struct {
		Name string
		Type metaType
	}

	named      map[string]func(v any, at string, strict bool) []string
	structures map[string]*metaStructure
	methods    map[string]*metaMethod // requests with a "?" behind
}

type metaMethod struct {
	Method, MessageDirection string
	Params, Result           *metaType
}

type metaStructure struct {
	Name            string
	Extends, Mixins []metaType
	Properties      []metaProperty

	all map[string]metaProperty // with those of Extends and Mixins
}

type metaProperty struct {
	Name     string
	Type     metaType
	Optional bool
}

type metaType struct {
	Kind, Name string
	Element    *metaType
	Items      []metaType
	// Value is a literal's, or the type of a map's values, or the properties of a literal type.
	Value json.RawMessage
}

var loadMetaModel = sync.OnceValues(func() (*metaModel, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "go.lsp.dev/protocol").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "internal/genlsp/testdata/metaModel.json"))
	if err != nil {
		return nil, err
	}
	m := &metaModel{named: map[string]func(any, string, bool) []string{}, structures: map[string]*metaStructure{}, methods: map[string]*metaMethod{}}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, err
	}
	m.index()
	return m, nil
})

func (m *metaModel) index() {
	for i := range m.Requests {
		m.methods[m.Requests[i].Method+"?"] = &m.Requests[i]
	}
	for i := range m.Notifications {
		m.methods[m.Notifications[i].Method] = &m.Notifications[i]
	}
	for i := range m.Structures {
		s := &m.Structures[i]
		m.structures[s.Name] = s
		m.named[s.Name] = func(v any, at string, strict bool) []string { return m.object(m.properties(s), v, at, strict) }
	}
	for _, a := range m.TypeAliases {
		m.named[a.Name] = func(v any, at string, strict bool) []string { return m.check(&a.Type, v, at, strict) }
	}
	for _, e := range m.Enumerations {
		m.named[e.Name] = func(v any, at string, strict bool) []string {
			if wrong := m.check(&e.Type, v, at, strict); wrong != nil || e.SupportsCustomValues {
				return wrong
			}
			for _, one := range e.Values {
				if one.Value == v {
					return nil
				}
			}
			return []string{fmt.Sprintf("%s: %v is no %s", at, v, e.Name)}
		}
	}
	anything := func(any, string, bool) []string { return nil }
	m.named["LSPAny"], m.named["LSPObject"], m.named["LSPArray"] = anything, anything, anything
	for _, s := range m.structures { // now: later several tests read them at once
		m.properties(s)
	}
}

// properties are those of a structure, with what it extends.
func (m *metaModel) properties(s *metaStructure) map[string]metaProperty {
	if s.all == nil {
		s.all = map[string]metaProperty{}
		for _, base := range append(append([]metaType{}, s.Extends...), s.Mixins...) {
			for name, p := range m.properties(m.structures[base.Name]) {
				s.all[name] = p
			}
		}
		for _, p := range s.Properties {
			s.all[p.Name] = p
		}
	}
	return s.all
}

// check gives what is wrong with a value, nil when nothing is. strict minds members that the type does not have.
func (m *metaModel) check(t *metaType, v any, at string, strict bool) (wrong []string) {
	no := func(what string) []string {
		return []string{fmt.Sprintf("%s: %.60q is no %s", at, fmt.Sprint(v), what)}
	}
	switch t.Kind {
	case "base":
		if !isBase(t.Name, v) {
			return no(t.Name)
		}
	case "stringLiteral", "integerLiteral", "booleanLiteral":
		var want any
		if json.Unmarshal(t.Value, &want) != nil || want != v {
			return no(string(t.Value))
		}
	case "array":
		list, ok := v.([]any)
		if !ok {
			return no("array")
		}
		for i := range list {
			wrong = append(wrong, m.check(t.Element, list[i], fmt.Sprintf("%s[%d]", at, i), strict)...)
		}
	case "tuple":
		list, ok := v.([]any)
		if !ok || len(list) != len(t.Items) {
			return no("tuple")
		}
		for i := range list {
			wrong = append(wrong, m.check(&t.Items[i], list[i], fmt.Sprintf("%s[%d]", at, i), strict)...)
		}
	case "map":
		var value metaType
		object, ok := v.(map[string]any)
		if !ok || json.Unmarshal(t.Value, &value) != nil {
			return no("map")
		}
		for k, x := range object {
			wrong = append(wrong, m.check(&value, x, at+"."+k, strict)...)
		}
	case "and":
		for i := range t.Items {
			wrong = append(wrong, m.check(&t.Items[i], v, at, false)...)
		}
	case "or":
		for i := range t.Items {
			one := m.check(&t.Items[i], v, at, strict)
			if one == nil {
				return nil
			}
			if wrong == nil || len(one) < len(wrong) {
				wrong = one
			}
		}
	case "literal":
		var l struct{ Properties []metaProperty }
		if json.Unmarshal(t.Value, &l) != nil {
			return no("literal")
		}
		all := map[string]metaProperty{}
		for _, p := range l.Properties {
			all[p.Name] = p
		}
		return m.object(all, v, at, strict)
	case "reference":
		return m.named[t.Name](v, at, strict)
	default:
		return no(t.Kind)
	}
	return wrong
}

func isBase(name string, v any) bool {
	switch name {
	case "string", "URI", "RegExp":
		_, ok := v.(string)
		return ok
	case "DocumentUri":
		s, ok := v.(string)
		return ok && strings.Contains(s, ":")
	case "boolean":
		_, ok := v.(bool)
		return ok
	case "null":
		return v == nil
	}
	n, ok := v.(float64)
	switch name {
	case "integer":
		return ok && n == math.Trunc(n) && math.Abs(n) < 1<<31
	case "uinteger":
		return ok && n == math.Trunc(n) && n >= 0 && n < 1<<31
	}
	return ok // decimal
}

func (m *metaModel) object(all map[string]metaProperty, v any, at string, strict bool) (wrong []string) {
	object, ok := v.(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("%s: %.60q is no object", at, fmt.Sprint(v))}
	}
	for name, p := range all {
		switch value, has := object[name]; {
		case has:
			wrong = append(wrong, m.check(&p.Type, value, at+"."+name, strict)...)
		case !p.Optional:
			wrong = append(wrong, at+"."+name+": missing")
		}
	}
	for name := range object {
		if _, known := all[name]; strict && !known {
			wrong = append(wrong, at+"."+name+": not in the protocol")
		}
	}
	return wrong
}

// watcher takes the trace of a connection and notes what the server does wrong.
type watcher struct {
	model *metaModel
	mu    sync.Mutex
	asked map[string]string // requests of the client without an answer: method by id
	up    bool              // initialize is answered
	wrong []string
}

func watch(t *testing.T) *watcher {
	t.Helper()
	m, err := loadMetaModel()
	if err != nil {
		t.Fatal(err)
	}
	return &watcher{model: m, asked: map[string]string{}}
}

// Write takes one line of the trace.
func (w *watcher) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var l struct {
		From    string
		Message json.RawMessage
	}
	if err := json.Unmarshal(line, &l); err != nil {
		w.say("a line of the trace: %v", err)
		return len(line), nil
	}
	messages := []json.RawMessage{l.Message}
	if strings.HasPrefix(string(l.Message), "[") {
		_ = json.Unmarshal(l.Message, &messages) // what a client sends may be anything
	}
	for _, text := range messages {
		var message map[string]any
		if err := json.Unmarshal(text, &message); err != nil {
			if l.From == "server" {
				w.say("%s: %v", text, err)
			}
			continue
		}
		if l.From == "client" {
			if method, ok := message["method"].(string); ok && message["id"] != nil {
				w.asked[fmt.Sprint(message["id"])] = method
			}
			continue
		}
		w.sent(message)
	}
	return len(line), nil
}

func (w *watcher) say(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// sent looks at one message of the server.
func (w *watcher) sent(message map[string]any) {
	if message["jsonrpc"] != "2.0" {
		w.say("jsonrpc is %v", message["jsonrpc"])
	}
	id, isCall := message["id"]
	if method, ok := message["method"].(string); ok {
		key := method
		if isCall {
			key += "?"
		}
		d := w.model.methods[key]
		switch {
		case d == nil:
			w.say("%s is no method", key)
			return
		case d.MessageDirection == "clientToServer":
			w.say("%s goes the other way", key)
		case !w.up && key != "window/showMessage" && key != "window/logMessage" && key != "telemetry/event" && key != "window/showMessageRequest?":
			w.say("%s before initialize is answered", key)
		}
		if params, has := message["params"]; d.Params != nil && has {
			w.wrong = append(w.wrong, w.model.check(d.Params, params, method, true)...)
		} else if d.Params != nil {
			w.say("%s has no parameters", key)
		}
		return
	}
	_, hasError := message["error"]
	if id == nil && hasError {
		return // about what could not be read
	}
	method, asked := w.asked[fmt.Sprint(id)]
	if !asked {
		w.say("an answer to nothing: %v", id)
		return
	}
	delete(w.asked, fmt.Sprint(id))
	w.up = w.up || method == "initialize"
	result, hasResult := message["result"]
	if hasResult == hasError {
		w.say("%s: exactly one of result and error is wanted: %v", method, message)
	}
	if d := w.model.methods[method+"?"]; d != nil && d.Result != nil && hasResult {
		w.wrong = append(w.wrong, w.model.check(d.Result, result, "result of "+method, true)...)
	}
}

// report fails the test for what was noted.
func (w *watcher) report(t *testing.T) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, wrong := range w.wrong {
		if i == 10 {
			t.Errorf("the protocol: and %d more", len(w.wrong)-i)
			break
		}
		t.Errorf("the protocol: %s", wrong)
	}
}

// TestWatcher: each of these messages is wrong in one way, and found to be.
func TestWatcher(t *testing.T) {
	for _, test := range []struct{ message, want string }{
		{`{"jsonrpc":"1.0","id":1,"result":null}`, "jsonrpc is 1.0"},
		{`{"jsonrpc":"2.0","id":7,"result":null}`, "an answer to nothing: 7"},
		{`{"jsonrpc":"2.0","id":1}`, "exactly one of"},
		{`{"jsonrpc":"2.0","id":1,"result":{"contents":{"kind":"html","value":""}}}`, "html"},
		{`{"jsonrpc":"2.0","id":1,"result":{"contents":{"kind":"markdown","value":""},"extra":1}}`, "result of textDocument/hover.extra: not in the protocol"},
		{`{"jsonrpc":"2.0","id":1,"result":{"contents":"x","range":{"start":{"line":-1,"character":0},"end":{"line":0,"character":0}}}}`, "is no uinteger"},
		{`{"jsonrpc":"2.0","id":1,"result":{"contents":"x","range":{"start":{"line":1,"character":0}}}}`, "range.end: missing"},
		{`{"jsonrpc":"2.0","method":"no/such","params":{}}`, "no/such is no method"},
		{`{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{"textDocument":{"uri":"a:"},"position":{"line":0,"character":0}}}`, "goes the other way"},
		{`{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics"}`, "has no parameters"},
	} {
		w := watch(t)
		w.up = true
		fmt.Fprintf(w, `{"from":"client","message":{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}}`)
		fmt.Fprintf(w, `{"from":"server","message":%s}`, test.message)
		if len(w.wrong) != 1 || !strings.Contains(w.wrong[0], test.want) {
			t.Errorf("%s: %q", test.message, w.wrong)
		}
	}
	w := watch(t)
	fmt.Fprint(w, `{"from":"server","message":{"jsonrpc":"2.0","method":"$/progress","params":{"token":1,"value":null}}}`)
	if len(w.wrong) != 1 || !strings.Contains(w.wrong[0], "before initialize") {
		t.Errorf("before initialize: %q", w.wrong)
	}
}
