// Package workspace holds what an editor has open and what the analysis last said about it.
//
// A Session takes the changes: folders, buffers, files that changed on the disk. It runs the engine on each folder, with the open
// buffers laid over the disk, and gives out Snapshots. A Snapshot is immutable; every feature of the language server is a function of
// one, so an answer never mixes two states of the text.
//
// It knows no editor protocol: positions are bytes, files are absolute paths with forward slashes.
package workspace
