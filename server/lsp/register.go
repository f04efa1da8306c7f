package lsp

import (
	"go.lsp.dev/protocol"
)

// watched are the files whose change outside of the editor changes findings: sources, what decides how imports resolve, what is ignored, and
// the settings.
var watched = []string{
	"**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}",
	"**/{package.json,tsconfig.json,jsconfig.json,nodebeyond.jsonc,nodebeyond.json,.gitignore,.nodebeyondignore}",
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
