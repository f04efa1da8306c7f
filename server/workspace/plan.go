package workspace

import (
	"context"
	"path/filepath"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
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
	if file := config.Find(dir); file != "" {
		names := config.Names{}
		for _, list := range [][]*rule.Rule{rules, engine.Own()} {
			for _, r := range list {
				names.Rules = append(names.Rules, r.ID)
			}
		}
		for _, chapter := range docs.Chapters() {
			names.Chapters = append(names.Chapters, chapter.ID)
		}
		var err error
		if c, err = config.Load(file, names); err != nil {
			return nil, err
		}
	}
	ids := make([]string, len(rules))
	for i, r := range rules {
		ids[i] = r.ID
	}
	chosen := c.Select(rules, config.Choice{Always: engine.Own()})
	return &Plan{
		Options:  engine.Options{Root: filepath.ToSlash(config.ProjectRoot(dir)), Rules: chosen.Rules(), Names: ids, Engines: string(c.Engines.Node), Severity: chosen.Severity, MaxSize: discover.DefaultMaxSize},
		Discover: discover.Options{MaxSize: discover.DefaultMaxSize, ConfigDir: filepath.FromSlash(c.Dir()), Ignore: c.IgnoreGlobs()},
	}, nil
}

// find lists the files of a folder, sorted by path.
func (p *Plan) find(ctx context.Context, folder string) ([]engine.File, []engine.Problem, error) {
	sources, _, r, err := discover.Files(ctx, []string{filepath.FromSlash(folder)}, p.Discover)
	if err != nil {
		return nil, nil, err
	}
	files := make([]engine.File, len(sources))
	for i, f := range sources {
		files[i] = engine.File{Path: filepath.ToSlash(f.Path), Size: f.Size, Mtime: f.MTime, Ctime: f.CTime, Inode: f.Inode}
	}
	var problems []engine.Problem
	for _, p := range r.Problems {
		problems = append(problems, engine.Problem{File: filepath.ToSlash(p.Path), Message: p.Reason, Remedy: p.Remedy})
	}
	return files, problems, nil
}
