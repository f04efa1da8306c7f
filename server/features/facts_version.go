package features

import (
	"fmt"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/docs"
)

// requireOfESM is what require() of an ES module does (Node docs, "Modules: CommonJS modules", "Loading ECMAScript modules using require()").
var requireOfESM = []docs.Variant{
	{Says: "throws ERR_REQUIRE_ESM"},
	{From: "22.12.0", Also: "20.19.0", Says: "gives its namespace, unless it has a top-level await"},
}

// variant is the line about what differs between versions, by the range that the project asks for; "" when nothing does.
func (q *query) variant() string {
	if q.topic.Varies == "" || q.topic.For != nil && !slices.Contains(q.topic.For, q.key) || !q.concerned() {
		return ""
	}
	return q.says(q.topic.Varies, q.topic.By)
}

// concerned reports whether what differs may concern the call at hand: a code of process.exit that is no plain number, a function that may return a
// promise.
func (q *query) concerned() bool {
	if q.spot.call < 0 {
		return true
	}
	args := q.p.Args(program.CallRef{File: q.f.ID, Call: q.spot.call})
	switch q.key {
	case "process.exit":
		return len(args) > 0 && q.f.Facts.Val(args[0]).Kind != effects.Number
	case "util.promisify":
		return len(args) > 0 && slices.ContainsFunc(q.p.Eval(q.f, args[0]), func(a program.Abs) bool {
			if fn, ok := a.Func(); ok {
				return q.p.Func(fn).Flags&effects.FuncAsync != 0
			}
			m := a.Member()
			return m != nil && m.Func != nil && m.Func.ReturnsPromise
		})
	}
	return true
}

// says tells which of the variants the project may meet.
func (q *query) says(what string, by []docs.Variant) string {
	engines := ""
	if q.f.Package != nil {
		engines = q.f.Package.Engines
	}
	met := variantsIn(engines, by)
	if len(met) == 1 {
		return fmt.Sprintf("%s: %s (`engines.node` is `%s`).", what, by[met[0]].Says, engines)
	}
	line := Versions(what, by)
	if engines != "" && met != nil {
		return strings.TrimSuffix(line, ".") + fmt.Sprintf("; `engines.node` is `%s`.", engines)
	}
	return line
}

// Versions says how something differs between versions of Node, as Markdown.
func Versions(what string, by []docs.Variant) string {
	line := what + ": "
	for i, v := range by {
		if i > 0 {
			line += ", "
		}
		line += v.Says
		switch {
		case i+1 < len(by):
			line += " before Node " + since(by[i+1])
		case i > 0:
			line += " from then on"
		}
	}
	return line + "."
}

// since is the version that a variant begins with, for people.
func since(v docs.Variant) string {
	if v.Also != "" {
		return short(v.From) + " (" + short(v.Also) + ")"
	}
	return short(v.From)
}

// short leaves the zeros of a version away: 22, 20.11.
func short(version string) string {
	v := semver.MustParse(version)
	switch {
	case v.Patch() > 0:
		return version
	case v.Minor() > 0:
		return fmt.Sprintf("%d.%d", v.Major(), v.Minor())
	}
	return fmt.Sprint(v.Major())
}

// variantsIn are the indexes of the variants that versions in a range have; nil when the range says nothing.
func variantsIn(engines string, by []docs.Variant) []int {
	met := map[int]bool{}
	for _, v := range program.ReleasesIn(engines) {
		met[variantOf(v, by)] = true
	}
	var out []int
	for i := range by {
		if met[i] {
			out = append(out, i)
		}
	}
	return out
}

// variantOf is the index of the variant that a version has.
func variantOf(v *semver.Version, by []docs.Variant) int {
	at := 0
	for i := range by {
		if by[i].From == "" {
			continue
		}
		since := !v.LessThan(semver.MustParse(by[i].From))
		if also := by[i].Also; also != "" {
			a := semver.MustParse(also)
			since = since || a.Major() == v.Major() && !v.LessThan(a)
		}
		if since {
			at = i
		}
	}
	return at
}
