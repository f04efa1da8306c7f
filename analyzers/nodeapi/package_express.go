package nodeapi

// Express 4 and 5 (expressjs.com, API reference), router, connect, polka, restify. Handlers are every function among the arguments, those in
// arrays included; the error form has four parameters. Express 4 ignores what a handler returns; Express 5 (by router 2) hands a rejection to
// next (expressjs.com, "Migrating to Express 5", "Rejected promises handled from middleware and handlers").
func initExpress() {
	class(Class{Name: "express.Next"})
	chain := chainEffect(EffectHeaders)
	sends := Func{Effect: EffectEnds, Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error"}}
	class(Class{Name: "express.Request", Extends: "http.IncomingMessage", Props: map[string]string{"app": "express.Application", "res": "express.Response"},
		Methods: methods(fns{}.and(plain(), "get header accepts acceptsCharsets acceptsEncodings acceptsLanguages is param range"))})
	class(Class{Name: "express.Response", Extends: "http.ServerResponse", Props: map[string]string{"app": "express.Application", "req": "express.Request"}, Methods: methods(fns{
		"vary": chains(), "links": chain, "get": plain(),
	}.and(chainEffect(EffectEnds), "send json jsonp sendStatus format").and(effect(EffectEnds), "redirect").and(sends, "sendFile sendfile download render").
		and(chain, "status set header type contentType cookie clearCookie append location attachment"))})

	express := []string{"express.Request", "express.Response", "express.Next"}
	app := routes(express, "Express", "express", 5)
	app["del"] = app["get"] // Express 4
	// express-ws 5 adds it to applications and routers
	app["ws"] = chaining(Handler{When: Connection, From: 1, Only: -1, Params: []string{"ws.WebSocket", "express.Request", "express.Next"}, Ends: -1, What: "WebSocket route handler"})
	class(Class{Name: "express.Route", Methods: verbs(app)})
	app["param"] = chaining(Handler{When: Request, From: 1, Only: 1, Params: express, Ends: -1, What: "Express param handler", AwaitsSince: 5, Package: "express"})
	app["route"] = returns("express.Route")
	class(Class{Name: "express.Router", Methods: methods(app)}, "express|Router")
	class(Class{Name: "express.Application", Extends: "events.EventEmitter", Methods: methods(fns{
		"listen": {Callback: Last, Phase: PhaseTick, Returns: "http.Server"}, "set": chains(), "engine": chains(), "render": io(),
	}.and(plain(), "enable disable enabled disabled path").with(app)), Props: map[string]string{"request": "express.Request", "response": "express.Response"}, Events: events{"mount": on(OnEvent, PhaseSync, "express.Application")}})
	call("express", returns("express.Application"))
	fn("express", fns{"Router": returns("express.Router")}.and(plain(), "static json urlencoded raw text"))

	plainHTTP := []string{"http.IncomingMessage", "http.ServerResponse", "express.Next"}
	router := routes(plainHTTP, "router", "router", 2)
	class(Class{Name: "router.Route", Methods: verbs(router)})
	router["param"] = chaining(Handler{When: Request, From: 1, Only: 1, Params: plainHTTP, Ends: -1, What: "router param handler", AwaitsSince: 2, Package: "router"})
	router["route"] = returns("router.Route")
	class(Class{Name: "router.Router", Methods: methods(router)}, "router|")
	call("router", returns("router.Router"))

	// connect 3 and polka 0.5: Node's own request and response; a returned promise is dropped.
	connect := routes(plainHTTP, "connect", "", 0)
	class(Class{Name: "connect.Server", Extends: "events.EventEmitter", Methods: methods(fns{"use": connect["use"], "listen": {Callback: Last, Phase: PhaseTick, Returns: "http.Server"}, "handle": plain()})})
	call("connect", returns("connect.Server"))
	polka := routes(plainHTTP, "polka", "", 0)
	for n, f := range polka { // errors go to the onError option
		h := *f.Handler
		h.ErrorParams = nil
		f.Handler = &h
		polka[n] = f
	}
	for _, n := range fields("search propfind lock unlock copy move report") {
		delete(polka, n)
	}
	class(Class{Name: "polka.Polka", Methods: methods(fns{"listen": {Callback: Last, Phase: PhaseTick, Returns: "this"}, "handler": plain()}.with(polka)), Props: map[string]string{"server": "http.Server"}})
	call("polka", returns("polka.Polka"))

	// restify 11 (restify.com, Server API): async handlers since 9.
	restify := routes([]string{"restify.Request", "restify.Response", "express.Next"}, "restify", "restify", 9)
	class(Class{Name: "restify.Request", Extends: "http.IncomingMessage"})
	class(Class{Name: "restify.Response", Extends: "http.ServerResponse", Methods: methods(fns{"status": effect(EffectHeaders), "header": effect(EffectHeaders), "set": chain, "redirect": effect(EffectEnds), "sendRaw": chainEffect(EffectEnds)}.and(chainEffect(EffectEnds), "send json"))})
	table := fns{"listen": {Callback: Last, Phase: PhaseTick}, "close": notify(PhaseTick)}
	for _, n := range fields("get post put patch head opts del use pre") {
		f := restify["get"]
		if n == "use" || n == "pre" {
			f = restify["use"]
		}
		h := *f.Handler
		h.ErrorParams = nil
		f.Handler = &h
		table[n] = f
	}
	class(Class{Name: "restify.Server", Extends: "events.EventEmitter", Methods: methods(table), Props: map[string]string{"server": "http.Server"}})
	fn("restify", fns{"createServer": returns("restify.Server")})
}

// routes are the verbs of a router whose handlers take (request, response, next), or the error before them. since is the major version of
// pkg from which a returned promise is awaited, 0 for never.
func routes(params []string, what, pkg string, since int) fns {
	h := Handler{When: Request, Only: -1, Params: params, ErrorParams: append([]string{"Error"}, params...), Ends: 1, What: what + " route handler", AwaitsSince: since, Package: pkg}
	table := fns{}.and(chaining(h), "get post put delete patch head options all search propfind lock unlock copy move report trace connect")
	h.Ends = -1
	h.What = what + " middleware"
	table["use"] = chaining(h)
	return table
}

// verbs are the methods of a single route: those of a router without use.
func verbs(table fns) map[string]*Func {
	m := methods(table)
	delete(m, "use")
	return m
}
