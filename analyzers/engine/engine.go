// Package engine runs the rules over a project: it parses and walks each file once, links the facts into a program, judges it, and
// gives sorted findings. The command line and the language server make this one call, so they cannot disagree.
package engine

import (
	"context"

	"nodebeyond/analyzers/rule"
)

// File is one text to analyse.
type File struct {
	Path  string // absolute, forward slashes
	Size  int64  // bytes
	Mtime int64  // nanoseconds since 1970
	Ctime int64  // nanoseconds since 1970, 0 where the system has none
	Inode uint64
	// Text overrides the disk when not nil: an editor's buffer.
	Text *string
}

// Options says what to analyse and how. The zero value of each field is usable but Root.
type Options struct {
	// Root is the project's folder, absolute with forward slashes. It names the cache and bounds what counts as the project.
	Root string
	// Files are the texts of the project. Dependencies under node_modules are resolved and read as needed, never linted.
	Files []File
	// Texts are further files by path, which are read but never analysed, such as a package.json or data that is required. They go before
	// the disk's, and are for runs without a Memory: what changes in them is not looked for.
	Texts map[string]string
	// Rules are the rules to run; nil means none.
	Rules []*rule.Rule
	// Names are the ids of all rules there are, so that a comment which names one of them is not taken for a mistake. Those of Rules and the
	// engine's own need not be in it.
	Names []string
	// Engines is the range of Node versions for packages whose package.json names none in engines.node; "" when nothing is known.
	Engines string
	// Severity decides what a finding of a rule weighs in a file; nil takes the rule's own. It is asked after the analysis, so
	// settings never invalidate the cache.
	Severity func(file string, r *rule.Rule) rule.Severity
	// Jobs is the number of workers; 0 means one per processor.
	Jobs int
	// CacheDir is where the cache lives: "" means the user's cache folder, "off" means none.
	CacheDir string
	// MaxSize is the largest file to read, in bytes; 0 means 2 MiB.
	MaxSize int64
	// Progress is called now and then from one goroutine at a time.
	Progress func(done, total int)
	// Memory keeps what was learnt for the next run of the same process; nil means that the cache on disk is used instead.
	Memory *Memory
	// Timing collects Result.Timing.
	Timing bool
}

// Result is what a run found. It is immutable.
type Result struct {
	// Findings are sorted by file, start, end, rule. Off findings are not in it.
	Findings []rule.Diagnostic
	// Errors are files that could not be read and internal errors; the run went on without them.
	Errors []Problem
	Stats  Stats
	Timing []TimingRow
	texts  func(path string) (string, error)
	run    *run // nil for a run without a Memory
}

// Problem is something that kept the engine from looking at a file, or a rule from finishing.
type Problem struct {
	File    string // "" when it is about no file
	Message string // what happened
	Remedy  string // what to do, may be ""
}

// Stats are the counts of a run.
type Stats struct {
	Files  int // analysed
	Cached int // of them, taken from the cache
	Lines  int
}

// TimingRow is the time of one phase or rule.
type TimingRow struct {
	Name        string
	Nanoseconds int64
	Count       int
}

// Text is the text of a file that the findings speak of, as it was analysed where that is known.
func (r *Result) Text(path string) (string, error) { return r.texts(path) }

// Own are the findings that the engine makes itself, as rules, for severity settings and explain.
func Own() []*rule.Rule { return ownRules }

// Lint analyses a project. An error means that it could not run at all; everything else is in the Result. It is safe for concurrent
// use.
func Lint(ctx context.Context, o Options) (*Result, error) { return lint(ctx, o) }
