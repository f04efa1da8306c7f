package syntax

import (
	"fmt"
	"slices"
	"testing"
)

func TestTypeOnlyImports(t *testing.T) {
	f := Parse("a.ts", `import type { B } from './b';
import { A, type C } from './a';
import type D from "./d"
import type * as E from './e'
import type F = require('./f');
export type { G } from './g';
export type * from './h';
export type X = 'from' | "./x";
import type from './value';
import U, { used } from './u';
type Y = import('./y').Y; // import type Z from './z'
let x: A = used(type, "import type V from './v'");
import type { W } from './w' with { type: 'x' }
interface I { type: './i' }
`)
	if len(f.Problems) > 0 {
		t.Fatal(f.Problems)
	}
	var got []string
	for _, r := range f.TypeOnlyImports() {
		got = append(got, r.Specifier)
		if s := f.Text[r.Start+1 : r.End-1]; s != r.Specifier {
			t.Errorf("%s stands at %q", r.Specifier, s)
		}
	}
	if want := []string{"./b", "./d", "./e", "./f", "./g", "./h", "./w"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	got = nil
	for _, r := range f.Imports() {
		got = append(got, fmt.Sprint(r.Specifier, " ", r.Elided))
	}
	if want := []string{"./a true", "./value false", "./u false"}; !slices.Equal(got, want) {
		t.Errorf("imports %q, want %q", got, want)
	}
}
