package nodeapi

// Sockets and names (Node docs, "Net", "TLS (SSL)", "UDP/datagram sockets", "DNS").
func initNet() {
	class(Class{Name: "net.Socket", Extends: "stream.Duplex", ErrorFatal: true, ErrorWhy: "ECONNRESET, EPIPE or ETIMEDOUT when the peer goes away", Methods: methods(fns{
		"connect": {Callback: Last, Phase: PhasePoll, Returns: "this", Errors: fields("ECONNREFUSED ENOTFOUND ETIMEDOUT EHOSTUNREACH")}, "setTimeout": {Callback: Last, Phase: PhaseTimers, Returns: "this"},
		"destroySoon": effect(EffectEnds), "resetAndDestroy": chainEffect(EffectDestroys), "address": plain(),
	}.and(chains(), "setNoDelay setKeepAlive ref unref")), Events: events{
		"connect": on(Connection, PhasePoll), "ready": on(Connection, PhasePoll), "timeout": on(OnEvent, PhaseTimers), "lookup": on(OnEvent, PhasePoll, "Error"), "close": on(OnEvent, PhaseTick),
	}.and("connectionAttempt connectionAttemptFailed connectionAttemptTimeout")}, "net|Socket", "net|Stream")
	class(Class{Name: "net.Server", Extends: "events.EventEmitter", ErrorWhy: "EADDRINUSE or EACCES when it cannot listen", Methods: methods(fns{
		"listen":         {Callback: Last, Phase: PhaseTick, Returns: "this", Errors: fields("EADDRINUSE EACCES EADDRNOTAVAIL")},
		"close":          {Callback: Last, Phase: PhaseTick, Returns: "this", Params: []string{"Error"}, Errors: fields("ERR_SERVER_NOT_RUNNING")},
		"getConnections": {Callback: Last, ErrFirst: true, Phase: PhaseTick, Returns: "this", Params: []string{"Error"}},
		"address":        plain(), "ref": chains(), "unref": chains(),
	}), Events: events{
		"connection": on(Connection, PhasePoll, "net.Socket"), "listening": on(OnEvent, PhaseTick), "close": on(OnEvent, PhaseTick), "drop": on(OnEvent, PhasePoll),
	}}, "net|Server")
	listener := func(socket, what string) *Handler {
		return &Handler{When: Connection, Only: -1, Params: []string{socket}, Ends: -1, What: what}
	}
	connect := func(socket string) Func {
		return Func{Returns: socket, Callback: Last, Phase: PhasePoll, Errors: fields("ECONNREFUSED ENOTFOUND ETIMEDOUT ECONNRESET")}
	}
	server := Func{Returns: "net.Server", Callback: NoCallback, Handler: listener("net.Socket", "connection listener")}
	fn("net", fns{"createServer": server, "Server": server}.and(connect("net.Socket"), "connect createConnection").
		and(plain(), "isIP isIPv4 isIPv6 getDefaultAutoSelectFamily setDefaultAutoSelectFamily"))

	class(Class{Name: "tls.TLSSocket", Extends: "net.Socket", Methods: methods(fns{"renegotiate": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error"}}}.and(plain(), "getPeerCertificate getCipher getProtocol getSession isSessionReused")),
		Events: events{"secureConnect": on(Connection, PhasePoll), "secure": on(Connection, PhasePoll), "session": on(OnEvent, PhasePoll, "Buffer"), "keylog": on(OnEvent, PhasePoll, "Buffer"), "OCSPResponse": on(OnEvent, PhasePoll, "Buffer")}}, "tls|TLSSocket")
	class(Class{Name: "tls.Server", Extends: "net.Server", Events: events{
		"secureConnection": on(Connection, PhasePoll, "tls.TLSSocket"), "tlsClientError": on(OnEvent, PhasePoll, "Error", "tls.TLSSocket"),
		"newSession": on(Connection, PhasePoll, "Buffer", "Buffer"), "resumeSession": on(Connection, PhasePoll, "Buffer"), "OCSPRequest": on(Connection, PhasePoll, "Buffer", "Buffer"), "keylog": on(OnEvent, PhasePoll, "Buffer", "tls.TLSSocket"),
	}}, "tls|Server")
	server = Func{Returns: "tls.Server", Callback: NoCallback, Handler: listener("tls.TLSSocket", "TLS connection listener")}
	fn("tls", fns{"createServer": server, "Server": server, "connect": connect("tls.TLSSocket")}.and(plain(), "createSecureContext checkServerIdentity"))

	failed := []string{"Error"}
	class(Class{Name: "dgram.Socket", Extends: "events.EventEmitter", ErrorWhy: "EADDRINUSE or EACCES when it cannot bind, ENOTFOUND when a name does not resolve", Methods: methods(fns{
		"bind": {Callback: Last, Phase: PhaseTick, Returns: "this"}, "close": {Callback: Last, Phase: PhaseTick, Returns: "this"}, "connect": notify(PhasePoll, "Error"),
		"send": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Params: failed},
	}.and(chains(), "ref unref").and(plain(), "address addMembership dropMembership disconnect setBroadcast setTTL setMulticastTTL")),
		Events: events{"message": on(Message, PhasePoll, "Buffer"), "listening": on(OnEvent, PhaseTick), "connect": on(OnEvent, PhasePoll), "close": on(OnEvent, PhaseTick)}}, "dgram|Socket")
	fn("dgram", fns{"createSocket": {Returns: "dgram.Socket", Callback: NoCallback, Handler: &Handler{When: Message, From: 1, Only: -1, Params: []string{"Buffer"}, Ends: -1, What: "datagram listener"}}})

	names := "lookup lookupService resolve resolve4 resolve6 resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTlsa resolveTxt reverse"
	failing := io()
	failing.Errors = fields("ENOTFOUND EAI_AGAIN ETIMEOUT")
	resolver := fns{}.and(failing, names)
	promised := fns{}.and(promise(), names)
	fn("dns", fns{"setServers": plain(), "getServers": plain()}.with(resolver))
	fn("dns/promises", fns{"setServers": plain(), "getServers": plain()}.with(promised))
	module("dns").Members["promises"] = module("dns/promises")
	own := func(table fns) map[string]*Func { // a Resolver has no lookup
		m := methods(table)
		delete(m, "lookup")
		delete(m, "lookupService")
		return m
	}
	class(Class{Name: "dns.Resolver", Methods: own(fns{}.and(plain(), "cancel setServers getServers setLocalAddress").with(resolver))}, "dns|Resolver")
	class(Class{Name: "dns/promises.Resolver", Methods: own(fns{}.and(plain(), "cancel setServers getServers setLocalAddress").with(promised))}, "dns/promises|Resolver")
}
