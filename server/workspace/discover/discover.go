// Package discover finds the files of a project.
//
// It knows which files are a Node project's own source, which folders never hold any, and what .gitignore files mean. It must
// not know what is done with the files.
//
// # What is found
//
// Source files (.js .cjs .mjs .jsx .ts .cts .mts .tsx, without declarations such as .d.ts) and, apart from them, package.json
// files. Left out without a word: node_modules, hidden folders (.git among them), minified files (*.min.js, .min.cjs, .min.mjs), and what .gitignore, .nodebeyondignore
// or the configuration say. What is left out for a reason the user may not expect (too large, unreadable, a name that is not UTF-8)
// is reported.
//
// A path that is named as a root is found even when it is hidden, minified or ignored; what lies below a named folder is
// held to the rules again.
//
// # Links
//
// As Git does, the walk does not follow a link to a folder: no loop can arise, and packages that a workspace links into node_modules
// are found once, where they live. A link to a file adds nothing when the file lies below a root: it is found there under its own name, or left out for its
// own reason. Otherwise the file is found once, under its real path, which is the path Node would give the module.
//
// # Ignore files
//
// The syntax and the precedence are Git's (documentation, "gitignore"): the last matching line wins, files in inner folders
// before those in outer ones, and nothing below an ignored folder can be brought back. Files named .nodebeyondignore have the same syntax
// and are asked first, so that one of them can bring back what a .gitignore hides. Both are read from the repository's root downwards, even when a root lies deeper. Outside of
// a repository they are read from the outermost folder above the root that is a root itself or the configuration's folder. Git's files outside of
// the tree (info/exclude, the user's own) are not read: a CI machine does not have them, and the answer should be the same there.
package discover

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
)

// Kind tells the two sorts of files that are found.
type Kind uint8

const (
	Source   Kind = iota // JavaScript or TypeScript
	Manifest             // package.json
)

// File is a file that was found, with what the file system says about it. The stat was taken before anyone could read the content.
type File struct {
	Path  string // absolute
	Kind  Kind
	Size  int64  // bytes
	MTime int64  // last change of the content, nanoseconds since 1970; programs may set it to anything
	CTime int64  // last change of content or attributes, which no program can set; 0 where the system has none
	Inode uint64 // 0 where the system has none
}

// Problem is a path that could not be looked at, or was left out for a reason the user may not expect.
type Problem struct {
	Path   string // may hold bytes that are not UTF-8
	Reason string // what is wrong: a clause without a capital or full stop
	Remedy string // what to do about it: the same
}

// DefaultMaxSize is the size in bytes above which a file is not looked at, unless Options says otherwise. Source that a person wrote does not get that
// large; bundles and data do.
const DefaultMaxSize = 2 << 20

// Options are the settings of a walk. The zero value is ready for use.
type Options struct {
	// MaxSize is the largest file to find, in bytes. 0 means DefaultMaxSize, a negative number no limit.
	MaxSize int64
	// ConfigDir is the folder that Ignore is relative to; absolute. Empty means the working folder.
	ConfigDir string
	// Ignore lists globs (with ** and {a,b}) of files and folders to leave out, with forward slashes, relative to ConfigDir.
	Ignore []string
	// NoIgnoreFiles turns .gitignore and .nodebeyondignore off.
	NoIgnoreFiles bool
	// Workers is how many folders are read at once. 0 means as many as there are processors.
	Workers int

	newFolder func() folder // tests put another one here
}

// Result says what happened beside the files that were found.
type Result struct {
	Problems []Problem // what could not be read; sorted by path
	Skipped  []Problem // files left out for a reason the user may not expect; sorted by path
	Folders  int       // folders that were read
	Ignored  int       // files and folders left out by ignore files or globs
}

// Walk finds the files below the roots, which are files or folders, absolute or relative to the working folder. It calls found for each file as soon as
// it is found, in no particular order, from several goroutines at once; each file is found once, however the roots overlap.
//
// The error is the context's; whatever else goes wrong is in the Result.
func Walk(ctx context.Context, roots []string, o Options, found func(File)) (Result, error) {
	w := newWalk(ctx, o, found)
	w.start(roots)
	w.run()
	w.finishLinks()
	return w.result(), ctx.Err()
}

// Files is Walk for callers that want everything at the end: sources and manifests, each sorted by path.
func Files(ctx context.Context, roots []string, o Options) (sources, manifests []File, r Result, err error) {
	var mu sync.Mutex
	r, err = Walk(ctx, roots, o, func(f File) {
		mu.Lock()
		defer mu.Unlock()
		if f.Kind == Manifest {
			manifests = append(manifests, f)
		} else {
			sources = append(sources, f)
		}
	})
	Sort(sources)
	Sort(manifests)
	return sources, manifests, r, err
}

// Sort orders files by path, byte by byte: the order in which everything that is printed goes.
func Sort(files []File) {
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
}

func sortProblems(p []Problem) {
	slices.SortFunc(p, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Reason, b.Reason))
	})
}
