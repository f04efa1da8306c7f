package discover

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// unreadable explains why a file or folder could not be read.
func unreadable(path string, err error) Problem {
	p := Problem{Path: path, Reason: "it cannot be read: " + cause(err), Remedy: "make it readable, or add it to .nodebeyondignore"}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.Reason = "it vanished while it was being read"
		p.Remedy = "run again when nothing else changes the tree"
	case errors.Is(err, fs.ErrPermission):
		p.Reason = "it cannot be read: permission denied"
		p.Remedy = "give the user who runs this read permission (and, for a folder, search permission), or add it to .nodebeyondignore"
	case errors.Is(err, syscall.EMFILE):
		p.Remedy = "raise the limit of open files (ulimit -n)"
	case errors.Is(err, syscall.ENAMETOOLONG):
		p.Remedy = "move the project to a shorter path, or add it to .nodebeyondignore"
	}
	return p
}

func missingRoot(path string, err error) Problem {
	if errors.Is(err, fs.ErrNotExist) {
		return Problem{Path: path, Reason: "there is no such file or folder", Remedy: "check the path, and the folder it is relative to"}
	}
	return unreadable(path, err)
}

func brokenLink(path string, err error) Problem {
	p := Problem{Path: path, Reason: "the link leads nowhere: " + cause(err), Remedy: "repair or remove the link"}
	if errors.Is(err, fs.ErrNotExist) {
		p.Reason = "the link leads nowhere"
	}
	return p
}

func notUTF8(path string) Problem {
	return Problem{
		Path:   path,
		Reason: "its name is not valid UTF-8, which editors and reports cannot express",
		Remedy: "rename it",
	}
}

func notRegular(path string) Problem {
	return Problem{Path: path, Reason: "it is not a regular file", Remedy: "nothing to do, if that is intended"}
}

func notSource(path string) Problem {
	return Problem{
		Path:   path,
		Reason: "its name is not that of a JavaScript or TypeScript source file",
		Remedy: "name files that end in .js, .cjs, .mjs, .jsx, .ts, .cts, .mts or .tsx, or a folder",
	}
}

func tooLarge(path string, size, limit int64) Problem {
	return Problem{
		Path:   path,
		Reason: fmt.Sprintf("it is too large: %d bytes, the limit is %d", size, limit),
		Remedy: "raise the size limit if it is source, or add it to .nodebeyondignore if it is generated",
	}
}

func badGlob(configDir, glob string) Problem {
	return Problem{
		Path:   configDir,
		Reason: fmt.Sprintf("the ignore pattern %q is not a valid glob", glob),
		Remedy: "correct the pattern in the configuration",
	}
}

// cause is an error without the path that the system put before it.
func cause(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
