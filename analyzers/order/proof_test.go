package order

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"nodebeyond/analyzers/syntax"
)

// runNode runs a program and gives what it printed.
func runNode(node, file string) ([]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // each ends by itself
	defer cancel()
	cmd := exec.CommandContext(ctx, node, file)
	cmd.Dir = filepath.Dir(file)
	out, err := cmd.Output()
	if _, exited := err.(*exec.ExitError); exited && ctx.Err() == nil {
		err = nil // a program may end by an error
	}
	return lines(string(out)), err
}

// TestGenerated compares predictions with what Node does, for NODEBEYOND_ORDER random programs from NODEBEYOND_SEED on, on the line of Node whose
// program NODEBEYOND_NODE names. A program whose timers the machine's pace has put out of order gets a second and a third chance.
func TestGenerated(t *testing.T) {
	node, count := os.Getenv("NODEBEYOND_NODE"), 0
	if node == "" {
		return // how many programs can be predicted at all is TestGenerator's
	}
	count, err := strconv.Atoi(os.Getenv("NODEBEYOND_ORDER"))
	if err != nil {
		count = 20
	}
	seed, _ := strconv.ParseInt(os.Getenv("NODEBEYOND_SEED"), 10, 64)
	dir := t.TempDir()
	var mu sync.Mutex
	var labels, undecided, wrong, again, cut int
	next := make(chan int64)
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for s := range next {
				n, open, tries, isCut, err := prove(node, dir, s)
				mu.Lock()
				labels, undecided = labels+n, undecided+open
				if tries > 1 {
					again++
				}
				if isCut {
					cut++
				}
				if err != nil {
					wrong++
					if wrong < 6 {
						t.Errorf("seed %d: %v", s, err)
					}
				}
				mu.Unlock()
			}
		}()
	}
	for i := range int64(count) {
		next <- seed + i
	}
	close(next)
	wg.Wait()
	t.Logf("%d programs from seed %d: %d labels, %d undecided (%.1f %%), %d programs cut, %d run again, %d wrong", count, seed, labels, undecided, 100*float64(undecided)/float64(max(labels, 1)), cut, again, wrong)
	if labels == 0 {
		t.Error("nothing was printed")
	}
	if 10*undecided > labels {
		t.Errorf("%d of %d labels are undecided", undecided, labels)
	}
}

func prove(node, dir string, seed int64) (labels, undecided, tries int, cut bool, err error) {
	text, esm := program(seed)
	name := fmt.Sprintf("p%d.js", seed)
	if esm {
		name = fmt.Sprintf("p%d.mjs", seed)
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return 0, 0, 0, false, err
	}
	defer os.Remove(file)
	p := Predict(syntax.Parse(file, text), Options{ESM: esm})
	for tries = 1; tries <= 3; tries++ {
		printed, e := runNode(node, file)
		if e != nil {
			return 0, 0, tries, false, e
		}
		labels = len(printed)
		if undecided, err = compare(p, printed); err == nil {
			break
		}
	}
	return labels, undecided, tries, p.Cut != "", err
}
