package order

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
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
// program NODEBEYOND_NODE names. A program whose timers the machine's pace has put out of order runs
// again, at last when nothing else does.
//
// Most CommonJS programs run one after the other in one process: each begins when the loop has nothing left, in a listener of 'beforeExit', after
// which Node empties the queues and enters the loop as it does after a main script. Those that differ run again alone.
func TestGenerated(t *testing.T) {
	node := os.Getenv("NODEBEYOND_NODE")
	if node == "" {
		return
	}
	count, err := strconv.Atoi(os.Getenv("NODEBEYOND_ORDER"))
	if err != nil {
		count = 20
	}
	seed, _ := strconv.ParseInt(os.Getenv("NODEBEYOND_SEED"), 10, 64)
	p := &proof{t: t, node: node, dir: t.TempDir()}
	if err := os.WriteFile(filepath.Join(p.dir, "batch.js"), []byte(batchText), 0o644); err != nil {
		t.Fatal(err)
	}
	const together = 25
	work := make(chan []int64)
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			for seeds := range work {
				p.prove(seeds)
			}
		})
	}
	for i := 0; i < count; i += together {
		var seeds []int64
		for j := i; j < min(i+together, count); j++ {
			seeds = append(seeds, seed+int64(j))
		}
		work <- seeds
	}
	close(work)
	wg.Wait()
	for _, x := range p.late { // once more, with nothing else going on
		p.again++
		open, printed, _, err := p.alone3(x)
		p.count(x, len(printed), open, 1, err)
	}
	t.Logf("%d programs from seed %d: %d labels, %d undecided (%.1f %%), %d programs cut, %d alone, %d run again, %d wrong",
		count, seed, p.labels, p.undecided, 100*float64(p.undecided)/float64(max(p.labels, 1)), p.cut, p.alone, p.again, p.wrong)
	if p.labels == 0 {
		t.Error("nothing was printed")
	}
	if 10*p.undecided > p.labels {
		t.Errorf("%d of %d labels are undecided", p.undecided, p.labels)
	}
}

// batchText runs the modules that it is given one after the other.
const batchText = `const files = process.argv.slice(2);
let i = 0;
const next = () => { if (i < files.length) { console.log('\0' + i); require(files[i++]); } };
process.on('beforeExit', next);
next();
`

// proof counts what became of the programs.
type proof struct {
	t                                           *testing.T
	node, dir                                   string
	mu                                          sync.Mutex
	labels, undecided, cut, alone, again, wrong int
	late                                        []one // that differed while the machine was busy
}

// one is a program with its prediction.
type one struct {
	seed int64
	file string
	p    *Prediction
}

func (p *proof) prove(seeds []int64) {
	var batch, single []one
	for _, s := range seeds {
		text, esm := program(s)
		name := fmt.Sprintf("p%d.js", s)
		if esm {
			name = fmt.Sprintf("p%d.mjs", s)
		}
		x := one{seed: s, file: filepath.Join(p.dir, name)}
		if err := os.WriteFile(x.file, []byte(text), 0o644); err != nil {
			p.t.Error(err)
			return
		}
		x.p = Predict(syntax.Parse(x.file, text), Options{ESM: esm})
		if esm || strings.Contains(text, "xit'") {
			single = append(single, x)
		} else {
			batch = append(batch, x)
		}
	}
	for i, printed := range p.together(batch) {
		if open, err := compare(batch[i].p, printed); err == nil && printed != nil {
			p.count(batch[i], len(printed), open, 1, nil)
		} else {
			single = append(single, batch[i])
		}
	}
	for _, x := range single {
		open, printed, tries, err := p.alone3(x)
		p.mu.Lock()
		p.alone++
		if err != nil {
			p.late = append(p.late, x)
		}
		p.mu.Unlock()
		if err == nil {
			p.count(x, len(printed), open, tries, nil)
		}
	}
}

// alone3 runs a program by itself, up to three times until it agrees.
func (p *proof) alone3(x one) (open int, printed []string, tries int, err error) {
	for tries < 3 {
		tries++
		if printed, err = runNode(p.node, x.file); err != nil {
			return 0, nil, tries, err
		}
		if open, err = compare(x.p, printed); err == nil {
			break
		}
	}
	return open, printed, tries, err
}

func (p *proof) count(x one, labels, open, tries int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.labels, p.undecided = p.labels+labels, p.undecided+open
	if x.p.Cut != "" {
		p.cut++
	}
	if tries > 1 {
		p.again++
	}
	if err != nil {
		if p.wrong++; p.wrong < 30 {
			p.t.Errorf("seed %d: %v", x.seed, err)
		}
	}
}

// together runs programs in one process and gives what each printed; nil for those that it did not come to.
func (p *proof) together(batch []one) [][]string {
	out := make([][]string, len(batch))
	args := []string{filepath.Join(p.dir, "batch.js")}
	for _, x := range batch {
		args = append(args, x.file)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	text, err := exec.CommandContext(ctx, p.node, args...).Output()
	parts := strings.Split(string(text), "\x00")[1:]
	for i, part := range parts {
		if i+1 == len(parts) && err != nil {
			break // it ended here
		}
		_, printed, _ := strings.Cut(part, "\n")
		out[i] = append([]string{}, lines(printed)...)
	}
	return out
}
