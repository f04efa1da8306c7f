package nodeapi

// Fastify 4 and 5 (fastify.dev, Reference: Server, Routes, Hooks, Reply) and hapi 21 (hapi.dev, API): handlers are awaited, and a returned
// value is the answer.
func initFastify() {
	class(Class{Name: "fastify.Request", Props: map[string]string{"raw": "http.IncomingMessage", "socket": "net.Socket", "server": "fastify.Instance"}})
	class(Class{Name: "fastify.Reply", Methods: methods(fns{
		"send": chainEffect(EffectEnds), "redirect": chainEffect(EffectEnds), "callNotFound": effect(EffectEnds), "hijack": chains(), "then": {Callback: 0, Phase: PhaseMicro},
		"getHeader": plain(), "hasHeader": plain(),
	}.and(chainEffect(EffectHeaders), "code status header headers type removeHeader")), Props: map[string]string{"raw": "http.ServerResponse", "request": "fastify.Request", "server": "fastify.Instance"}})
	params := []string{"fastify.Request", "fastify.Reply"}
	members := fields("handler onRequest preParsing preValidation preHandler preSerialization onSend onResponse onError onTimeout errorHandler")
	verb := Handler{When: Request, Only: -1, Params: params, Awaits: true, Ends: -1, What: "Fastify route handler", Object: true, Members: members}
	object := verb
	object.Only = 0
	hook := Handler{When: Request, From: 1, Only: 1, Params: params, Awaits: true, Ends: -1, What: "Fastify hook"}
	failed := Handler{When: Request, Only: 0, Params: append([]string{"Error"}, params...), Awaits: true, Ends: -1, What: "Fastify error handler"}
	missing := Handler{When: Request, Only: -1, Params: params, Awaits: true, Ends: -1, What: "Fastify not-found handler", Object: true, Members: fields("preValidation preHandler")}
	parser := Handler{When: Request, From: 1, Only: -1, Params: []string{"fastify.Request"}, Awaits: true, Ends: -1, What: "Fastify body parser"}
	plugin := Handler{When: Load, Only: 0, Params: []string{"fastify.Instance"}, Awaits: true, Ends: -1, What: "Fastify plugin"}
	class(Class{Name: "fastify.Instance", Methods: methods(fns{
		"listen": either(), "close": either(), "ready": either(), "after": either(), "inject": either(),
		"register": chaining(plugin), "route": chaining(object), "addHook": chaining(hook), "setErrorHandler": chaining(failed), "setNotFoundHandler": chaining(missing), "addContentTypeParser": chaining(parser),
	}.and(chaining(verb), "get post put delete patch head options all").and(chains(), "decorate decorateRequest decorateReply addSchema setValidatorCompiler setSerializerCompiler")), Props: map[string]string{"server": "http.Server"}})
	call("fastify", returns("fastify.Instance"))
	fn("fastify", fns{"fastify": returns("fastify.Instance")})

	class(Class{Name: "hapi.Request", Props: map[string]string{"server": "hapi.Server"}})
	class(Class{Name: "hapi.Toolkit", Methods: methods(fns{}.and(returns("hapi.Response"), "response redirect").and(plain(), "abandon close continue authenticated unauthenticated entity state unstate"))})
	class(Class{Name: "hapi.Response", Methods: methods(fns{}.and(chains(), "code header type etag message location redirect state takeover bytes charset ttl vary"))})
	params = []string{"hapi.Request", "hapi.Toolkit"}
	class(Class{Name: "hapi.Server", Methods: methods(fns{
		"route":    calling(Handler{When: Request, Only: 0, Params: params, Awaits: true, Ends: -1, What: "hapi route handler", Object: true, Members: fields("handler method")}),
		"ext":      calling(Handler{When: Request, Only: -1, Params: params, Awaits: true, Ends: -1, What: "hapi extension", Object: true, Members: fields("method")}),
		"method":   calling(Handler{When: Request, From: 1, Only: 1, Awaits: true, Ends: -1, What: "hapi server method"}),
		"register": promise(), "decorate": plain(), "table": plain(), "lookup": plain(), "match": plain(),
	}.and(promise(), "start stop initialize inject")), Props: map[string]string{"listener": "http.Server"}}, "@hapi/hapi|Server")
	aliases["hapi"] = "@hapi/hapi" // its name up to version 18
	fn("@hapi/hapi", fns{"server": returns("hapi.Server"), "Server": returns("hapi.Server")})
}
