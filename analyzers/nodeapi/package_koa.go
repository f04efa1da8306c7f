package nodeapi

// Koa 2 and 3 (koajs.com), @koa/router and koa-router 13: middleware is awaited, and Koa ends the response.
func initKoa() {
	class(Class{Name: "koa.Context", Props: map[string]string{"req": "http.IncomingMessage", "res": "http.ServerResponse", "request": "koa.Request", "response": "koa.Response", "app": "koa.Application"},
		Methods: methods(fns{}.and(plain(), "throw assert get set append redirect attachment accepts is")), Events: events{}})
	class(Class{Name: "koa.Request", Props: map[string]string{"req": "http.IncomingMessage", "res": "http.ServerResponse", "ctx": "koa.Context"}})
	class(Class{Name: "koa.Response", Props: map[string]string{"req": "http.IncomingMessage", "res": "http.ServerResponse", "ctx": "koa.Context"}})
	h := Handler{When: Request, Only: -1, Params: []string{"koa.Context", "express.Next"}, Awaits: true, Ends: -1, What: "Koa middleware"}
	class(Class{Name: "koa.Application", Extends: "events.EventEmitter", Methods: methods(fns{
		"use": chaining(h), "listen": {Callback: Last, Phase: PhaseTick, Returns: "http.Server"}, "callback": plain(),
	}), Events: events{"error": on(OnEvent, PhaseSync, "Error", "koa.Context")}}, "koa|")
	param := h
	param.From, param.Only, param.Params, param.What = 1, 1, []string{"", "koa.Context", "express.Next"}, "Koa param handler"
	class(Class{Name: "koa.Router", Methods: methods(fns{
		"param": chaining(param), "prefix": chains(), "routes": plain(), "middleware": plain(), "allowedMethods": plain(), "redirect": chains(), "url": plain(),
	}.and(chaining(h), "get post put delete del patch head options all use"))}, "koa-router|", "@koa/router|")
	for _, p := range []string{"koa-router", "@koa/router"} {
		call(p, returns("koa.Router"))
	}
}
