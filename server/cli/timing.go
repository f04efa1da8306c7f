package cli

import (
	"fmt"
	"io"
	"slices"
	"time"

	"nodebeyond/analyzers/engine"
)

// writeTiming prints a table, the longest first, and how much of the work an earlier run had done. The times of rules and phases are sums
// over all workers.
func writeTiming(w io.Writer, result *engine.Result, whole time.Duration) {
	rows := slices.Clone(result.Timing)
	slices.SortStableFunc(rows, func(a, b engine.TimingRow) int { return int(min(max(b.Nanoseconds-a.Nanoseconds, -1), 1)) })
	name := len("phase or rule")
	for _, r := range rows {
		name = max(name, len(r.Name))
	}
	fmt.Fprintf(w, "%-*s  %10s  %9s\n", name, "phase or rule", "time", "count")
	for _, r := range rows {
		fmt.Fprintf(w, "%-*s  %7.1f ms  %9d\n", name, r.Name, float64(r.Nanoseconds)/1e6, r.Count)
	}
	fmt.Fprintf(w, "%-*s  %7.1f ms\n", name, "whole run", float64(whole.Nanoseconds())/1e6)
	fmt.Fprintf(w, "files: %d, from the cache: %d\n", result.Stats.Files, result.Stats.Cached)
}
