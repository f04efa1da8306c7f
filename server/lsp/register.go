package lsp

import (
	"context"

	"go.lsp.dev/protocol"
)

// watched are the files whose change outside of the editor changes findings: sources, what decides how imports resolve, what is ignored, and
// the settings.
var watched = []string{
	"**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}",
	"**/{package.json,tsconfig.json,jsconfig.json,nodebeyond.jsonc,nodebeyond.json,.gitignore,.nodebeyondignore,.nvmrc,.node-version}",
}

// fileOperations asks the client to tell of files that a person creates, renames or deletes in it: clients that watch no files know of these at
// least. Edits of imports are left to the editor's own JavaScript support.
func fileOperations() *protocol.FileOperationOptions {
	var filters []protocol.FileOperationFilter
	for _, glob := range watched {
		filters = append(filters, protocol.FileOperationFilter{
			Scheme: ptr("file"), Pattern: protocol.FileOperationPattern{Glob: glob, Matches: protocol.FileOperationPatternKindFile},
		})
	}
	// A folder takes its files with it.
	filters = append(filters, protocol.FileOperationFilter{
		Scheme: ptr("file"), Pattern: protocol.FileOperationPattern{Glob: "**", Matches: protocol.FileOperationPatternKindFolder},
	})
	o := protocol.FileOperationRegistrationOptions{Filters: filters}
	return &protocol.FileOperationOptions{DidCreate: o, DidRename: o, DidDelete: o}
}

// DidCreateFiles looks at the disk again.
func (s *server) DidCreateFiles(context.Context, *protocol.CreateFilesParams) error {
	s.session.Refresh()
	s.checkSettings()
	return nil
}

// DidRenameFiles looks at the disk again. Open buffers the client closes and opens itself.
func (s *server) DidRenameFiles(context.Context, *protocol.RenameFilesParams) error {
	s.session.Refresh()
	s.checkSettings()
	return nil
}

// DidDeleteFiles looks at the disk again.
func (s *server) DidDeleteFiles(context.Context, *protocol.DeleteFilesParams) error {
	s.session.Refresh()
	s.checkSettings()
	return nil
}

// register asks the client for what only it can do: to watch files, and to say what its settings are.
func (s *server) register() {
	if s.abilities.configuration {
		go s.askSettings()
	}
	var list []protocol.Registration
	if s.abilities.watch {
		var watchers []protocol.FileSystemWatcher
		for _, glob := range watched {
			watchers = append(watchers, protocol.FileSystemWatcher{GlobPattern: protocol.Pattern(glob)})
		}
		list = append(list, protocol.Registration{
			ID: "watched", Method: protocol.MethodWorkspaceDidChangeWatchedFiles,
			RegisterOptions: anyOf(&protocol.DidChangeWatchedFilesRegistrationOptions{Watchers: watchers}),
		})
	}
	if len(list) == 0 {
		return
	}
	// The answer is waited for, and here messages are read.
	go func() {
		if err := s.client.RegisterCapability(s.life, &protocol.RegistrationParams{Registrations: list}); err != nil {
			s.logf("the client does not watch files: %v", err)
		}
	}()
}
