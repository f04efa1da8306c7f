package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Handlers that no table tells of. Much of a server's code never names its framework: a plug-in is given `app`, a controller is found by
// scanning a folder, a decorator registers a method. What such code still shows is its form. A call `x.get('/users', (req, res) => ...)`
// registers a route on whatever x is; and a function whose parameters are `req` and `res`, and that answers with `res.send`, runs for
// requests, whoever calls it. Both need the names of the parameters: the form alone would take in callbacks of clients.
//
// A root of this kind says nothing of the classes of parameters, and of what becomes of a returned promise: rules that need a framework's
// word stay silent.

// routeVerb reports whether a method by its name adds a route or middleware to a router: the methods that Express, Koa's routers, Fastify,
// restify and polka share.
func routeVerb(method string) bool {
	switch method {
	case "get", "post", "put", "delete", "del", "patch", "head", "options", "all", "any", "use":
		return true
	}
	return false
}

// handlerForm is what a function's parameters are called.
type handlerForm uint8

const (
	noForm         handlerForm = iota
	formNode                   // (req, res)
	formNext                   // (req, res, next), (err, req, res, next), (ctx, next)
	formCtx                    // (ctx)
	formReply                  // (request, reply)
	formHapi                   // (request, h)
	formReq                    // a parameter req, wherever it stands
	formController             // (request) of a class whose name ends in Controller
)

// formOf tells handlers by the names of their parameters; answer is the index of the one that answers.
func formOf(f *effects.Facts, fn *effects.Func) (form handlerForm, answer int) {
	names := fn.Params
	at := 0
	if len(names) == 4 { // the error form
		switch f.Str(names[0].Name) {
		case "err", "error", "_err", "e":
			at = 1
		default:
			return noForm, 0
		}
	}
	if at >= len(names) {
		return noForm, 0
	}
	name := func(i int) string {
		if i >= len(names) {
			return ""
		}
		return strings.TrimPrefix(f.Str(names[i].Name), "_")
	}
	last := name(at+2) == "next"
	switch name(at) {
	case "req", "request":
		switch name(at + 1) {
		case "res", "resp", "response":
			if last {
				return formNext, at + 1
			}
			return formNode, at + 1
		case "reply", "rep":
			return formReply, at + 1
		case "h":
			return formHapi, at + 1
		}
		if at == 0 && len(names) <= 2 && isController(f, fn) {
			return formController, at
		}
	case "ctx":
		if name(at+1) == "next" {
			return formNext, at
		}
		if len(names) == 1 {
			if isController(f, fn) {
				return formController, at
			}
			return formCtx, at
		}
	}
	for i := range names {
		if f.Str(names[i].Name) == "req" {
			return formReq, i
		}
	}
	return noForm, 0
}

// isController reports whether a function is a public method of a class that is called a controller.
func isController(f *effects.Facts, fn *effects.Func) bool {
	const not = effects.FuncCtor | effects.FuncStatic | effects.FuncFields | effects.FuncGetter | effects.FuncSetter
	if fn.Class < 0 || fn.Flags&effects.FuncMethod == 0 || fn.Flags&not != 0 {
		return false
	}
	name := f.Str(fn.Name)
	return name != "" && name[0] != '_' && name[0] != '#' && strings.HasSuffix(f.Str(f.Classes[fn.Class].Name), "Controller")
}

// answers reports whether a member of the answering parameter is one that answers, by form.
func answers(form handlerForm, member string) bool {
	switch form {
	case formNode, formNext:
		switch member {
		case "end", "send", "json", "jsonp", "render", "redirect", "status", "sendFile", "sendfile", "sendStatus", "setHeader", "writeHead", "write",
			"header", "cookie", "attachment", "download", "type", "statusCode", "locals", "format", "badRequest", "serverError", "notFound", "ok", "forbidden":
			return true
		}
	case formReply:
		switch member {
		case "send", "code", "status", "header", "headers", "redirect", "view", "type", "sendFile", "callNotFound":
			return true
		}
	case formHapi:
		switch member {
		case "response", "view", "redirect", "file", "continue", "authenticated":
			return true
		}
	case formReq: // what a client sent, and nothing that an outgoing request has
		switch member {
		case "body", "query", "params", "session", "cookies", "user", "file", "files", "ip", "originalUrl", "baseUrl", "route", "app", "res":
			return true
		}
	case formCtx:
		switch member {
		case "body", "throw", "cookies", "redirect", "render", "response", "request":
			return true
		}
	}
	return false
}

// routeByLooks adds the roots of a call that registers handlers by its form: app.get('/users', list) where nobody knows what app is.
func (p *Program) routeByLooks(f *File, ref CallRef, args []effects.ValueID) {
	verb := p.MethodName(ref)
	if !routeVerb(verb) || len(args) == 0 {
		return
	}
	from := 1
	if verb == "use" {
		from = 0
	} else if len(args) < 2 || !p.pathLike(f, args[0]) {
		return
	}
	what := "route handler"
	if verb == "use" {
		what = "middleware"
	}
	for _, a := range args[from:] {
		p.eachHandlerIn(p.Eval(f, a), &plainHandler, func(fn FuncRef, _ uint8) {
			if form, _ := formOf(p.Files[fn.File].Facts, p.Func(fn)); form != noForm && form < formReq && (verb != "use" || form == formNext) {
				p.roots = append(p.roots, Root{Func: fn, When: nodeapi.Request, At: ref, What: what})
			}
		})
	}
}

// plainHandler is a handler that stands among the arguments or in an array of them.
var plainHandler = nodeapi.Handler{When: nodeapi.Request, Only: -1, Ends: -1}

// pathLike reports whether a value may be the path of a route. What is not known may be.
func (p *Program) pathLike(f *File, v effects.ValueID) bool {
	switch x := f.Facts.Val(v); x.Kind {
	case effects.String:
		s := f.Facts.Strings[x.A]
		return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "*") || s == ""
	case effects.RegExp, effects.Template, effects.Binary, effects.Var, effects.Param, effects.Prop, effects.Elem, effects.Result, effects.Array, effects.Join, effects.ImportName:
		return true
	}
	return false
}

// listenerByLooks adds the roots of bus.onMessage(handle), socket.onRequest(handle): methods that say by their name that they are called for every
// message or request, of an object that nobody knows or of the project's own. A callback of such a method of Node's or of a package that the
// tables know has its place there.
func (p *Program) listenerByLooks(f *File, ref CallRef, args []effects.ValueID) {
	name := p.MethodName(ref)
	if len(name) < 6 || name[:2] != "on" || name[2] < 'A' || name[2] > 'Z' {
		return
	}
	when := nodeapi.Never
	switch {
	case strings.HasSuffix(name, "Message"), strings.HasSuffix(name, "Packet"):
		when = nodeapi.Message
	case strings.HasSuffix(name, "Request"):
		when = nodeapi.Request
	case strings.HasSuffix(name, "Connection"):
		when = nodeapi.Connection
	default:
		return
	}
	for _, a := range args {
		p.eachFunc(f, a, func(g FuncRef) {
			p.roots = append(p.roots, Root{Func: g, When: when, At: ref, What: name + " listener"})
		})
	}
}

// connectionByLooks adds the roots of server.on('connection', (socket) => ...) where nobody knows what server is.
func (p *Program) connectionByLooks(f *File, ref CallRef, args []effects.ValueID) {
	if len(args) < 2 || !listens(p.MethodName(ref)) {
		return
	}
	if event, ok := p.Literal(f, args[0]); !ok || event != "connection" {
		return
	}
	p.eachFunc(f, args[1], func(g FuncRef) {
		facts := p.Files[g.File].Facts
		if params := p.Func(g).Params; len(params) > 0 {
			switch facts.Str(params[0].Name) {
			case "socket", "ws", "client", "conn", "connection", "spark", "websocket", "webSocket", "sock":
				p.roots = append(p.roots, Root{Func: g, When: nodeapi.Connection, At: ref, What: "'connection' listener", Event: "connection"})
			}
		}
	})
}

// handlersByLooks adds a root for each function that has the form of a handler and that no other way leads to. One that another such function
// leads to is a part of it, and no root.
func (p *Program) handlersByLooks() {
	var list []FuncRef
	for _, f := range p.Files {
		if !f.Test {
			list = p.appendLooks(list, f)
		}
	}
	if len(list) == 0 {
		return
	}
	inner := p.behind(list)
	add := func(wanted func(FuncRef) bool) {
		before := len(p.roots)
		for _, r := range list {
			if !p.Runs(r, nodeapi.Request) && wanted(r) {
				p.roots = append(p.roots, Root{Func: r, When: nodeapi.Request, At: CallRef{r.File, None}, What: "request handler", Looks: p.looksOf(r)})
			}
		}
		if len(p.roots) > before {
			p.tag(nodeapi.Request)
		}
	}
	add(func(r FuncRef) bool { return !inner[r] })
	add(func(FuncRef) bool { return true }) // handlers that lead to each other only
}

// looksOf says by what a function is taken for a handler.
func (p *Program) looksOf(r FuncRef) string {
	facts := p.Files[r.File].Facts
	var names []string
	for _, param := range p.Func(r).Params {
		names = append(names, facts.Str(param.Name))
	}
	name := p.FuncName(r)
	if name == Anonymous {
		name = "this function"
	}
	return name + " takes (" + strings.Join(names, ", ") + "), as request handlers do"
}

// behind are the functions that some of a list lead to, those of the list included that another one leads to.
func (p *Program) behind(list []FuncRef) map[FuncRef]bool {
	seen := map[FuncRef]bool{}
	var queue []FuncRef
	follow := func(from FuncRef) {
		for _, e := range p.edges[from] {
			if !e.Weak && e.To != from && !seen[e.To] {
				seen[e.To] = true
				queue = append(queue, e.To)
			}
		}
	}
	for _, r := range list {
		follow(r)
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		follow(at)
	}
	return seen
}

// appendLooks adds the functions of a file that have the form of a handler, in order.
func (p *Program) appendLooks(list []FuncRef, f *File) []FuncRef {
	facts := f.Facts
	forms := map[effects.FuncID]bool{}
	for i := range facts.Values {
		v := &facts.Values[i]
		if v.Kind != effects.Prop {
			continue
		}
		base := facts.Val(v.A)
		if base.Kind != effects.Param || forms[base.A] {
			continue
		}
		fn := &facts.Funcs[base.A]
		if form, answer := formOf(facts, fn); form != noForm && answer == int(base.B) && answers(form, facts.Strings[v.B]) {
			forms[base.A] = true
		}
	}
	for i := range facts.Funcs {
		id := effects.FuncID(i)
		if form, _ := formOf(facts, &facts.Funcs[i]); forms[id] || form == formNext || form == formController {
			list = append(list, FuncRef{f.ID, id})
		}
	}
	return list
}
