package effects

import (
	"testing"

	"nodebeyond/analyzers/syntax"
)

func lowerText(t *testing.T, text string) *Facts {
	t.Helper()
	f := syntax.Parse("a.js", text)
	if len(f.Problems) > 0 {
		t.Fatal(f.Problems)
	}
	return Lower(f, f.HasESM)
}

func TestSmoke(t *testing.T) {
	t.Log("\n" + lowerText(t, `
const fs = require('fs'), {readFileSync: r} = fs;
class A extends B { #x = 1; y = () => this.z(); constructor() { super(); this.q = 2; } static s() {} }
function h(req, res = 1) { try { if (req.url) return res.end(r('x')); else throw new Error('x') } catch (e) { log(e) } finally { done() } }
module.exports = { h, get z() { return 1 }, ...fs };
for (const k of [1,2]) { if (k) continue; a?.b(k) ?? c(k); }
switch (h) { case 1: f(); break; default: g() }
`).Text())
}
