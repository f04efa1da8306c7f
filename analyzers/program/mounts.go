package program

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Where routers are put on others, so that a route can be named by the path that clients ask for: app.use('/api', router), Koa's
// router.prefix('/api'), Fastify's register(plugin, {prefix: '/api'}), Hono's route('/api', sub), the controllers of Nest and its kin. What of a
// path is not constant is written as unknownPath.

// unknownPath stands for the part of a path that is made when the program runs.
const unknownPath = "…"

// Limits of how a router's path is put together.
const (
	maxMountDepth = 6
	maxMounts     = 16
)

// mount is one place at which a router is put on others.
type mount struct {
	at     CallRef
	on     []Abs // the other routers
	prefix string
}

// mounts is what is known of all routers of a program.
type mounts struct {
	of  map[Abs][]mount
	own map[Abs]string // the prefix that a router has by itself
}

// routers are the mounts of the program, found on first use.
func (p *Program) routers() *mounts {
	if p.mounted != nil {
		return p.mounted
	}
	m := &mounts{of: map[Abs][]mount{}, own: map[Abs]string{}}
	p.mounted = m
	wanted := func(x *nodeapi.Member) bool {
		if x.Method == nil || !routes(x.Method) {
			return false
		}
		switch x.Name[len(x.Method.Name)+1:] {
		case "use", "route", "register", "prefix", "basePath":
			return true
		}
		return false
	}
	p.CallsTo(wanted, func(r CallRef, x *nodeapi.Member) {
		switch x.Name[len(x.Method.Name)+1:] {
		case "use":
			p.usedRouters(r, m)
		case "route":
			p.routedHono(r, m)
		case "register":
			p.registeredPlugin(r, m)
		case "prefix", "basePath":
			if args := p.Args(r); len(args) == 1 {
				for _, a := range p.routersIn(p.Files[r.File], p.Receiver(r)) {
					m.own[a] = p.pathText(p.Files[r.File], args[0], 0)
				}
			}
		}
	})
	for a := range m.of {
		slices.SortStableFunc(m.of[a], func(x, y mount) int {
			return cmp.Or(cmp.Compare(x.at.File, y.at.File), cmp.Compare(x.at.Call, y.at.Call))
		})
	}
	return m
}

// routes reports whether instances of a class have routes.
func routes(c *nodeapi.Class) bool {
	get := c.MethodNamed("get")
	if get == nil {
		get = c.MethodNamed("use")
	}
	return get != nil && get.Func != nil && get.Func.Handler != nil && get.Func.Handler.When == nodeapi.Request
}

// routersIn are the routers that a value may be; Koa's router.routes() stands for its router.
func (p *Program) routersIn(f *File, v effects.ValueID) []Abs {
	if v < 0 {
		return nil
	}
	var out []Abs
	for _, a := range p.Eval(f, v) {
		if c := a.Class(); c != nil && a.Site != None && routes(c) {
			out = append(out, a)
		}
	}
	if x := f.Facts.Val(v); len(out) == 0 && x.Kind == effects.Result {
		inner := CallRef{f.ID, x.A}
		if p.Member(inner).Is("koa.Router#routes", "koa.Router#middleware") {
			return p.routersIn(f, p.Receiver(inner))
		}
	}
	return out
}

func (m *mounts) add(router Abs, x mount) {
	if list := m.of[router]; len(list) < maxMounts {
		m.of[router] = append(list, x)
	}
}

// usedRouters notes the routers among the arguments of app.use('/path', ...).
func (p *Program) usedRouters(r CallRef, m *mounts) {
	f := p.Files[r.File]
	args := p.Args(r)
	var on []Abs
	for i, a := range args {
		add := func(g *File, v effects.ValueID, prefix string) {
			for _, router := range p.routersIn(g, v) {
				if on == nil {
					on = p.routersIn(f, p.Receiver(r))
				}
				m.add(router, mount{r, on, prefix})
			}
		}
		if i == 1 && p.usedPairs(f, args[0], a, add) {
			return
		}
		prefix := ""
		if i > 0 {
			prefix = p.mountPath(f, args[0])
		}
		if sub, at, ok := p.koaMount(f, a); ok {
			add(f, sub, p.mountPath(f, at))
			continue
		}
		add(f, a, prefix)
	}
}

// koaMount are the parts of mount('/path', app) of the package koa-mount.
func (p *Program) koaMount(f *File, v effects.ValueID) (app, at effects.ValueID, ok bool) {
	x := f.Facts.Val(v)
	if x.Kind != effects.Result || len(f.Facts.Calls[x.A].Args) != 2 {
		return None, None, false
	}
	c := &f.Facts.Calls[x.A]
	for _, a := range p.Eval(f, c.Callee) {
		if a.Kind == AbsPackage {
			g := p.Files[a.File]
			if g.Facts.Str(g.Facts.Imports[a.ID].Spec) == "koa-mount" {
				return c.Args[1], c.Args[0], true
			}
		}
	}
	return None, None, false
}

// usedPairs sees through routes.forEach((r) => app.use(r.path, r.router)): each object of the list has both.
func (p *Program) usedPairs(f *File, at, router effects.ValueID, add func(g *File, v effects.ValueID, prefix string)) bool {
	a, b := f.Facts.Val(at), f.Facts.Val(router)
	if a.Kind != effects.Prop || b.Kind != effects.Prop || a.A != b.A {
		return false
	}
	found := false
	for _, o := range p.Eval(f, a.A) {
		if o.Kind != AbsObject {
			continue
		}
		g := p.Files[o.File]
		prefix, sub := unknownPath, effects.ValueID(None)
		for i := range g.Facts.Objects[o.ID].Members {
			switch mem := &g.Facts.Objects[o.ID].Members[i]; g.Facts.Str(mem.Name) {
			case f.Facts.Strings[a.B]:
				prefix = p.pathText(g, mem.Value, 0)
			case f.Facts.Strings[b.B]:
				sub = mem.Value
			}
		}
		if sub >= 0 {
			found = true
			add(g, sub, prefix)
		}
	}
	return found
}

// mountPath is the path that stands first in app.use('/path', router), "" where what stands there is a function or may be one.
func (p *Program) mountPath(f *File, v effects.ValueID) string {
	switch f.Facts.Val(v).Kind {
	case effects.RegExp, effects.Array:
		return unknownPath
	}
	s := p.pathText(f, v, 0)
	if s != unknownPath {
		return s
	}
	switch f.Facts.Val(v).Kind {
	case effects.Template, effects.Binary:
		return unknownPath
	}
	name := strings.ToLower(f.Facts.CalleeName(v))
	for _, word := range []string{"path", "prefix", "url", "route", "mount", "endpoint", "base", "root"} {
		if strings.Contains(name, word) && len(p.Eval(f, v)) == 0 {
			return unknownPath
		}
	}
	return ""
}

// routedHono notes app.route('/path', sub) of Hono.
func (p *Program) routedHono(r CallRef, m *mounts) {
	f := p.Files[r.File]
	if args := p.Args(r); len(args) == 2 {
		for _, sub := range p.routersIn(f, args[1]) {
			m.add(sub, mount{r, p.routersIn(f, p.Receiver(r)), p.pathText(f, args[0], 0)})
		}
	}
}

// registeredPlugin notes the prefix that Fastify gives to what a plugin adds: the plugin gets an instance of its own (Fastify reference, "Plugins", "Route Prefixing
// option").
func (p *Program) registeredPlugin(r CallRef, m *mounts) {
	f := p.Files[r.File]
	args := p.Args(r)
	class := nodeapi.ClassNamed("fastify.Instance")
	if len(args) == 0 {
		return
	}
	prefix := ""
	if len(args) > 1 {
		for _, o := range p.Eval(f, args[1]) {
			if s, ok := p.memberText(o, "prefix"); ok {
				prefix = s
			}
		}
	}
	on := p.routersIn(f, p.Receiver(r))
	for _, a := range p.Eval(f, args[0]) {
		if a.Kind == AbsFunc && len(p.Func(FuncRef{a.File, a.ID}).Params) > int(a.Bound) {
			m.add(instance(class, a.File, paramSite(a.ID, int32(a.Bound))), mount{r, on, prefix})
		}
	}
}

// memberText is a path that stands in a member of an object literal; ok is false when it has none of that name.
func (p *Program) memberText(o Abs, name string) (string, bool) {
	if o.Kind != AbsObject {
		return "", false
	}
	g := p.Files[o.File]
	for i := range g.Facts.Objects[o.ID].Members {
		if m := &g.Facts.Objects[o.ID].Members[i]; g.Facts.Str(m.Name) == name && m.Flags&effects.MemberSpread == 0 {
			return p.pathText(g, m.Value, 0), true
		}
	}
	return "", false
}

// pathText is the text of a path, with unknownPath for the parts of it that are not constant.
func (p *Program) pathText(f *File, v effects.ValueID, depth int) string {
	if v < 0 || depth > 4 {
		return unknownPath
	}
	if s, ok := p.Literal(f, v); ok {
		return s
	}
	var out strings.Builder
	part := func(v effects.ValueID) {
		if s := p.pathText(f, v, depth+1); s != unknownPath || !strings.HasSuffix(out.String(), unknownPath) {
			out.WriteString(s)
		}
	}
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Template:
		for _, v := range f.Facts.Lists[x.A] {
			part(v)
		}
		return out.String()
	case effects.Binary:
		if x.Op == effects.Add {
			part(x.A)
			part(x.B)
			return out.String()
		}
	case effects.Var:
		if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
			return p.pathText(f, vals[0], depth+1)
		}
	case effects.Prop, effects.ImportName:
		if r, ok := p.soleValue(f, x); ok {
			return p.pathText(p.Files[r.File], r.Value, depth+1)
		}
	}
	return unknownPath
}

// soleValue is the only value that is ever given to a property of an object literal or to an exported name.
func (p *Program) soleValue(f *File, x effects.Value) (Ref, bool) {
	name := f.Facts.Strings[x.B]
	var bases []Abs
	if x.Kind == effects.Prop {
		bases = p.Eval(f, x.A)
	} else if t := &f.Targets[x.A]; t.File >= 0 {
		bases = []Abs{{Kind: AbsModule, File: t.File}}
	}
	if len(bases) != 1 {
		return Ref{}, false
	}
	a := bases[0]
	written := p.propsOf(a, p.nameOf(name))
	g := p.Files[a.File]
	switch {
	case a.Kind == AbsModule && g.ESM:
		for i := range g.Facts.Exports {
			if e := &g.Facts.Exports[i]; g.Facts.Str(e.Name) == name && e.Import < 0 {
				return Ref{g.ID, e.Value}, e.Value >= 0
			}
		}
		return Ref{}, false
	case a.Kind == AbsObject:
		for i := range g.Facts.Objects[a.ID].Members {
			if m := &g.Facts.Objects[a.ID].Members[i]; g.Facts.Str(m.Name) == name && m.Flags&effects.MemberSpread == 0 {
				return Ref{g.ID, m.Value}, len(written) == 0
			}
		}
	}
	if len(written) == 1 {
		return written[0], true
	}
	return Ref{}, false
}

// basesOf are the paths below which the routes of a router are found, in the order in which it is put on others: one at least, which is "" for one
// that stands by itself.
func (p *Program) basesOf(a Abs) []string {
	m := p.routers()
	var out []string
	var walk func(a Abs, below string, depth int, way []Abs)
	walk = func(a Abs, below string, depth int, way []Abs) {
		below = joinPath(p.ownPrefix(a), below)
		list := m.of[a]
		if len(list) == 0 || depth == maxMountDepth {
			if len(out) < maxMounts && !slices.Contains(out, below) {
				out = append(out, below)
			}
			return
		}
		for i := range list {
			at := joinPath(list[i].prefix, below)
			if len(list[i].on) == 0 && len(out) < maxMounts && !slices.Contains(out, at) {
				out = append(out, at)
			}
			for _, on := range list[i].on {
				if on != a && !slices.Contains(way, on) {
					walk(on, at, depth+1, append(way, a))
				}
			}
		}
	}
	walk(a, "", 0, nil)
	if len(out) == 0 { // routers that are put on each other only
		out = []string{""}
	}
	return out
}

// ownPrefix is the prefix that a router is made with, or given by a method.
func (p *Program) ownPrefix(a Abs) string {
	if s, ok := p.routers().own[a]; ok {
		return s
	}
	if a.Site < 0 || !a.Class().IsA("koa.Router") {
		return ""
	}
	g := p.Files[a.File]
	if args := p.Args(CallRef{a.File, a.Site}); len(args) > 0 {
		for _, o := range p.Eval(g, args[0]) {
			if s, ok := p.memberText(o, "prefix"); ok {
				return s
			}
		}
	}
	return ""
}

// joinPath puts a path below another one, as routers do: '/api' and '/' is '/api'.
func joinPath(base, path string) string {
	base = strings.TrimSuffix(base, "/")
	switch {
	case base == "" || path == "":
		return base + path
	case path == "/":
		return base
	case path[0] == '/':
		return base + path
	}
	return base + "/" + path
}

// mountedAt is a route's path with those before it of the router that the call adds it to; more says at how many further paths it is.
func (p *Program) mountedAt(f *File, at CallRef, path string) (full string, more int) {
	var all []string
	for _, a := range p.routerOf(f, at) {
		for _, base := range p.basesOf(a) {
			if s := joinPath(base, path); !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	if len(all) == 0 {
		return path, 0
	}
	return all[0], len(all) - 1
}

// routerOf are the routers that a call adds a route to: router.get(...), router.route('/x').get(...).post(...).
func (p *Program) routerOf(f *File, at CallRef) []Abs {
	for range 8 {
		recv := p.Receiver(at)
		if recv < 0 {
			return nil
		}
		var list []Abs
		for _, a := range p.routersIn(f, recv) {
			if !strings.HasSuffix(a.Class().Name, ".Route") {
				list = append(list, a)
			}
		}
		if len(list) > 0 {
			return list
		}
		v := f.Facts.Val(recv)
		if v.Kind != effects.Result {
			return nil
		}
		at = CallRef{f.ID, v.A}
	}
	return nil
}

// elsewhere says at how many other paths a route is.
func elsewhere(route string, more int) string {
	switch more {
	case 0:
		return route
	case 1:
		return route + " and 1 other path"
	}
	return route + " and " + strconv.Itoa(more) + " other paths"
}

// controllerPath is the path that the decorator of a class says for all of its routes: @Controller('cats'), @Controller({path: 'cats'}).
func (p *Program) controllerPath(fn FuncRef) string {
	class := p.Func(fn).Class
	if class < 0 {
		return ""
	}
	if p.controllers == nil {
		p.controllers = map[Abs]string{}
		p.eachDecorated(func(d decorated) {
			if d.member != "" {
				return
			}
			for _, v := range d.decorators {
				if s, ok := p.controllerDecorator(d.file, v); ok {
					p.controllers[d.class] = joinPath(p.globalPrefix(), "/"+strings.TrimPrefix(s, "/"))
				}
			}
		})
	}
	return p.controllers[Abs{Kind: AbsClass, File: fn.File, ID: class}]
}

func (p *Program) controllerDecorator(f *File, v effects.ValueID) (string, bool) {
	x := f.Facts.Val(v)
	if x.Kind != effects.Result {
		return "", false
	}
	c := &f.Facts.Calls[x.A]
	name := ""
	switch cv := f.Facts.Val(c.Callee); cv.Kind {
	case effects.ImportName, effects.Prop:
		name = f.Facts.Strings[cv.B]
	}
	if !strings.HasSuffix(strings.ToLower(name), "controller") {
		return "", false
	}
	if len(c.Args) == 0 {
		return "", true
	}
	if f.Facts.Val(c.Args[0]).Kind == effects.Object {
		for _, o := range p.Eval(f, c.Args[0]) {
			if s, ok := p.memberText(o, "path"); ok {
				return s, true
			}
		}
		return "", true
	}
	return p.pathText(f, c.Args[0], 0), true
}

// globalPrefix is what app.setGlobalPrefix('api') of Nest puts before all routes. With more than one argument some routes are left out, and with two
// calls there are two applications: nothing is known then.
func (p *Program) globalPrefix() string {
	prefix, n := "", 0
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for i := range f.Facts.Calls {
			if r := (CallRef{f.ID, effects.CallID(i)}); p.MethodName(r) == "setGlobalPrefix" {
				if c := p.Call(r); len(c.Args) == 1 {
					prefix = "/" + strings.TrimPrefix(p.pathText(f, c.Args[0], 0), "/")
				} else {
					n++
				}
				n++
			}
		}
	}
	if n != 1 {
		return ""
	}
	return prefix
}
