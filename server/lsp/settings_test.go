package lsp

import (
	"context"
	"errors"
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
)

func TestSettings(t *testing.T) {
	c := connect(t, write(t, nil), nil)
	for _, step := range []struct {
		raw  string
		want settings
		log  string // what is complained about
	}{
		{`null`, settings{}, ""},
		{`{"scope": "workspace"}`, settings{Scope: "workspace"}, ""},
		{`{"nodebeyond": {"bookUrl": "https://book.example"}}`, settings{Scope: "workspace", BookURL: "https://book.example"}, ""},
		{`{"path": "/bin/nodebeyond", "trace": {"server": "off"}, "run": null}`, settings{Scope: "workspace", BookURL: "https://book.example"}, ""},
		{`{"scoop": "open"}`, settings{Scope: "workspace", BookURL: "https://book.example"}, `"scoop"`},
		{`{"scope": "all"}`, settings{Scope: "workspace", BookURL: "https://book.example"}, `"all"; it can be open or workspace`},
		{`{"syntax": "maybe"}`, settings{Scope: "workspace", BookURL: "https://book.example"}, `"maybe"; it can be show or hide`},
		{`{"scope": 1}`, settings{Scope: "workspace", BookURL: "https://book.example"}, "scope"},
	} {
		before := len(c.log.String())
		c.server.configure([]byte(step.raw))
		if got := *c.server.settings.Load(); got != step.want {
			t.Errorf("%s: %v, not %v", step.raw, got, step.want)
		}
		if log := c.log.String()[before:]; !strings.Contains(log, step.log) || step.log == "" && log != "" {
			t.Errorf("%s: logged %q", step.raw, log)
		}
	}
}

// TestProblems: what keeps the engine from a file, or from running, is logged once.
func TestProblems(t *testing.T) {
	fail := false
	c := connect(t, write(t, nil), func(o *Options) {
		o.lint = func(context.Context, engine.Options) (*engine.Result, error) {
			if fail {
				return nil, errors.New("out of luck")
			}
			return &engine.Result{Errors: []engine.Problem{{File: "/x.js", Message: "is not UTF-8", Remedy: "save it as UTF-8"}}}, nil
		}
	})
	c.initialize(capabilities("utf-8"), nil)
	for range 3 {
		c.tell("workspace/didChangeConfiguration", map[string]any{"settings": nil})
		c.settle()
	}
	fail = true
	c.tell("workspace/didChangeConfiguration", map[string]any{"settings": nil})
	c.settle()
	log := c.log.String()
	if strings.Count(log, "/x.js: is not UTF-8; save it as UTF-8\n") != 1 || strings.Count(log, "out of luck") != 1 {
		t.Errorf("the log:\n%s", log)
	}
}
