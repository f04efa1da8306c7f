package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Route is what a root answers to, as people name it: "GET /api/users", "'message' of ws.WebSocket"; "" where there is no more to say than Root.What.
// The path is the one that clients ask for, with the paths of the routers that the route stands on, as far as they are constant.
func (p *Program) Route(r Root) string {
	if r.At.Call < 0 {
		return ""
	}
	if r.Event != "" {
		if r.Emitter != nil && r.Event == "request" {
			return ""
		}
		name := "'" + r.Event + "'"
		if r.Emitter != nil {
			name += " of " + r.Emitter.Name
		}
		return name
	}
	if r.When != nodeapi.Request && r.When != nodeapi.Connection {
		return ""
	}
	f := p.Files[r.At.File]
	if r.Handler != nil && r.Handler.Members == nil && (r.Handler == plainRoute || r.Member != nil && r.Member.Func.Decorates != nil) {
		return p.routeOfDecorator(f, r)
	}
	verb := p.MethodName(r.At)
	if verb == "route" { // {method, url or path, handler}
		return p.routeOfObject(f, r)
	}
	path, ok := p.routePath(f, r.At)
	switch verb {
	case "use":
		if !ok || !strings.HasPrefix(path, "/") {
			path = ""
		}
		full, more := p.mountedAt(f, r.At, path)
		if full == "" || full == unknownPath {
			return ""
		}
		return elsewhere(full+" and below", more)
	case "get", "post", "put", "delete", "patch", "head", "options":
		verb = strings.ToUpper(verb) + " "
	case "del":
		verb = "DELETE "
	case "all", "any", "ws":
		verb = ""
	default:
		return ""
	}
	if !ok {
		return ""
	}
	full, more := p.mountedAt(f, r.At, path)
	return elsewhere(verb+full, more)
}

// routeOfDecorator names the route of @Get('/users'), with the path of its class before it: @Controller('cats').
func (p *Program) routeOfDecorator(f *File, r Root) string {
	c := p.Call(r.At)
	verb := ""
	switch cv := f.Facts.Val(c.Callee); cv.Kind {
	case effects.ImportName, effects.Prop:
		verb = strings.ToUpper(strings.TrimPrefix(f.Facts.Strings[cv.B], "http"))
	}
	switch verb {
	case "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD":
	case "DEL":
		verb = "DELETE"
	default:
		return ""
	}
	path := ""
	if len(c.Args) > 0 {
		s, ok := p.Literal(f, c.Args[0])
		if !ok {
			return ""
		}
		path = s
	}
	return verb + " " + joinPath(p.controllerPath(r.Func), "/"+strings.TrimPrefix(path, "/"))
}

// routePath is the path that a registration names: app.get('/users', ...), app.route('/users').get(...).
func (p *Program) routePath(f *File, at CallRef) (string, bool) {
	args := p.Args(at)
	if len(args) > 1 {
		if s, ok := p.Literal(f, args[0]); ok && len(s) < 60 {
			return s, true
		}
	}
	v := f.Facts.Val(p.receiverOf(f, at))
	for v.Kind == effects.Result {
		inner := CallRef{f.ID, v.A}
		if p.MethodName(inner) == "route" {
			if c := p.Call(inner); len(c.Args) > 0 {
				s, ok := p.Literal(f, c.Args[0])
				return s, ok && len(s) < 60
			}
		}
		v = f.Facts.Val(p.receiverOf(f, inner))
	}
	return "", false
}

func (p *Program) receiverOf(f *File, at CallRef) effects.ValueID {
	if recv := p.Receiver(at); recv >= 0 {
		return recv
	}
	return None
}

// routeOfObject names the route of fastify.route({method: 'GET', url: '/users', handler}) and hapi's server.route({method, path, handler}).
func (p *Program) routeOfObject(f *File, r Root) string {
	args := p.Args(r.At)
	if len(args) == 0 {
		return ""
	}
	for _, a := range p.Eval(f, args[0]) {
		if a.Kind != AbsObject {
			continue
		}
		g := p.Files[a.File]
		method, path := "", ""
		for _, m := range g.Facts.Objects[a.ID].Members {
			if s, ok := p.Literal(g, m.Value); ok {
				switch g.Facts.Str(m.Name) {
				case "method":
					method = strings.ToUpper(s)
				case "url", "path":
					path = s
				}
			}
		}
		if method != "" && path != "" {
			full, more := p.mountedAt(f, r.At, path)
			return elsewhere(method+" "+full, more)
		}
	}
	return ""
}

// ShortWay are the names of the functions on the way from a root to a function, the last included: at most three, the first of them and the
// last two; unnamed ones are left out.
func (p *Program) ShortWay(edges []Edge) []string {
	var names []string
	for _, e := range edges {
		name := p.FuncName(e.To)
		if name == Anonymous || len(names) > 0 && names[len(names)-1] == name {
			continue
		}
		names = append(names, name)
	}
	if len(names) > 3 {
		names = append(names[:1], append([]string{"…"}, names[len(names)-2:]...)...)
	}
	return names
}

// maxCallers bounds how many functions HandlersOf looks at.
const maxCallers = 500

// OtherHandlers counts the handlers of requests, connections, messages and jobs that lead to a function on ways of at most limit edges without a
// guess, those on the way that is known left out. It looks at a bounded number of functions: more says that there may be more.
func (p *Program) OtherHandlers(r FuncRef, root Root, way []Edge, limit int32) (n int, more bool) {
	p.callersIndex()
	known := map[FuncRef]bool{root.Func: true}
	for _, e := range way {
		known[e.To] = true
	}
	dist := map[FuncRef]int32{r: 0}
	queue := []FuncRef{r}
	for i := 0; i < len(queue); i++ {
		at := queue[i]
		if p.handles[at] {
			if !known[at] {
				n++
			}
			continue // whoever registers or calls a handler is none the more
		}
		if dist[at] == limit {
			continue
		}
		for _, from := range p.callers[at] {
			if _, ok := dist[from]; ok {
				continue
			}
			if len(queue) == maxCallers {
				return n, true
			}
			dist[from] = dist[at] + 1
			queue = append(queue, from)
		}
	}
	return n, false
}

// callersIndex turns the edges round, and notes which functions are handlers.
func (p *Program) callersIndex() {
	if p.callers != nil {
		return
	}
	p.callers = make(map[FuncRef][]FuncRef, len(p.edges))
	for _, f := range p.Files {
		for i := range f.Facts.Funcs {
			from := FuncRef{f.ID, effects.FuncID(i)}
			for _, e := range p.edges[from] {
				if !e.Weak {
					p.callers[e.To] = append(p.callers[e.To], from)
				}
			}
		}
	}
	p.handles = map[FuncRef]bool{}
	for i := range p.roots {
		switch r := &p.roots[i]; r.When {
		case nodeapi.Request, nodeapi.Connection, nodeapi.Message, nodeapi.Job:
			if !p.Files[r.Func.File].Test {
				p.handles[r.Func] = true
			}
		}
	}
}

// Callers are the functions that lead to a function directly, in order of file and place; those that only a guess names are left out.
func (p *Program) Callers(r FuncRef) []FuncRef {
	p.callersIndex()
	return p.callers[r]
}
