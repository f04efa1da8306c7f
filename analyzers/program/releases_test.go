package program

import "testing"

// TestMayRun holds the ranges that packages write against the releases in which Node changed (docs/chapters/esm.md: require() of an ES module works
// from 20.19 and 22.12 on).
func TestMayRun(t *testing.T) {
	const before = "<20.19 || >=22 <22.12"
	for _, c := range []struct {
		engines   string
		may, only bool
		lines     string
	}{
		{"", false, false, "20, 22, 24, 26"},
		{">=18", true, false, "20, 22, 24, 26"},
		{">=20.19 <21 || >=22.12", false, false, "20, 22, 24, 26"},
		{"^20", true, false, "20"},
		{"20.x", true, false, "20"},
		{"^24.0.0", false, false, "24"},
		{"14 || 16", true, true, "20"}, // 16 is the oldest known release, and judged as the oldest line
		{">=99", false, false, "20, 22, 24, 26"},
		{"latest", false, false, "20, 22, 24, 26"},
		{"=22.3.1", true, true, "22"},
		{"v22.13.1", false, false, "22"},
	} {
		f := &File{Input: Input{Package: &Package{Engines: c.engines}}}
		if got := f.MayRun(before); got != c.may {
			t.Errorf("%q: MayRun(%s) = %v", c.engines, before, got)
		}
		if got := f.RunsOnly(before); got != c.only {
			t.Errorf("%q: RunsOnly(%s) = %v", c.engines, before, got)
		}
		if got := f.Lines().String(); got != c.lines {
			t.Errorf("%q: Lines = %s, want %s", c.engines, got, c.lines)
		}
	}
}
