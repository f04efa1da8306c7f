package program

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// This file follows a value back to what a client sent: the parts of a request (Node docs, "Class: http.IncomingMessage"; Express, Koa, Fastify
// and hapi, their Request pages) and messages. It goes through variables, members of literals, string methods, parameters and results of the
// project's functions. What changes a text so that it may have become harmless ends the way, and so does any test that asks something about it:
// an answer is a way on which nobody looked.

// Purpose is what a value from a client would be used for, which decides what makes it harmless.
type Purpose uint8

// The purposes.
const (
	AsText Purpose = iota // any use of the text
	AsPath                // a part of a file's path
)

// Origin is the part of a request that a value is made of.
type Origin struct {
	// Text is how the code names it: "req.query.name". Part is "url", "query", "params", "body", "headers", "cookies" or "message".
	Text, Part string
	// Steps lead from the place where the value is read to where it is used.
	Steps []Step
}

// maxOriginWay bounds how many values are followed from a use back to a request.
const maxOriginWay = 24

// maxOriginValues bounds how many values one search looks at.
const maxOriginValues = 400

// ClientData says which part of a request a value that is used at a place of a file is made of, when nobody is seen to check it on the way; ok is
// false for everything else.
func (p *Program) ClientData(f *File, v effects.ValueID, at syntax.Range, use Purpose) (o Origin, ok bool) {
	if !p.hasRequests() {
		return o, false
	}
	t := &originSearch{p: p, use: use, seen: map[Ref]bool{}}
	return t.of(f, v, at, nil)
}

// hasRequests reports whether some function of the program is run by a request, connection or message.
func (p *Program) hasRequests() bool {
	return slices.ContainsFunc(p.Roots(), func(r Root) bool {
		return r.When == nodeapi.Request || r.When == nodeapi.Connection || r.When == nodeapi.Message
	})
}

// originSearch is one search.
type originSearch struct {
	p       *Program
	use     Purpose
	seen    map[Ref]bool
	depth   int
	looked  int  // how many values were looked at, so that a search ends
	decoded bool // what was found so far is decoded afterwards, so that %2e and %2f count
}

// handing is a call of a function of the project whose result is followed: its parameters are the arguments there.
type handing struct {
	call  CallRef
	fn    FuncRef
	outer *handing
}

func (t *originSearch) of(f *File, v effects.ValueID, at syntax.Range, in *handing) (Origin, bool) {
	if t.looked++; t.looked > maxOriginValues {
		return Origin{}, false
	}
	if v <= 0 || t.depth >= maxOriginWay || t.seen[Ref{f.ID, v}] || f.questioned()[v]&asksText != 0 {
		return Origin{}, false
	}
	t.seen[Ref{f.ID, v}] = true
	t.depth++
	defer func() { t.depth--; delete(t.seen, Ref{f.ID, v}) }()
	x := f.Facts.Values[v]
	switch x.Kind {
	case effects.Prop:
		return t.member(f, v, x, at, in)
	case effects.Elem, effects.Await, effects.Spread:
		return t.of(f, x.A, at, in)
	case effects.Var:
		va := &f.Facts.Vars[x.A]
		if va.End > va.Start {
			at = syntax.Range{Start: va.Start, End: va.End}
		}
		return t.all(f, va.Values, at, in, f.Facts.Str(va.Name))
	case effects.Join, effects.Template, effects.Array:
		return t.any(f, f.Facts.Lists[x.A], at, in)
	case effects.Binary:
		switch x.Op {
		case effects.Add, effects.Or, effects.Nullish, effects.And:
			return t.any(f, []effects.ValueID{x.A, x.B}, at, in)
		}
	case effects.Result:
		return t.result(f, CallRef{f.ID, x.A}, at, in)
	case effects.Param:
		return t.param(f, FuncRef{f.ID, x.A}, x.B, at, in)
	}
	return Origin{}, false
}

// any is the first of values that comes from a client.
func (t *originSearch) any(f *File, list []effects.ValueID, at syntax.Range, in *handing) (Origin, bool) {
	for _, v := range list {
		if o, ok := t.of(f, v, at, in); ok {
			return o, true
		}
	}
	return Origin{}, false
}

// all is the origin of a variable, all of whose values come from a client or are constant.
func (t *originSearch) all(f *File, list []effects.ValueID, at syntax.Range, in *handing, name string) (o Origin, ok bool) {
	for _, v := range list {
		switch f.Facts.Val(v).Kind {
		case effects.String, effects.Undefined, effects.Null, effects.Number, effects.Bool:
			continue
		}
		if t.seen[Ref{f.ID, v}] {
			continue
		}
		found, yes := t.of(f, v, at, in)
		if !yes {
			return Origin{}, false
		}
		if !ok {
			o, ok = found, true
		}
	}
	if ok && at.End > at.Start && len(o.Steps) == 0 {
		o.Steps = append(o.Steps, Step{f.ID, at, "`" + name + "` gets " + o.Text + ", which the client decides"})
	}
	return o, ok
}

// member is a member of something: of a request, of what came with it, or of a literal.
func (t *originSearch) member(f *File, v effects.ValueID, x effects.Value, at syntax.Range, in *handing) (Origin, bool) {
	name := f.Facts.Str(x.B)
	if part := t.p.RequestPart(f, x.A, name); part != "" {
		if t.constrained(f, v, part) {
			return Origin{}, false
		}
		return Origin{Text: f.Facts.CalleeName(v), Part: part}, true
	}
	switch name {
	case "length", "size", "constructor":
		return Origin{}, false
	}
	if !t.decoded && t.use == AsPath && (name == "pathname" || name == "href") && t.p.isURL(f, x.A) {
		return Origin{}, false // the URL parser has taken the dots out (WHATWG URL, path state)
	}
	if m := t.literalMember(f, x.A, name, in); m.Value > 0 {
		return t.of(t.p.Files[m.File], m.Value, at, t.outside(f, m, in))
	}
	o, ok := t.of(f, x.A, at, in)
	if ok && (o.Part == "query" || o.Part == "params" || o.Part == "body" || o.Part == "headers" || o.Part == "cookies") {
		if !strings.HasSuffix(o.Text, "."+name) && strings.Count(o.Text, ".") < 3 {
			o.Text += "." + name
		}
	}
	return o, ok
}

func (t *originSearch) outside(f *File, m Ref, in *handing) *handing {
	if m.File != f.ID {
		return nil
	}
	return in
}

// literalMember is the member of the object literal that a value is, through one variable or parameter; its Value is 0 when it is something else.
func (t *originSearch) literalMember(f *File, base effects.ValueID, name string, in *handing) Ref {
	for range 4 {
		x := f.Facts.Val(base)
		switch x.Kind {
		case effects.Object:
			for _, m := range f.Facts.Objects[x.A].Members {
				if f.Facts.Str(m.Name) == name && m.Flags&(effects.MemberGetter|effects.MemberSpread) == 0 {
					return Ref{f.ID, m.Value}
				}
			}
			return Ref{}
		case effects.Var:
			vals := f.Facts.Vars[x.A].Values
			if len(vals) != 1 {
				return Ref{}
			}
			base = vals[0]
		case effects.Param:
			passes := t.p.flowOf(FuncRef{f.ID, x.A}).passes(x.B)
			if len(passes) != 1 {
				return Ref{}
			}
			f, base = t.p.Files[passes[0].File], passes[0].Value
		default:
			return Ref{}
		}
	}
	return Ref{}
}

// constrained reports whether a route allows a parameter some texts only: /:id(\d+).
func (t *originSearch) constrained(f *File, v effects.ValueID, part string) bool {
	if part != "params" {
		return false
	}
	for _, u := range f.index().props.of(v) {
		name := f.Facts.Str(f.Facts.Val(u).B)
		for _, s := range f.Facts.Strings {
			if strings.Contains(s, ":"+name+"(") {
				return true
			}
		}
	}
	return false
}

// result is what a call gives.
func (t *originSearch) result(f *File, r CallRef, at syntax.Range, in *handing) (Origin, bool) {
	p, c := t.p, t.p.Call(r)
	args := p.Args(r)
	name, recv := p.MethodName(r), p.Receiver(r)
	m := p.Member(r)
	first := func() (Origin, bool) {
		if len(args) == 0 {
			return Origin{}, false
		}
		return t.of(f, args[0], at, in)
	}
	switch {
	case m.Is("global.decodeURIComponent", "global.decodeURI", "global.unescape", "querystring.unescape"):
		saved := t.decoded
		t.decoded = true
		o, ok := first()
		t.decoded = saved
		return o, ok
	case m.Is("global.String", "JSON.parse", "path.normalize", "path.posix.normalize", "path.win32.normalize", "url.parse", "URL", "url.URL", "URL.parse", "querystring.parse", "URLSearchParams", "Buffer.from", "global.structuredClone"):
		return first()
	case m.Is("path.join", "path.resolve", "path.posix.join", "path.posix.resolve"):
		return t.any(f, args, at, in)
	case m.Is("JSON.stringify") && t.use == AsText:
		return first()
	}
	if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Global {
		switch f.Facts.Str(cv.A) {
		case "decodeURIComponent", "decodeURI", "unescape":
			saved := t.decoded
			t.decoded = true
			o, ok := first()
			t.decoded = saved
			return o, ok
		case "String", "URL", "URLSearchParams":
			return first()
		}
		return Origin{}, false
	}
	if recv >= 0 {
		if part := p.requestCall(f, recv, name); part != "" {
			return Origin{Text: f.Facts.CalleeName(c.Callee) + "()", Part: part}, true
		}
		switch name {
		case "toString", "trim", "trimStart", "trimEnd", "slice", "substring", "substr", "split", "pop", "shift", "at", "toLowerCase", "toUpperCase", "normalize", "valueOf",
			"concat", "reverse", "filter", "get", "getAll":
			if o, ok := t.of(f, recv, at, in); ok {
				return o, true
			}
		case "join":
			if o, ok := t.of(f, recv, at, in); ok {
				return o, true
			}
			return Origin{}, false
		case "replace", "replaceAll":
			if len(args) > 0 && t.harmless(f, args[0]) {
				return t.of(f, recv, at, in)
			}
			return Origin{}, false
		}
	}
	for _, a := range p.Targets(r) {
		fn, ok := a.Func()
		if !ok || p.Func(fn).Flags&effects.FuncGenerator != 0 {
			continue
		}
		g := p.Files[fn.File]
		for _, v := range p.Func(fn).Returns {
			if o, ok := t.of(g, v, syntax.Range{}, &handing{r, fn, in}); ok {
				o.Steps = append(o.Steps, Step{f.ID, syntax.Range{Start: c.Start, End: c.CalleeEnd}, "`" + p.FuncName(fn) + "` gives it back"})
				return o, true
			}
		}
	}
	return Origin{}, false
}

// harmless reports whether what a replace takes out cannot be what makes a text dangerous: a constant beginning, a query, a space.
func (t *originSearch) harmless(f *File, pattern effects.ValueID) bool {
	x := f.Facts.Val(pattern)
	switch x.Kind {
	case effects.String:
		s := f.Facts.Str(x.A)
		return !strings.Contains(s, "..") && len(s) > 1
	case effects.RegExp:
		s := strings.TrimPrefix(f.Facts.Str(x.A), "/")
		return !strings.Contains(s, `\.`) && !strings.Contains(s, "[^") && (strings.HasPrefix(s, "^") || strings.HasPrefix(s, `\?`) || strings.HasPrefix(s, `\+`))
	}
	return false
}

// param is what calls pass for a parameter, or what an API does.
func (t *originSearch) param(f *File, fn FuncRef, i int32, at syntax.Range, in *handing) (Origin, bool) {
	p := t.p
	if in != nil && in.fn == fn {
		args := p.Args(in.call)
		if int(i) >= len(args) {
			return Origin{}, false
		}
		c := p.Call(in.call)
		return t.of(p.Files[in.call.File], args[i], argRange(c, int(i)), in.outer)
	}
	if text, ok := p.messageParam(f, fn, i); ok {
		return Origin{Text: text, Part: "message"}, true
	}
	for k, r := range p.flowOf(fn).passes(i) {
		if k > 30 {
			break
		}
		g := p.Files[r.File]
		if g.Test && !f.Test {
			continue
		}
		call, arg := p.passedAt(fn, r, i)
		var place syntax.Range
		if call.Call >= 0 {
			place = argRange(p.Call(call), arg)
		}
		if o, ok := t.of(g, r.Value, place, nil); ok {
			if call.Call >= 0 {
				o.Steps = append(o.Steps, Step{call.File, place, o.Text + " is handed to `" + p.FuncName(fn) + "`"})
			}
			return o, true
		}
	}
	return Origin{}, false
}

func argRange(c *effects.Call, i int) syntax.Range {
	if i < 0 || i >= len(c.ArgStart) {
		return syntax.Range{Start: c.Start, End: c.CalleeEnd}
	}
	return syntax.Range{Start: c.ArgStart[i], End: c.ArgEnd[i]}
}

// passedAt is the call that passes a value to a function, Call None when it is not seen.
func (p *Program) passedAt(fn FuncRef, r Ref, i int32) (CallRef, int) {
	for _, u := range p.Files[r.File].index().uses.of(r.Value) {
		if u.kind != UseArg {
			continue
		}
		call := CallRef{r.File, u.call}
		for _, a := range p.Targets(call) {
			if to, ok := a.Func(); ok && to == fn {
				return call, int(u.arg)
			}
		}
	}
	return CallRef{r.File, None}, 0
}

// RequestPart is the part of a request that a member of a value is, as Origin.Part names it; "" when the value is no request that a server got.
func (p *Program) RequestPart(f *File, base effects.ValueID, name string) string {
	part, ok := requestParts[name]
	if !ok {
		return ""
	}
	for _, c := range p.ClassesOf(f, base) {
		switch {
		case c.IsA("express.Request"), c.IsA("restify.Request"), c.IsA("fastify.Request"), c.IsA("hapi.Request"), c.IsA("koa.Request"):
			return part
		case c.IsA("koa.Context"):
			if name != "body" && name != "payload" { // ctx.body is the answer
				return part
			}
		case c.Name == "http.IncomingMessage", c.IsA("http2.Http2ServerRequest"):
			switch part {
			case "url", "headers":
				return part
			case "query", "params":
				return part
			}
		}
	}
	return ""
}

// requestParts are the members of requests that hold what the client sent.
var requestParts = map[string]string{
	"url": "url", "originalUrl": "url", "path": "url", "querystring": "query", "search": "query",
	"query": "query", "params": "params", "body": "body", "rawBody": "body", "payload": "body", "headers": "headers", "cookies": "cookies",
}

// requestCall is the part of a request that a method of it gives.
func (p *Program) requestCall(f *File, recv effects.ValueID, name string) string {
	switch name {
	case "get", "header", "param":
	default:
		return ""
	}
	for _, c := range p.ClassesOf(f, recv) {
		if c.IsA("express.Request") || c.IsA("koa.Request") || c.IsA("koa.Context") {
			if name == "param" {
				return "params"
			}
			return "headers"
		}
	}
	return ""
}

// messageParam is the name of a parameter that gets what the client of a socket sent.
func (p *Program) messageParam(f *File, fn FuncRef, i int32) (string, bool) {
	root, ok := p.Root(fn, nodeapi.Message)
	if !ok || root.Func != fn || root.Emitter == nil {
		return "", false
	}
	param := p.Func(fn).Params[i]
	switch {
	case root.Emitter.IsA("socketio.Socket"):
		switch f.Facts.Str(param.Name) {
		case "callback", "cb", "ack", "fn", "done": // the acknowledgement
			return "", false
		}
	case root.Emitter.IsA("ws.WebSocket") && i == 0 && root.Event == "message":
	default:
		return "", false
	}
	name := f.Facts.Str(param.Name)
	if name == "" {
		name = "the message"
	}
	return name, true
}

// isURL reports whether a value is a URL object.
func (p *Program) isURL(f *File, v effects.ValueID) bool {
	return slices.ContainsFunc(p.ClassesOf(f, v), func(c *nodeapi.Class) bool { return c.IsA("URL") })
}

// ServerRequest reports whether a value is a request that a server of the program got, and no answer to a request of its own: as far as parameters
// go, a handler's or one that gets a handler's.
func (p *Program) ServerRequest(f *File, v effects.ValueID) bool { return p.serverRequest(f, v, 0) }

func (p *Program) serverRequest(f *File, v effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	switch {
	case depth > 6 || !slices.ContainsFunc(p.ClassesOf(f, v), func(c *nodeapi.Class) bool { return c.IsA("http.IncomingMessage") }):
		return false
	case x.Kind == effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return len(vals) > 0 && !slices.ContainsFunc(vals, func(y effects.ValueID) bool { return !p.serverRequest(f, y, depth+1) })
	case x.Kind == effects.Prop: // ctx.req, res.req
		return slices.ContainsFunc(p.ClassesOf(f, x.A), func(c *nodeapi.Class) bool {
			return c.IsA("koa.Context") || c.IsA("fastify.Request") || c.IsA("http.ServerResponse")
		})
	case x.Kind != effects.Param:
		return false
	}
	if r, ok := p.Root(FuncRef{f.ID, x.A}, nodeapi.Request); ok && r.Func == (FuncRef{f.ID, x.A}) && r.At.Call >= 0 {
		return true
	}
	passes := p.flowOf(FuncRef{f.ID, x.A}).passes(x.B)
	return len(passes) > 0 && !slices.ContainsFunc(passes, func(r Ref) bool { return !p.serverRequest(p.Files[r.File], r.Value, depth+1) })
}
