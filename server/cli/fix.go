package cli

import (
	"context"

	"nodebeyond/analyzers/engine"
	"nodebeyond/server/report"
)

// outcome is what the analysis, and fixing, came to.
type outcome struct {
	result *engine.Result
	texts  Texts
	fixes  []report.FileFix
	errors []report.Problem
}

// analyse runs the engine.
func (l *linting) analyse(ctx context.Context, o engine.Options) (*outcome, error) {
	res, texts, err := l.Lint(ctx, o)
	if err != nil {
		return nil, err
	}
	return &outcome{result: res, texts: texts}, nil
}
