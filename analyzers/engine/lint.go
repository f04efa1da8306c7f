package engine

import (
	"context"
	"errors"

	"nodebeyond/analyzers/rule"
)

var ownRules []*rule.Rule

func lint(ctx context.Context, o Options) (*Result, error) { return nil, errors.New("engine: under construction") }
