package workspace

import (
	"context"
	"path/filepath"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/server/config"
	"nodebeyond/server/workspace/discover"
)

// Plan is how a folder is analysed: what `nodebeyond lint <folder>` makes of its configuration, without options.
type Plan struct {
	Options  engine.Options // all but the files
	Discover discover.Options
}

// PlanFor reads the configuration that holds for a folder, absolute with forward slashes. The error is that of reading it, or
// config.Errors.
func PlanFor(folder string, rules []*rule.Rule) (*Plan, error) {
	dir := filepath.FromSlash(folder)
	c := &config.Config{}
	names := config.NamesOf(rules, engine.Own())
	if file := config.Find(dir); file != "" {
		var err error
		if c, err = config.Load(file, names); err != nil {
			return nil, err
		}
	}
	chosen := c.Select(rules, config.Choice{Always: engine.Own()})
	root := config.ProjectRoot(dir)
	return &Plan{
		Options:  engine.Options{Root: filepath.ToSlash(root), Rules: chosen.Rules(), Names: names.Rules, Engines: c.NodeRange(root), Severity: chosen.Severity, MaxSize: discover.DefaultMaxSize},
		Discover: discover.Options{MaxSize: discover.DefaultMaxSize, ConfigDir: filepath.FromSlash(c.Dir()), Ignore: c.IgnoreGlobs()},
	}, nil
}

// Files are what was found as the engine takes it, in the same order.
func Files(sources []discover.File) []engine.File {
	files := make([]engine.File, len(sources))
	for i, f := range sources {
		files[i] = engine.File{Path: filepath.ToSlash(f.Path), Size: f.Size, Mtime: f.MTime, Ctime: f.CTime, Inode: f.Inode}
	}
	return files
}

// find lists the files of a folder, sorted by path.
func (p *Plan) find(ctx context.Context, folder string) ([]engine.File, []engine.Problem, error) {
	sources, _, r, err := discover.Files(ctx, []string{filepath.FromSlash(folder)}, p.Discover)
	if err != nil {
		return nil, nil, err
	}
	var problems []engine.Problem
	for _, p := range r.Problems {
		problems = append(problems, engine.Problem{File: filepath.ToSlash(p.Path), Message: p.Reason, Remedy: p.Remedy})
	}
	return Files(sources), problems, nil
}
