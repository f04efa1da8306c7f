package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// HeadersOf is EndingOf for the headers of a response: Ended says that a path sends them, and Twice are the paths that send them and then make
// a call which only works before (Node docs, "Class: http.ServerResponse", response.headersSent and response.setHeader). The answer is nil when
// the paths are too many or too dark.
func (p *Program) HeadersOf(fn FuncRef, object effects.ValueID) *Ending {
	return p.ending(endKey{fn, Ref{fn.File, object}, false, aimHeaders}, 0)
}

// MaySendEarly are the functions that may send the headers of a response and that change them in another call: among the one whose parameter it
// is and those inside that see it as a variable around them.
func (p *Program) MaySendEarly(fn FuncRef, object effects.ValueID) []FuncRef {
	d := p.dutyOf(Ref{fn.File, object}, aimHeaders)
	if d == nil {
		return nil
	}
	var out []FuncRef
	for i := range d.f.Facts.Funcs {
		if id := effects.FuncID(i); (id == fn.Func || d.inside[id]) && d.touchesHeaders(&d.f.Facts.Funcs[i]) {
			out = append(out, FuncRef{fn.File, id})
		}
	}
	return out
}

// touchesHeaders reports whether a function makes two calls of which one may send the headers and another one needs them unsent, by their looks.
func (d *duty) touchesHeaders(fn *effects.Func) bool {
	facts := d.f.Facts
	sends, needs, given := 0, 0, 0
	for i := range fn.Ops {
		if fn.Ops[i].Kind != effects.OpCall {
			continue
		}
		c := &facts.Calls[fn.Ops[i].A]
		if callee := facts.Val(c.Callee); callee.Kind == effects.Prop {
			name := facts.Strings[callee.B]
			if headerSenders[name] {
				sends++
			}
			if headerSetters[name] {
				needs++
			}
		}
		for _, a := range c.Args {
			if d.alias[a] {
				given++
				break
			}
		}
		if len(d.inside) > 0 && facts.Val(c.Callee).Kind == effects.Closure {
			given++
		}
	}
	return sends+given > 0 && needs+given > 0 && sends+needs+given > 1
}

// headerSenders are the methods of a response that send its headers before they return, headerSetters those that throw ERR_HTTP_HEADERS_SENT
// afterwards. Express's own set the headers by Node's (express 4 and 5, lib/response.js).
var (
	headerSenders = nameSet("write", "end", "writeHead", "flushHeaders", "send", "json", "jsonp", "sendStatus", "redirect")
	headerSetters = nameSet("setHeader", "setHeaders", "appendHeader", "removeHeader", "writeHead",
		"send", "json", "jsonp", "sendStatus", "redirect", "set", "header", "type", "contentType", "cookie", "clearCookie", "append", "location", "attachment", "links")
)

func nameSet(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, n := range names {
		set[n] = true
	}
	return set
}

// headerEffect is what a method of the response does to its headers.
func (d *duty) headerEffect(ref CallRef, m *nodeapi.Member, name string, e callEffect) callEffect {
	switch {
	case d.givesObject(ref):
		e.kind = doesHand
	case headerSenders[name]:
		e.kind, e.data = doesEnd, headerSetters[name]
	case headerSetters[name]:
		e.kind, e.data = doesNeed, true
		if len(d.f.Facts.Calls[ref.Call].Args) == 0 { // express: header(), a getter by another use
			e.kind = doesNothing
		}
	case m.Func.Effect == nodeapi.EffectEnds, m.Func.Effect == nodeapi.EffectDestroys:
		e.kind = doesHand
	}
	return e
}
