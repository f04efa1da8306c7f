// Package pager shows a long text on a terminal by the program that the user reads such texts with.
//
// It knows how that program is found and started. It must not know what is in the text, nor whether a person is looking; who calls it does.
package pager

import (
	"context"
	"os/exec"
	"strings"
)

// Usual is what shows a text where the user has named nothing: less, which ends at once when the text fits the screen (-F), lets colours
// through (-R) and leaves the text on the screen (-X).
const Usual = "less -FRX"

// Command is the pager for a text: command as the variable PAGER holds it, a program and its arguments with spaces between them, or the
// usual one where that is "". ok is false when there is no such program; the text is then for the caller to write. It ends with the context.
func Command(ctx context.Context, command, text string) (_ *exec.Cmd, ok bool) {
	words := strings.Fields(command)
	if len(words) == 0 {
		words = strings.Fields(Usual)
	}
	program, err := exec.LookPath(words[0])
	if err != nil {
		return nil, false
	}
	c := exec.CommandContext(ctx, program, words[1:]...)
	c.Stdin = strings.NewReader(text)
	return c, true
}
