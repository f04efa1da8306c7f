package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"
)

// Streams are the ends that a command reads and writes, with what is known about them. They are decided once.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// OutTerminal and ErrTerminal tell whether a person is looking, InTerminal whether one can answer.
	InTerminal, OutTerminal, ErrTerminal bool
	// Width is the width of the terminal in columns; 0 when Out is none.
	Width int
	// Getenv looks up the environment.
	Getenv func(string) string
	// Dir is the working folder, absolute and without symbolic links: what imports lead to is named by real paths (Node docs, "All
	// together": "Set RESOLVED to the real path"), and the files that one starts from must have the same names.
	Dir string

	colorMode string
	color     bool
}

// System are the streams of the process. The error is that of os.Getwd.
func System() (*Streams, error) {
	s := &Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // os.Getwd gives the way that the shell took
	}
	s.Dir = dir
	s.InTerminal = term.IsTerminal(int(os.Stdin.Fd()))
	s.OutTerminal = term.IsTerminal(int(os.Stdout.Fd()))
	s.ErrTerminal = term.IsTerminal(int(os.Stderr.Fd()))
	if s.OutTerminal {
		if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
			s.Width = w
		}
	}
	return s, nil
}

// decideColor settles whether Out gets colours: --color, then NO_COLOR (no-color.org: set and not empty), then FORCE_COLOR (as Node
// reads it: set, and neither "0" nor "false"), then whether it is a terminal that has them.
func (s *Streams) decideColor() error {
	switch s.colorMode {
	case "always":
		s.color = true
	case "never":
		s.color = false
	case "auto":
		force := s.Getenv("FORCE_COLOR")
		switch {
		case s.Getenv("NO_COLOR") != "":
			s.color = false
		case force != "":
			s.color = force != "0" && !strings.EqualFold(force, "false")
		default:
			s.color = s.OutTerminal && s.Getenv("TERM") != "dumb"
		}
	default:
		return fail("use auto, always or never", "--color does not know %q", s.colorMode)
	}
	return nil
}
