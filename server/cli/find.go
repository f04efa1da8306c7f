package cli

import (
	"context"
	"path/filepath"

	"nodebeyond/analyzers/engine"
	"nodebeyond/server/report"
	"nodebeyond/server/workspace"
	"nodebeyond/server/workspace/discover"
)

// found are the files below some paths.
type found struct {
	files   []engine.File // sorted by path
	errors  []report.Problem
	skipped []report.Problem
}

// find lists the source files below the paths, which are absolute.
func find(ctx context.Context, paths []string, o discover.Options) (*found, error) {
	sources, _, res, err := discover.Files(ctx, paths, o)
	if err != nil {
		return nil, err
	}
	out := &found{files: workspace.Files(sources)}
	asked := map[string]bool{}
	for _, p := range paths {
		asked[p] = true
	}
	for _, p := range res.Problems {
		out.errors = append(out.errors, problemOf(p))
	}
	for _, p := range res.Skipped {
		// What was named on the command line and is not looked at is an error; what a folder happens to hold is not.
		if asked[p.Path] {
			out.errors = append(out.errors, problemOf(p))
		} else {
			out.skipped = append(out.skipped, problemOf(p))
		}
	}
	return out, nil
}

func problemOf(p discover.Problem) report.Problem {
	return report.Problem{File: filepath.ToSlash(p.Path), Message: p.Reason, Remedy: p.Remedy}
}
