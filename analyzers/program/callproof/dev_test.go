package callproof

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDev(t *testing.T) {
	base := os.Getenv("CG_DEV")
	if base == "" {
		t.SkipNow()
	}
	var all verdict
	for _, name := range strings.Fields(os.Getenv("CG_NAMES")) {
		if m, _ := filepath.Glob(filepath.Join(base, "out", name, "*.json")); len(m) == 0 {
			continue
		}
		calls := collect(t, filepath.Join(base, "out", name))
		g := build(t, filepath.Join(base, "run", name))
		v := compare(t, name, g, calls)
		fmt.Printf("%-18s observed %4d strong %5.1f%% with weak %5.1f%% | static %4d seen %5.1f%% weak %d seen %d\n", name, v.observed, percent(v.strong, v.observed), percent(v.strong+v.weak, v.observed), v.static, percent(v.confirmed, v.static), v.staticWeak, v.confirmedW)
		all.observed += v.observed
		all.strong += v.strong
		all.weak += v.weak
		all.static += v.static
		all.confirmed += v.confirmed
		all.staticWeak += v.staticWeak
		all.confirmedW += v.confirmedW
		if os.Getenv("CG_MISSING") != "" {
			for _, c := range v.missing {
				fmt.Println("   -", g.show(c))
			}
		}
		if os.Getenv("CG_UNSEEN") != "" {
			for _, c := range v.unseen {
				fmt.Println("   +", g.show(c))
			}
		}
	}
	v := all
	fmt.Printf("%-18s observed %4d strong %5.1f%% with weak %5.1f%% | static %4d seen %5.1f%% weak %d seen %d\n", "all", v.observed, percent(v.strong, v.observed), percent(v.strong+v.weak, v.observed), v.static, percent(v.confirmed, v.static), v.staticWeak, v.confirmedW)
}
