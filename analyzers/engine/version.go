package engine

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine/cache"
)

// Format names the layouts of what one run leaves to the next: facts, records and index. Where one of them differs, nothing is taken over.
func Format() string {
	return fmt.Sprintf("%d.%d.%d", effects.FormatVersion, recordVersion, cache.Format)
}
