package cli

import (
	"github.com/spf13/cobra"
)

func newBench(t *Tool, s *Streams) *cobra.Command {
	return &cobra.Command{Use: "bench", Hidden: true}
}
