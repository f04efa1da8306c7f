package nodeapi

// HTTP (Node docs, "HTTP", "HTTPS").
func initHTTP() {
	sockets := map[string]string{"socket": "net.Socket", "connection": "net.Socket"}
	class(Class{Name: "http.IncomingMessage", Extends: "stream.Readable", Props: sockets, Methods: methods(fns{"setTimeout": {Callback: Last, Phase: PhaseTimers, Returns: "this"}}),
		Events: events{"aborted": on(OnEvent, PhaseNone)}}, "http|IncomingMessage")
	class(Class{Name: "http.OutgoingMessage", Extends: "stream.Writable", Props: sockets, Methods: methods(fns{
		"flushHeaders": effect(EffectHeaders), "removeHeader": effect(EffectHeaders), "addTrailers": effect(EffectHeaders), "setTimeout": {Callback: Last, Phase: PhaseTimers, Returns: "this"},
	}.and(chainEffect(EffectHeaders), "setHeader setHeaders appendHeader").and(plain(), "getHeader getHeaders getHeaderNames getRawHeaderNames hasHeader"))}, "http|OutgoingMessage")
	class(Class{Name: "http.ServerResponse", Extends: "http.OutgoingMessage", Props: map[string]string{"req": "http.IncomingMessage"}, Methods: methods(fns{
		"writeHead": chainEffect(EffectHeaders), "assignSocket": plain(), "detachSocket": plain(),
	}.and(notify(PhasePoll), "writeContinue writeEarlyHints writeProcessing writeInformation"))}, "http|ServerResponse")
	answered := []string{"http.IncomingMessage", "net.Socket", "Buffer"}
	class(Class{Name: "http.ClientRequest", Extends: "http.OutgoingMessage", ErrorFatal: true, ErrorWhy: "ECONNREFUSED, ENOTFOUND, ECONNRESET or ETIMEDOUT", Methods: methods(fns{
		"abort": effect(EffectDestroys), "setNoDelay": plain(), "setSocketKeepAlive": plain(), "onSocket": plain(),
	}), Events: events{
		"response": on(OnEvent, PhasePoll, "http.IncomingMessage"), "socket": on(OnEvent, PhaseTick, "net.Socket"), "timeout": on(OnEvent, PhaseTimers), "abort": on(OnEvent, PhaseTick),
		"upgrade": on(OnEvent, PhasePoll, answered...), "connect": on(OnEvent, PhasePoll, answered...), "continue": on(OnEvent, PhasePoll), "information": on(OnEvent, PhasePoll),
	}}, "http|ClientRequest")
	both := []string{"http.IncomingMessage", "http.ServerResponse"}
	class(Class{Name: "http.Server", Extends: "net.Server", Methods: methods(fns{"setTimeout": {Callback: Last, Phase: PhaseTimers, Returns: "this", Params: []string{"net.Socket"}}}.and(plain(), "closeAllConnections closeIdleConnections")), Events: events{
		"request": on(Request, PhasePoll, both...), "checkContinue": on(Request, PhasePoll, both...), "checkExpectation": on(Request, PhasePoll, both...),
		"upgrade": on(Connection, PhasePoll, answered...), "connect": on(Connection, PhasePoll, answered...),
		"clientError": on(OnEvent, PhasePoll, "Error", "net.Socket"), "dropRequest": on(OnEvent, PhasePoll, "http.IncomingMessage", "net.Socket"),
		"secureConnection": on(Connection, PhasePoll, "tls.TLSSocket"), "tlsClientError": on(OnEvent, PhasePoll, "Error", "tls.TLSSocket"), // https
		"newSession": on(Connection, PhasePoll, "Buffer", "Buffer"), "resumeSession": on(Connection, PhasePoll, "Buffer"), "OCSPRequest": on(Connection, PhasePoll, "Buffer", "Buffer"), "keylog": on(OnEvent, PhasePoll, "Buffer", "tls.TLSSocket"),
	}}, "http|Server", "https|Server")
	class(Class{Name: "http.Agent", Extends: "events.EventEmitter", Methods: methods(fns{"destroy": plain(), "createConnection": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error", "stream.Duplex"}, Returns: "net.Socket"}})}, "http|Agent", "https|Agent")
	instance("http", "globalAgent", "http.Agent")
	instance("https", "globalAgent", "http.Agent")

	server := Func{Returns: "http.Server", Callback: NoCallback, Handler: requestListener(both)}
	client := Func{Returns: "http.ClientRequest", Callback: Last, Phase: PhasePoll, Params: []string{"http.IncomingMessage"}, Errors: fields("ECONNREFUSED ENOTFOUND ECONNRESET ETIMEDOUT")}
	for _, m := range []string{"http", "https"} {
		fn(m, fns{"createServer": server, "Server": server}.and(client, "request get"))
	}
	fn("http", fns{"ClientRequest": client}.and(plain(), "validateHeaderName validateHeaderValue setMaxIdleHTTPParsers"))
}

func requestListener(params []string) *Handler {
	return &Handler{When: Request, Only: -1, Params: params, Ends: 1, What: "request handler"}
}
