package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/program"
)

// TestPrograms links a project of two parts.
func TestPrograms(t *testing.T) {
	p := newProject(t, map[string]string{
		"a.js":      `const b = require('./lib/b'); b.go()`,
		"alone.js":  `exports.x = 1`,
		"lib/b.js":  `exports.go = () => require('../a')`,
		"broken.js": "a\x00b",
	})
	o := p.options()
	var got []string
	linked, err := engine.Programs(context.Background(), o, func(prog *program.Program) error {
		var part []string
		for _, f := range prog.Files {
			part = append(part, f.Rel)
		}
		got = append(got, strings.Join(part, " "))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := "/a.js /lib/b.js|/alone.js|/broken.js"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(linked.Errors) != 1 || linked.Errors[0].File != o.Files[2].Path {
		t.Errorf("errors %v", linked.Errors)
	}
	if text, err := linked.Text(o.Files[1].Path); err != nil || text != "exports.x = 1" {
		t.Errorf("text %q, %v", text, err)
	}
	stop := errors.New("enough")
	if _, err := engine.Programs(context.Background(), o, func(*program.Program) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := engine.Programs(ctx, o, func(*program.Program) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
