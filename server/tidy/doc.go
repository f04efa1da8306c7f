// Package tidy holds the tests about the tree itself: who imports whom, what lies where, links, generated files.
//
// It knows the rules that docs/contributing/architecture.md states, and no code. It has nothing to import and imports nothing.
package tidy
