package nodeapi

// Frameworks and packages that register handlers. Sources: each package's own documentation; versions in the comments.

func init() {
	initExpress()
	initKoa()
	initFastify()
	initSockets()
}

func route(classes []string, ends int, awaits bool, what string) *Func {
	return &Func{Callback: NoCallback, Returns: "this", Handler: &Handler{When: Request, Only: -1, Params: classes, Ends: ends, Awaits: awaits, What: what}}
}

// Express 4 and 5 (expressjs.com, API reference): handlers are every function argument, arrays of them included; the error form has four
// parameters. Express 5 hands a returned promise's rejection to next.
func initExpress() {
	verbs := []string{"get", "post", "put", "delete", "del", "patch", "head", "options", "all", "use", "param", "search", "propfind"}
	params := []string{"express.Request", "express.Response", "express.Next"}
	class(Class{Name: "express.Request", Extends: "http.IncomingMessage", Methods: map[string]*Func{"get": {Callback: NoCallback}}})
	class(Class{Name: "express.Response", Extends: "http.ServerResponse", Methods: map[string]*Func{
		"send": effect(EffectEnds), "json": effect(EffectEnds), "jsonp": effect(EffectEnds), "redirect": effect(EffectEnds), "sendStatus": effect(EffectEnds),
		"sendFile": {Effect: EffectEnds, Callback: Last, Phase: PhasePoll}, "sendfile": {Effect: EffectEnds, Callback: Last, Phase: PhasePoll}, "download": {Effect: EffectEnds, Callback: Last, Phase: PhasePoll}, "render": {Effect: EffectEnds, Callback: Last, Phase: PhasePoll},
		"status": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"}, "set": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"}, "header": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"}, "type": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"}, "cookie": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"}, "clearCookie": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"},
		"vary": {Callback: NoCallback, Returns: "this"}, "append": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"}, "location": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"},
		"attachment": {Effect: EffectHeaders, Callback: NoCallback, Returns: "this"},
		"format":     effect(EffectEnds),
	}})
	class(Class{Name: "express.Next"})
	methods := map[string]*Func{}
	for _, v := range verbs {
		methods[v] = route(params, 1, false, "Express route handler")
	}
	methods["use"] = route(params, -1, false, "Express middleware")
	methods["param"] = route(params, -1, false, "Express param handler")
	methods["route"] = &Func{Callback: NoCallback, Returns: "express.Route"}
	class(Class{Name: "express.Route", Methods: methods})
	router := map[string]*Func{}
	for k, v := range methods {
		router[k] = v
	}
	class(Class{Name: "express.Router", Methods: router}, "express|Router", "router|")
	app := map[string]*Func{
		"listen": {Callback: Last, Phase: PhasePoll, Returns: "http.Server"}, "set": {Callback: NoCallback, Returns: "this"}, "engine": {Callback: NoCallback, Returns: "this"}, "enable": {Callback: NoCallback}, "disable": {Callback: NoCallback},
	}
	for k, v := range methods {
		app[k] = v
	}
	class(Class{Name: "express.Application", Extends: "events.EventEmitter", Methods: app})
	f := returns("express.Application")
	module("express").Func = &f
	r := returns("express.Router")
	member("express", "Router").Func = &r
	module("router").Func = &r
	// connect (and polka, restify's use): middleware on the plain request and response
	class(Class{Name: "connect.Server", Extends: "events.EventEmitter", Methods: map[string]*Func{
		"use":    route([]string{"http.IncomingMessage", "http.ServerResponse", "express.Next"}, -1, false, "connect middleware"),
		"listen": {Callback: Last, Phase: PhasePoll, Returns: "http.Server"},
	}})
	c := returns("connect.Server")
	module("connect").Func = &c
	p := returns("express.Application")
	module("polka").Func = &p
	class(Class{Name: "restify.Server", Extends: "events.EventEmitter", Methods: methods})
	rs := returns("restify.Server")
	member("restify", "createServer").Func = &rs
}

// Koa 2 and 3: middleware is awaited, the response ends by itself.
func initKoa() {
	class(Class{Name: "koa.Context", Props: map[string]string{"req": "http.IncomingMessage", "res": "http.ServerResponse"}})
	mw := func() *Func { return route([]string{"koa.Context", "express.Next"}, -1, true, "Koa middleware") }
	class(Class{Name: "koa.Application", Extends: "events.EventEmitter", Methods: map[string]*Func{
		"use": mw(), "listen": {Callback: Last, Phase: PhasePoll, Returns: "http.Server"}, "callback": {Callback: NoCallback},
	}}, "koa|")
	methods := map[string]*Func{}
	for _, v := range []string{"get", "post", "put", "delete", "del", "patch", "head", "options", "all", "use"} {
		methods[v] = mw()
	}
	class(Class{Name: "koa.Router", Methods: methods}, "koa-router|", "@koa/router|")
	for _, p := range []string{"koa-router", "@koa/router"} {
		f := returns("koa.Router")
		module(p).Func = &f
	}
}

// Fastify 4 and 5 and hapi 21: handlers are awaited, a returned value is the answer.
func initFastify() {
	class(Class{Name: "fastify.Request", Props: map[string]string{"raw": "http.IncomingMessage"}})
	class(Class{Name: "fastify.Reply", Methods: map[string]*Func{
		"send": effect(EffectEnds), "code": {Callback: NoCallback, Returns: "this"}, "status": {Callback: NoCallback, Returns: "this"}, "header": {Callback: NoCallback, Returns: "this"}, "type": {Callback: NoCallback, Returns: "this"}, "redirect": effect(EffectEnds),
	}, Props: map[string]string{"raw": "http.ServerResponse"}})
	methods := map[string]*Func{
		"listen": {Callback: Last, Phase: PhasePoll, ReturnsPromise: true}, "register": {Callback: NoCallback, Returns: "this", Handler: &Handler{When: Load, Only: 0, Params: []string{"fastify.Instance"}, Ends: -1, What: "Fastify plugin"}},
	}
	for _, v := range []string{"get", "post", "put", "delete", "patch", "head", "options", "all"} {
		f := route([]string{"fastify.Request", "fastify.Reply"}, -1, true, "Fastify route handler")
		f.Handler.Object = true
		methods[v] = f
	}
	methods["route"] = &Func{Callback: NoCallback, Returns: "this", Handler: &Handler{When: Request, Only: 0, Object: true, Awaits: true, Params: []string{"fastify.Request", "fastify.Reply"}, Ends: -1, What: "Fastify route handler"}}
	for _, v := range []string{"addHook"} {
		methods[v] = &Func{Callback: NoCallback, Returns: "this", Handler: &Handler{When: Request, From: 1, Only: 1, Awaits: true, Params: []string{"fastify.Request", "fastify.Reply"}, Ends: -1, What: "Fastify hook"}}
	}
	for _, v := range []string{"setErrorHandler", "setNotFoundHandler"} {
		methods[v] = &Func{Callback: NoCallback, Returns: "this", Handler: &Handler{When: Request, Only: -1, Awaits: true, Ends: -1, What: "Fastify handler"}}
	}
	class(Class{Name: "fastify.Instance", Methods: methods, Props: map[string]string{"server": "http.Server"}})
	f := returns("fastify.Instance")
	module("fastify").Func = &f
	member("fastify", "fastify").Func = &f
	class(Class{Name: "hapi.Server", Extends: "events.EventEmitter", Methods: map[string]*Func{
		"route": {Callback: NoCallback, Handler: &Handler{When: Request, Only: 0, Object: true, Awaits: true, Ends: -1, What: "hapi route handler"}},
		"ext":   {Callback: NoCallback, Handler: &Handler{When: Request, From: 1, Only: 1, Awaits: true, Ends: -1, What: "hapi extension"}},
		"start": promise2(), "stop": promise2(),
	}}, "@hapi/hapi|Server", "hapi|Server")
	h := returns("hapi.Server")
	member("@hapi/hapi", "server").Func = &h
}

func promise2() *Func { f := promise(); return &f }

// ws 8, socket.io 4.
func initSockets() {
	class(Class{Name: "ws.WebSocket", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "ECONNRESET or a protocol error of the peer", Methods: map[string]*Func{
		"send": {Callback: Last, Phase: PhasePoll}, "close": {Callback: NoCallback}, "terminate": {Callback: NoCallback},
	}, Events: map[string]*Event{"message": {When: Message, Params: []string{"Buffer"}}, "open": {When: OnEvent}, "close": {When: OnEvent}, "ping": {When: OnEvent}, "pong": {When: OnEvent}}}, "ws|", "ws|WebSocket")
	class(Class{Name: "ws.Server", Extends: "events.EventEmitter", Methods: map[string]*Func{"handleUpgrade": {Callback: Last, Phase: PhaseSync}, "close": {Callback: Last, Phase: PhaseClose}},
		Events: map[string]*Event{"connection": {When: Connection, Params: []string{"ws.WebSocket", "http.IncomingMessage"}}, "listening": {When: OnEvent}, "headers": {When: OnEvent}}}, "ws|Server", "ws|WebSocketServer")
	class(Class{Name: "socketio.Socket", Extends: "events.EventEmitter", Methods: map[string]*Func{"join": {Callback: NoCallback}, "leave": {Callback: NoCallback}, "use": {Callback: NoCallback, Handler: &Handler{When: Message, Only: -1, Ends: -1, What: "socket.io middleware"}}}})
	class(Class{Name: "socketio.Server", Extends: "events.EventEmitter", Methods: map[string]*Func{
		"of": {Callback: NoCallback, Returns: "socketio.Server"}, "use": {Callback: NoCallback, Returns: "this", Handler: &Handler{When: Connection, Only: -1, Params: []string{"socketio.Socket", "express.Next"}, Ends: -1, What: "socket.io middleware"}},
		"listen": {Callback: NoCallback, Returns: "this"}, "attach": {Callback: NoCallback, Returns: "this"},
	}, Props: map[string]string{"sockets": "socketio.Server"},
		Events: map[string]*Event{"connection": {When: Connection, Params: []string{"socketio.Socket"}}, "connect": {When: Connection, Params: []string{"socketio.Socket"}}}}, "socket.io|Server", "socket.io|")
	f := returns("socketio.Server")
	module("socket.io").Func = &f
}
