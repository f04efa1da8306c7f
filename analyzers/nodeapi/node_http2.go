package nodeapi

// HTTP/2 (Node docs, "HTTP/2": Core API, Compatibility API).
func initHTTP2() {
	class(Class{Name: "http2.Http2Stream", Extends: "stream.Duplex", ErrorFatal: true, ErrorWhy: "ERR_HTTP2_STREAM_ERROR when the peer resets the stream", Props: map[string]string{"session": "http2.Http2Session"}, Methods: methods(fns{
		"close": {Effect: EffectDestroys, Callback: Last, Phase: PhaseTick}, "setTimeout": {Callback: Last, Phase: PhaseTimers}, "priority": plain(), "sendTrailers": plain(),
	}), Events: events{"aborted": on(OnEvent, PhaseTick), "frameError": on(OnEvent, PhasePoll), "ready": on(OnEvent, PhaseTick), "timeout": on(OnEvent, PhaseTimers), "trailers": on(OnEvent, PhasePoll), "wantTrailers": on(OnEvent, PhasePoll)}})
	pushed := Func{Callback: Last, ErrFirst: true, Phase: PhaseTick, Params: []string{"Error", "http2.ServerHttp2Stream"}}
	class(Class{Name: "http2.ServerHttp2Stream", Extends: "http2.Http2Stream", Methods: methods(fns{
		"respond": effect(EffectHeaders), "additionalHeaders": plain(), "respondWithFile": effect(EffectEnds), "respondWithFD": effect(EffectEnds), "pushStream": pushed,
	})})
	class(Class{Name: "http2.ClientHttp2Stream", Extends: "http2.Http2Stream", Events: events{"response": on(OnEvent, PhasePoll), "headers": on(OnEvent, PhasePoll), "push": on(OnEvent, PhasePoll), "continue": on(OnEvent, PhasePoll)}})
	class(Class{Name: "http2.Http2Session", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "ECONNREFUSED, ECONNRESET or ERR_HTTP2_SESSION_ERROR", Props: map[string]string{"socket": "net.Socket"}, Methods: methods(fns{
		"close": notify(PhaseTick), "destroy": effect(EffectDestroys), "setTimeout": {Callback: Last, Phase: PhaseTimers},
		"ping": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error", "", "Buffer"}}, "settings": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error"}},
	}.and(plain(), "goaway ref unref setLocalWindowSize")), Events: events{"frameError": on(OnEvent, PhasePoll), "goaway": on(OnEvent, PhasePoll), "timeout": on(OnEvent, PhaseTimers), "ping": on(OnEvent, PhasePoll)}.and("close localSettings remoteSettings")})
	class(Class{Name: "http2.ServerHttp2Session", Extends: "http2.Http2Session", Methods: methods(fns{}.and(plain(), "altsvc origin")), Events: events{
		"connect": on(Connection, PhasePoll), "stream": on(Request, PhasePoll, "http2.ServerHttp2Stream"),
	}})
	class(Class{Name: "http2.ClientHttp2Session", Extends: "http2.Http2Session", Methods: methods(fns{"request": returns("http2.ClientHttp2Stream")}), Events: events{
		"connect": on(OnEvent, PhasePoll, "http2.ClientHttp2Session", "net.Socket"), "stream": on(Message, PhasePoll, "http2.ClientHttp2Stream"),
	}.and("altsvc origin")})
	// The compatibility API offers what http's classes do, and so it has their effects.
	class(Class{Name: "http2.Http2ServerRequest", Extends: "http.IncomingMessage", Props: map[string]string{"stream": "http2.ServerHttp2Stream"}}, "http2|Http2ServerRequest")
	push := pushed
	push.Params = []string{"Error", "http2.Http2ServerResponse"}
	class(Class{Name: "http2.Http2ServerResponse", Extends: "http.ServerResponse", Props: map[string]string{"stream": "http2.ServerHttp2Stream"}, Methods: methods(fns{"createPushResponse": push})}, "http2|Http2ServerResponse")
	both := []string{"http2.Http2ServerRequest", "http2.Http2ServerResponse"}
	served := events{
		"request": on(Request, PhasePoll, both...), "checkContinue": on(Request, PhasePoll, both...), "stream": on(Request, PhasePoll, "http2.ServerHttp2Stream"),
		"session": on(Connection, PhasePoll, "http2.ServerHttp2Session"), "sessionError": on(OnEvent, PhasePoll, "Error"), "timeout": on(OnEvent, PhaseTimers),
	}
	timeout := methods(fns{"setTimeout": {Callback: Last, Phase: PhaseTimers, Returns: "this"}, "updateSettings": plain()})
	class(Class{Name: "http2.Http2Server", Extends: "net.Server", Methods: timeout, Events: served})
	class(Class{Name: "http2.Http2SecureServer", Extends: "tls.Server", Methods: timeout, Events: events{"unknownProtocol": on(Connection, PhasePoll, "net.Socket")}.with(served)})
	fn("http2", fns{
		"createServer":           {Returns: "http2.Http2Server", Callback: NoCallback, Handler: requestListener(both)},
		"createSecureServer":     {Returns: "http2.Http2SecureServer", Callback: NoCallback, Handler: requestListener(both)},
		"connect":                {Returns: "http2.ClientHttp2Session", Callback: Last, Phase: PhasePoll, Params: []string{"http2.ClientHttp2Session", "net.Socket"}},
		"performServerHandshake": returns("http2.ServerHttp2Session"),
	}.and(plain(), "getDefaultSettings getPackedSettings getUnpackedSettings"))
}

// with gives the table with all of another table that it does not have itself.
func (e events) with(more events) events {
	for n, one := range more {
		if _, own := e[n]; !own {
			e[n] = one
		}
	}
	return e
}
