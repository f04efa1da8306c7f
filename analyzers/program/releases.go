package program

import (
	"strings"
	"sync"

	"github.com/Masterminds/semver/v3"

	"nodebeyond/analyzers/nodeapi"
)

// Engines is the range of Node versions that a file's package asks for, as written; "" when nothing is said.
func (f *File) Engines() string {
	if f.Package == nil {
		return ""
	}
	return f.Package.Engines
}

// MayRun reports whether a file may run on a release of Node that meets a range such as "<20.19 || >=22 <22.12". A package that says nothing of its
// versions runs on the newest release of each supported line; so does one whose range nobody can read. It panics when the asked range is malformed.
func (f *File) MayRun(asked string) bool {
	return anyIn(f.releases(), asked)
}

// RunsOnly reports whether every release of Node that a file may run on meets a range.
func (f *File) RunsOnly(asked string) bool {
	c := constraint(asked)
	for _, v := range f.releases() {
		if !c.Check(v) {
			return false
		}
	}
	return true
}

// Lines are the supported lines of Node that a file may run on; of a package that asks for older ones alone, the oldest.
func (f *File) Lines() nodeapi.Lines {
	var lines nodeapi.Lines
	for _, v := range f.releases() {
		lines |= nodeapi.LineOf(int(v.Major()))
	}
	return lines
}

func (f *File) releases() []*semver.Version {
	if in := ReleasesIn(f.Engines()); in != nil {
		return in
	}
	return newest()
}

func anyIn(releases []*semver.Version, asked string) bool {
	c := constraint(asked)
	for _, v := range releases {
		if c.Check(v) {
			return true
		}
	}
	return false
}

var constraints sync.Map // of *semver.Constraints, by the range as written: the rules ask for a handful

func constraint(asked string) *semver.Constraints {
	if c, ok := constraints.Load(asked); ok {
		return c.(*semver.Constraints)
	}
	c, err := semver.NewConstraint(asked)
	if err != nil {
		panic("program: " + asked + ": " + err.Error())
	}
	constraints.Store(asked, c)
	return c
}

var ranges sync.Map // of []*semver.Version, by engines.node as written

// ReleasesIn are releases of Node that a range of engines.node allows; nil when it allows none that is known, or nobody can read it. They stand for
// all: of each line since 16 the first, those around the minor releases that brought something, and the newest known.
func ReleasesIn(engines string) []*semver.Version {
	if engines == "" {
		return nil
	}
	if in, ok := ranges.Load(engines); ok {
		return in.([]*semver.Version)
	}
	var in []*semver.Version
	if v, err := semver.StrictNewVersion(strings.TrimLeft(engines, "=v ")); err == nil {
		in = []*semver.Version{v}
	} else if c, err := semver.NewConstraint(engines); err == nil {
		for _, v := range releases() {
			if c.Check(v) {
				in = append(in, v)
			}
		}
	}
	ranges.Store(engines, in)
	return in
}

var releases = sync.OnceValue(func() []*semver.Version {
	var out []*semver.Version
	for major := uint64(16); major <= 26; major++ {
		for _, minor := range []uint64{0, 2, 6, 7, 10, 11, 12, 15, 17, 18, 19, 20, 22} {
			out = append(out, semver.New(major, minor, 0, "", ""))
		}
	}
	return append(out, newest()...)
})

// newest are the newest known releases of the supported lines.
var newest = sync.OnceValue(func() []*semver.Version {
	var out []*semver.Version
	for _, v := range nodeapi.AskedVersions() {
		out = append(out, semver.MustParse(strings.TrimPrefix(v, "v")))
	}
	return out
})
