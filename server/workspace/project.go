package workspace

import (
	"context"
	"os"
	"path/filepath"

	"nodebeyond/analyzers/engine"
	"nodebeyond/server/config"
)

// Project is what the engine has to be given for all of the project that a file, or folder, belongs to: the open folder that holds it, or else what
// config.ProjectRoot says, with the buffers of a snapshot laid over its files. Rules, cache and memory are not set. folder is where its files were
// looked for. The error is that of reading the configuration, or the context's. It looks at the disk, and it does not wait for an analysis.
func (s *Session) Project(ctx context.Context, snap *Snapshot, file string) (o engine.Options, folder string, err error) {
	for _, root := range s.Folders() {
		if within(root, file) || root == file {
			folder = root
			break
		}
	}
	if folder == "" {
		dir := filepath.FromSlash(file)
		if st, err := os.Stat(dir); err != nil || !st.IsDir() {
			dir = filepath.Dir(dir)
		}
		folder = filepath.ToSlash(config.ProjectRoot(dir))
	}
	plan, err := PlanFor(folder, s.config.Rules)
	if err != nil {
		return engine.Options{}, "", err
	}
	files, _, err := plan.find(ctx, folder)
	if err != nil {
		return engine.Options{}, "", err
	}
	var docs []*Document
	for _, d := range snap.docs {
		if within(folder, d.Path) {
			docs = append(docs, d)
		}
	}
	o = engine.Options{Root: plan.Options.Root, Engines: plan.Options.Engines, MaxSize: plan.Options.MaxSize}
	o.Files, _ = overlay(files, docs)
	return o, folder, nil
}
