package nodeapi

// HTTP clients (request, axios, got 11, node-fetch 2, undici, superagent), proxies (http-proxy 1), form parsers (busboy 1, multer, formidable,
// multiparty 4), multicast-dns.
func initHTTPPackages() {
	// request (deprecated, much used): a stream; without a callback its errors are events.
	class(Class{Name: "request.Request", Extends: "stream.Duplex", ErrorFatal: true, ErrorWhy: "ECONNREFUSED, ENOTFOUND, ECONNRESET or ETIMEDOUT", Methods: methods(fns{"abort": effect(EffectDestroys), "form": plain(), "auth": chains(), "json": chains(), "oauth": chains(), "jar": chains()}),
		Events: events{"response": on(OnEvent, PhasePoll, "http.IncomingMessage"), "complete": on(OnEvent, PhasePoll, "http.IncomingMessage"), "socket": on(OnEvent, PhasePoll, "net.Socket")}.and("request abort")})
	send := Func{Callback: Last, ErrFirst: true, Phase: PhasePoll, Returns: "request.Request", Params: []string{"Error", "http.IncomingMessage"}}
	call("request", send)
	fn("request", fns{"defaults": plain()}.and(send, "get post put patch del delete head options"))

	call("axios", promise())
	class(Class{Name: "axios.Instance", Methods: methods(fns{}.and(promise(), "request get post put patch delete head options postForm putForm patchForm"))})
	fn("axios", fns{"create": returns("axios.Instance")}.and(promise(), "request get post put patch delete head options postForm putForm patchForm all"))
	call("got", promise())
	fn("got", fns{"stream": returns("stream.Duplex"), "extend": plain()}.and(promise(), "get post put patch delete head"))
	call("node-fetch", promiseOf("Response"))
	fn("undici", fns{"fetch": promiseOf("Response"), "request": promise(), "stream": promise(), "connect": promise(), "upgrade": promise(), "pipeline": returns("stream.Duplex"), "setGlobalDispatcher": plain()})
	class(Class{Name: "superagent.Request", Extends: "stream.Stream", Methods: methods(fns{
		"end": {Effect: EffectNone, Callback: 0, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error"}}, "then": {Callback: 0, Phase: PhaseMicro, Returns: "Promise", Also: []Callback{{At: 1, Phase: PhaseMicro, Params: []string{"Error"}}}}, "catch": {Callback: 0, Phase: PhaseMicro, Returns: "Promise", Params: []string{"Error"}},
	}.and(chains(), "send set query type accept auth attach field timeout retry redirects ok responseType parse buffer agent ca"))})
	req := Func{Callback: Last, ErrFirst: true, Phase: PhasePoll, Returns: "superagent.Request", Params: []string{"Error"}}
	call("superagent", req)
	fn("superagent", fns{"agent": plain()}.and(req, "get post put patch del delete head options"))

	// http-proxy, "Listening for proxy events": errors without a callback are events, thrown when nobody listens.
	class(Class{Name: "httpproxy.Server", Extends: "eventemitter3.EventEmitter", ErrorFatal: true, ErrorWhy: "ECONNREFUSED or ECONNRESET of the target", Methods: methods(fns{
		"web": {Callback: Last, Phase: PhasePoll, Params: []string{"Error", "http.IncomingMessage", "http.ServerResponse"}}, "ws": {Callback: Last, Phase: PhasePoll, Params: []string{"Error", "http.IncomingMessage", "net.Socket"}}, "listen": chains(), "close": notify(PhaseTick),
	}), Events: events{
		"error":    on(OnEvent, PhasePoll, "Error", "http.IncomingMessage", "http.ServerResponse"),
		"proxyReq": on(Request, PhasePoll, "http.ClientRequest", "http.IncomingMessage", "http.ServerResponse"), "proxyRes": on(Request, PhasePoll, "http.IncomingMessage", "http.IncomingMessage", "http.ServerResponse"),
		"proxyReqWs": on(Connection, PhasePoll, "http.ClientRequest", "http.IncomingMessage", "net.Socket"), "end": on(Request, PhasePoll, "http.IncomingMessage", "http.ServerResponse", "http.IncomingMessage"),
		"open": on(Connection, PhasePoll, "net.Socket"), "close": on(Connection, PhasePoll), "start": on(Request, PhasePoll, "http.IncomingMessage", "http.ServerResponse"),
	}})
	fn("http-proxy", fns{}.and(returns("httpproxy.Server"), "createProxyServer createServer createProxy"))

	part := on(Message, PhasePoll, "", "stream.Readable")
	class(Class{Name: "busboy.Busboy", Extends: "stream.Writable", ErrorFatal: true, ErrorWhy: "a damaged or truncated form", Events: events{"file": part, "field": on(Message, PhasePoll)}.and("filesLimit fieldsLimit partsLimit")})
	call("busboy", returns("busboy.Busboy"))
	storage := func(members string) Func {
		return calling(Handler{When: Request, Only: 0, Params: []string{"express.Request"}, Ends: -1, What: "multer option", Object: true, Members: fields(members)})
	}
	class(Class{Name: "multer.Multer", Methods: methods(fns{}.and(plain(), "single array fields none any"))})
	m := storage("fileFilter")
	m.Returns = "multer.Multer"
	call("multer", m)
	fn("multer", fns{"diskStorage": storage("destination filename"), "memoryStorage": plain()})
	class(Class{Name: "formidable.Form", Extends: "events.EventEmitter", Methods: methods(fns{"parse": either()}), Events: events{"field": on(Message, PhasePoll), "file": on(Message, PhasePoll), "fileBegin": on(Message, PhasePoll), "progress": on(Message, PhasePoll)}.and("aborted end")}, "formidable|IncomingForm", "formidable|Formidable", "formidable|")
	call("formidable", returns("formidable.Form"))
	fn("formidable", fns{"formidable": returns("formidable.Form")})
	// multiparty, "error": without a callback of parse, an unheard one ends the process on a bad request.
	class(Class{Name: "multiparty.Form", Extends: "stream.Writable", ErrorFatal: true, ErrorWhy: "a damaged, truncated or too large form", Methods: methods(fns{"parse": {Callback: 1, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error"}}}),
		Events: events{"part": on(Message, PhasePoll, "stream.Readable"), "field": on(Message, PhasePoll), "file": on(Message, PhasePoll), "progress": on(Message, PhasePoll)}.and("aborted close")}, "multiparty|Form")

	class(Class{Name: "multicastdns.Server", Extends: "events.EventEmitter", Methods: methods(fns{"query": notify(PhasePoll), "respond": notify(PhasePoll), "destroy": notify(PhasePoll)}), Events: events{"query": on(Message, PhasePoll), "response": on(Message, PhasePoll), "packet": on(Message, PhasePoll), "warning": on(OnEvent, PhasePoll, "Error"), "ready": on(OnEvent, PhasePoll)}})
	call("multicast-dns", returns("multicastdns.Server"))
}
