package nodeapi

// Long-lived connections: ws 8, socket.io 4 and its client, engine.io 6, sockjs 0.3, primus 8, faye 1, gRPC (@grpc/grpc-js 1).
func initSockets() {
	class(Class{Name: "ws.WebSocket", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "ECONNREFUSED, ECONNRESET or a protocol error of the peer", Methods: methods(fns{
		"send": notify(PhasePoll, "Error"), "ping": notify(PhasePoll, "Error"), "pong": notify(PhasePoll, "Error"), "terminate": effect(EffectDestroys),
		"addEventListener": {Effect: EffectListens, Callback: 1}, "removeEventListener": {Effect: EffectUnlisten, Callback: 1},
	}.and(plain(), "close pause resume")), Events: events{
		"message": on(Message, PhasePoll, "Buffer"), "open": on(OnEvent, PhasePoll), "close": on(OnEvent, PhasePoll, "", "Buffer"), "ping": on(Message, PhasePoll, "Buffer"), "pong": on(Message, PhasePoll, "Buffer"),
		"upgrade": on(OnEvent, PhasePoll, "http.IncomingMessage"), "unexpected-response": on(OnEvent, PhasePoll, "http.ClientRequest", "http.IncomingMessage"), "redirect": on(OnEvent, PhasePoll, "", "http.ClientRequest"),
	}}, "ws|", "ws|WebSocket")
	class(Class{Name: "ws.Server", Extends: "events.EventEmitter", Methods: methods(fns{
		"handleUpgrade": {Callback: 3, Phase: PhaseSync, Params: []string{"ws.WebSocket", "http.IncomingMessage"}}, "close": notify(PhaseTick, "Error"), "address": plain(), "shouldHandle": plain(),
	}), Events: events{
		"connection": on(Connection, PhasePoll, "ws.WebSocket", "http.IncomingMessage"), "listening": on(OnEvent, PhaseTick), "headers": on(Connection, PhasePoll, "Array", "http.IncomingMessage"), "wsClientError": on(OnEvent, PhasePoll, "Error", "net.Socket", "http.IncomingMessage"),
	}.and("close")}, "ws|Server", "ws|WebSocketServer")
	fn("ws", fns{"createWebSocketStream": returns("stream.Duplex")})

	// socket.io: emit sends to the other side and calls no listener here; a missing 'error' listener of a socket is logged, not thrown.
	send := Func{Callback: Last, Phase: PhasePoll, Returns: "this"} // the callback is the acknowledgement
	class(Class{Name: "socketio.Socket", Extends: "events.EventEmitter", Props: map[string]string{"nsp": "socketio.Server", "server": "socketio.Server", "request": "http.IncomingMessage"}, Methods: methods(fns{
		"emit": send, "send": send, "timeout": chains(), "to": chains(), "in": chains(), "except": chains(), "disconnect": chains(), "emitWithAck": promise(),
		"use":   chaining(Handler{When: Message, Only: -1, Params: []string{"Array", "express.Next"}, Ends: -1, What: "socket.io socket middleware"}),
		"onAny": {Effect: EffectListens, Callback: 0, Returns: "this"}, "onAnyOutgoing": {Effect: EffectListens, Callback: 0, Returns: "this"},
	}.and(plain(), "join leave compress")), Events: events{"*": on(Message, PhaseTick), "disconnect": on(OnEvent, PhasePoll), "disconnecting": on(OnEvent, PhasePoll)}})
	class(Class{Name: "socketio.Server", Extends: "events.EventEmitter", Methods: methods(fns{
		"emit": send, "send": send, "of": returns("socketio.Server"), "close": either(), "fetchSockets": promiseOf("Array"),
		"use": chaining(Handler{When: Connection, Only: -1, Params: []string{"socketio.Socket", "express.Next"}, Ends: -1, What: "socket.io middleware"}),
	}.and(chains(), "listen attach bind path adapter to in except").and(plain(), "socketsJoin socketsLeave disconnectSockets")), Props: map[string]string{"sockets": "socketio.Server"},
		Events: events{"connection": on(Connection, PhasePoll, "socketio.Socket"), "connect": on(Connection, PhasePoll, "socketio.Socket"), "new_namespace": on(OnEvent, PhasePoll, "socketio.Server")}}, "socket.io|Server", "socket.io|")
	call("socket.io", returns("socketio.Server"))
	class(Class{Name: "socketio.Client", Extends: "eventemitter3.EventEmitter", Methods: methods(fns{
		"emit": send, "send": send, "emitWithAck": promise(), "onAny": {Effect: EffectListens, Callback: 0, Returns: "this"},
	}.and(chains(), "connect open disconnect close timeout compress")), Events: events{"*": on(Message, PhasePoll), "connect": on(OnEvent, PhasePoll), "disconnect": on(OnEvent, PhasePoll), "connect_error": on(OnEvent, PhasePoll, "Error")}})
	call("socket.io-client", returns("socketio.Client"))
	fn("socket.io-client", fns{"io": returns("socketio.Client"), "connect": returns("socketio.Client")})

	class(Class{Name: "engineio.Socket", Extends: "events.EventEmitter", Props: map[string]string{"request": "http.IncomingMessage"}, Methods: methods(fns{"send": notify(PhasePoll), "write": notify(PhasePoll), "close": plain()}),
		Events: events{"message": on(Message, PhasePoll), "data": on(Message, PhasePoll)}.and("close drain flush packet packetCreate heartbeat")})
	class(Class{Name: "engineio.Server", Extends: "events.EventEmitter", Methods: methods(fns{"attach": plain(), "handleRequest": plain(), "handleUpgrade": plain(), "close": chains()}),
		Events: events{"connection": on(Connection, PhasePoll, "engineio.Socket"), "connection_error": on(OnEvent, PhasePoll, "Error"), "initial_headers": on(Connection, PhasePoll, "", "http.IncomingMessage"), "headers": on(Request, PhasePoll, "", "http.IncomingMessage")}}, "engine.io|Server")
	fn("engine.io", fns{"attach": returns("engineio.Server"), "listen": returns("engineio.Server")})

	class(Class{Name: "sockjs.Connection", Extends: "stream.Duplex", Events: events{"data": on(Message, PhasePoll)}})
	class(Class{Name: "sockjs.Server", Extends: "events.EventEmitter", Methods: methods(fns{"installHandlers": plain()}), Events: events{"connection": on(Connection, PhasePoll, "sockjs.Connection")}})
	fn("sockjs", fns{"createServer": returns("sockjs.Server")})
	class(Class{Name: "primus.Spark", Extends: "stream.Stream", Methods: methods(fns{"write": plain(), "end": plain()}), Events: events{"data": on(Message, PhasePoll), "end": on(OnEvent, PhasePoll)}})
	class(Class{Name: "primus.Primus", Extends: "eventemitter3.EventEmitter", Events: events{"connection": on(Connection, PhasePoll, "primus.Spark"), "disconnection": on(OnEvent, PhasePoll, "primus.Spark")}}, "primus|")
	class(Class{Name: "faye.Client", Methods: methods(fns{
		"subscribe": calling(Handler{When: Message, From: 1, Only: 1, Ends: -1, What: "faye subscription"}), "publish": plain(),
	})}, "faye|Client")
	class(Class{Name: "faye.NodeAdapter", Methods: methods(fns{
		"attach": plain(), "getClient": returns("faye.Client"), "on": {Effect: EffectListens, Callback: 1},
		"addExtension": calling(Handler{When: Message, Only: 0, Ends: -1, What: "faye extension", Object: true, Members: fields("incoming outgoing")}),
	}), Events: events{"handshake": on(Connection, PhasePoll), "subscribe": on(Message, PhasePoll), "publish": on(Message, PhasePoll)}.and("unsubscribe disconnect")}, "faye|NodeAdapter")

	// A unary handler answers by its callback; a call of a stream is one.
	class(Class{Name: "grpc.Call", Extends: "stream.Duplex", Methods: methods(fns{"sendMetadata": plain(), "getDeadline": plain(), "getPeer": plain()}), Events: events{"cancelled": on(OnEvent, PhasePoll)}})
	class(Class{Name: "grpc.Server", Methods: methods(fns{
		"addService":  calling(Handler{When: Request, From: 1, Only: 1, Params: []string{"grpc.Call"}, Ends: -1, What: "gRPC handler", Object: true}),
		"bindAsync":   {Callback: 2, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error"}},
		"tryShutdown": {Callback: 0, ErrFirst: true, Phase: PhasePoll, Params: []string{"Error"}}, "forceShutdown": plain(), "start": plain(),
	})}, "@grpc/grpc-js|Server", "grpc|Server")
}
