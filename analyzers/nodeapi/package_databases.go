package nodeapi

// Databases: pg 8, mysql 2, mysql2 3, redis 4 to 6, ioredis 5, better-sqlite3, sqlite3 5; and key derivation (bcrypt, bcryptjs).
func initDatabases() {
	// node-postgres.com, APIs: a client that loses its connection emits 'error'; a pool emits those of its idle clients, and without a listener
	// the process ends.
	class(Class{Name: "pg.Client", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "the connection to PostgreSQL is lost", Methods: methods(fns{
		"query": either(), "connect": either("pg.Client"), "end": either(), "release": plain(), "escapeIdentifier": plain(), "escapeLiteral": plain(),
	}), Events: events{"notification": on(Message, PhasePoll), "notice": on(OnEvent, PhasePoll)}.and("end drain")}, "pg|Client")
	class(Class{Name: "pg.Pool", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "an idle client of the pool loses its connection", Methods: methods(fns{
		"query": either(), "connect": {Callback: Last, ErrFirst: true, Phase: PhasePoll, ReturnsPromise: true, Returns: "pg.Client", Params: []string{"Error", "pg.Client"}}, "end": either(),
	}), Events: events{"connect": on(OnEvent, PhasePoll, "pg.Client"), "acquire": on(OnEvent, PhasePoll, "pg.Client"), "release": on(OnEvent, PhasePoll, "Error", "pg.Client"), "remove": on(OnEvent, PhasePoll, "pg.Client")}}, "pg|Pool", "pg-pool|")

	// mysql, "Error handling": fatal errors with no pending callback are emitted as 'error' on the connection; a pool hears its own.
	fatal := "the connection to MySQL is lost (PROTOCOL_CONNECTION_LOST)"
	table := fns{"query": io(), "execute": io(), "connect": io(), "end": io(), "beginTransaction": io(), "commit": io(), "rollback": io(), "changeUser": io(), "ping": io(), "destroy": plain(), "release": plain(), "escape": plain(), "escapeId": plain(), "pause": plain(), "resume": plain()}
	class(Class{Name: "mysql.Connection", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: fatal, Methods: methods(table), Events: events{}.and("end connect enqueue drain")})
	class(Class{Name: "mysql.Pool", Extends: "events.EventEmitter", Methods: methods(fns{"query": io(), "execute": io(), "getConnection": io("mysql.Connection"), "end": io(), "escape": plain(), "escapeId": plain()}), Events: events{"connection": on(OnEvent, PhasePoll, "mysql.Connection"), "acquire": on(OnEvent, PhasePoll, "mysql.Connection"), "release": on(OnEvent, PhasePoll, "mysql.Connection"), "enqueue": on(OnEvent, PhasePoll)}})
	for _, p := range []string{"mysql", "mysql2"} {
		fn(p, fns{"createConnection": returns("mysql.Connection"), "createPool": returns("mysql.Pool")}.and(plain(), "format escape escapeId raw"))
	}
	class(Class{Name: "mysql2.PromiseConnection", Extends: "events.EventEmitter", Methods: methods(fns{}.and(promise(), "query execute connect end beginTransaction commit rollback changeUser ping").and(plain(), "destroy release escape escapeId format"))})
	class(Class{Name: "mysql2.PromisePool", Extends: "events.EventEmitter", Methods: methods(fns{"getConnection": promiseOf("mysql2.PromiseConnection"), "query": promise(), "execute": promise(), "end": promise(), "escape": plain(), "escapeId": plain(), "format": plain()})})
	fn("mysql2/promise", fns{"createConnection": promiseOf("mysql2.PromiseConnection"), "createPool": returns("mysql2.PromisePool")})

	// redis ("Client", "Events": one must listen to error) and ioredis (which logs an unheard one).
	listener := Func{Callback: NoCallback, ReturnsPromise: true, Handler: &Handler{When: Message, From: 1, Only: 1, Ends: -1, What: "Redis subscription"}}
	class(Class{Name: "redis.Client", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "ECONNREFUSED, or a connection to Redis that is lost", Methods: methods(fns{"duplicate": returns("redis.Client")}.
		and(listener, "subscribe pSubscribe sSubscribe").and(promise(), "connect disconnect quit get set del exists expire incr hGet hSet publish unsubscribe pUnsubscribe sendCommand close")),
		Events: events{"message": on(Message, PhasePoll), "pmessage": on(Message, PhasePoll)}.and("connect ready end reconnecting")})
	fn("redis", fns{}.and(returns("redis.Client"), "createClient createCluster"))
	class(Class{Name: "ioredis.Redis", Extends: "events.EventEmitter", Methods: methods(fns{"duplicate": returns("ioredis.Redis"), "disconnect": plain(), "pipeline": plain(), "multi": plain()}.
		and(either(), "connect quit get set del exists expire incr hget hset hgetall publish subscribe psubscribe unsubscribe punsubscribe lpush rpush lrange sadd smembers zadd")),
		Events: events{"message": on(Message, PhasePoll), "messageBuffer": on(Message, PhasePoll, "", "Buffer"), "pmessage": on(Message, PhasePoll), "pmessageBuffer": on(Message, PhasePoll)}.and("connect ready close reconnecting end wait select")}, "ioredis|", "ioredis|Redis")
	call("ioredis", returns("ioredis.Redis"))

	// better-sqlite3 (its API page): everything is synchronous.
	query := blocking(BlocksDB, "a worker thread that owns the database")
	step := query
	step.Cheap = true
	class(Class{Name: "better-sqlite3.Statement", Methods: methods(fns{"iterate": step}.and(query, "run get all").and(chains(), "pluck expand raw bind safeIntegers").and(plain(), "columns"))})
	transaction := calls(0) // the function runs when what it returns is called
	class(Class{Name: "better-sqlite3.Database", Methods: methods(fns{
		"prepare": {Blocks: BlocksDB, Cheap: true, Instead: "statements prepared once, when the program starts", Callback: NoCallback, Returns: "better-sqlite3.Statement"},
		"exec":    query, "pragma": query, "close": query, "serialize": query, "backup": promise(), "transaction": transaction, "function": {Callback: Last, Phase: PhaseSync, Returns: "this"}, "aggregate": chains(), "table": chains(), "loadExtension": chains(), "defaultSafeIntegers": chains(), "unsafeMode": chains(),
	})}, "better-sqlite3|")
	open := query
	open.Returns = "better-sqlite3.Database"
	call("better-sqlite3", open)
	// sqlite3: callbacks, from a thread of its pool; chained calls give the database back.
	chained := Func{Callback: Last, ErrFirst: true, Phase: PhasePoll, Returns: "this", Params: []string{"Error"}}
	class(Class{Name: "sqlite3.Statement", Methods: methods(fns{}.and(chained, "run get all bind finalize reset").and(Func{Callback: 0, ErrFirst: true, Phase: PhasePoll, Returns: "this", Params: []string{"Error"}}, "each"))})
	class(Class{Name: "sqlite3.Database", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "SQLITE_CANTOPEN or a failed statement, when no callback is given", Methods: methods(fns{
		"prepare": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Returns: "sqlite3.Statement", Params: []string{"Error"}}, "serialize": calls(0), "parallelize": calls(0), "configure": plain(), "interrupt": plain(),
	}.and(chained, "run get all exec close").and(chained, "each")), Events: events{}.and("open close trace profile")}, "sqlite3|Database")
	opened := io()
	member("sqlite3", "Database").Func = &opened
	module("sqlite3").Members["verbose"] = member("sqlite3", "verbose")
	verbose := returns("")
	member("sqlite3", "verbose").Func = &verbose

	for _, p := range []string{"bcrypt", "bcryptjs"} {
		fn(p, fns{
			"hashSync": blocking(BlocksCPU, p+".hash"), "compareSync": blocking(BlocksCPU, p+".compare"), "genSaltSync": {Blocks: BlocksCPU, Cheap: true, Instead: p + ".genSalt", Callback: NoCallback},
			"hash": either(), "compare": either(), "genSalt": either(), "getRounds": plain(),
		})
	}
}
