package program

import (
	"slices"
	"testing"
)

// Lists that are pushed into each other lead to a handler in more ways than anybody can follow. Each list is looked through once for a depth.
func TestHandlerInListsOfLists(t *testing.T) {
	p := linkText(t, `
-- index.js --
const routes = require('somewhere');
const a = [], b = [], c = [], d = [];
a.push(b, c, d); b.push(a, c, d); c.push(a, b, d); d.push(a, b, c);
d.push(function last(req, res, next) { next(); });
process.title = 'lists';
routes.get('/', a, function own(req, res, next) { next(); });
`)
	var names []string
	for _, r := range p.Roots() {
		if r.Handler == nil && r.What == "route handler" {
			names = append(names, p.FuncName(r.Func))
		}
	}
	// a holds d, and so do b and c, which a holds: last is met from two depths
	if want := []string{"last", "last", "own"}; !slices.Equal(names, want) {
		t.Errorf("roots of %v, want %v", names, want)
	}
}
