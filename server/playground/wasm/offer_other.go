//go:build !js

package main

import (
	"context"
	"os"
)

// offer has nobody to offer it to.
func offer(func(context.Context, string) string) {
	_, _ = os.Stderr.WriteString("this program is for a browser: .ci/playground compiles it\n")
	os.Exit(2)
}
