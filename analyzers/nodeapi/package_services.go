package nodeapi

// Handlers that stand in a structure: GraphQL resolvers (@apollo/server 5, graphql-tools 10, graphql-yoga 5, graphql 16, express-graphql 0.12),
// services of moleculer 0.15, seneca 3, Feathers 5, tRPC 11, jayson 4; further routers (hono 4, uWebSockets.js 20, find-my-way 9) and bots (telegraf 4,
// discord.js 14, node-telegram-bot-api 0.66, @slack/bolt 4).
func initServices() {
	at := func(when When, arg int, what string, paths string) Func {
		return Func{Callback: NoCallback, Handler: &Handler{When: when, From: arg, Only: arg, Awaits: true, Ends: -1, What: what, Object: true, Paths: fields(paths)}}
	}
	resolvers := at(Request, 0, "GraphQL resolver", "resolvers.*.* resolvers.*.*.resolve resolvers.*.*.subscribe rootValue.* context formatError")
	class(Class{Name: "apollo.Server", Methods: methods(fns{}.and(promise(), "start stop listen executeOperation").and(plain(), "applyMiddleware addPlugin"))},
		"@apollo/server|ApolloServer", "apollo-server|ApolloServer", "apollo-server-express|ApolloServer", "apollo-server-koa|ApolloServer", "apollo-server-fastify|ApolloServer")
	for _, pkg := range fields("@apollo/server apollo-server apollo-server-express apollo-server-koa apollo-server-fastify") {
		member(pkg, "ApolloServer").Func = &resolvers
	}
	for _, pkg := range fields("@graphql-tools/schema graphql-tools apollo-server apollo-server-express") {
		fn(pkg, fns{"makeExecutableSchema": resolvers})
	}
	fn("graphql-yoga", fns{"createSchema": resolvers, "createYoga": at(Request, 0, "GraphQL context", "context")})
	fn("express-graphql", fns{"graphqlHTTP": resolvers})
	fn("graphql-http/lib/use/express", fns{"createHandler": resolvers})
	fieldsOf := at(Request, 0, "GraphQL resolver", "fields.*.resolve fields.*.subscribe resolveType isTypeOf")
	class(Class{Name: "graphql.Type"}, "graphql|GraphQLObjectType", "graphql|GraphQLInterfaceType")
	for _, n := range fields("GraphQLObjectType GraphQLInterfaceType") {
		member("graphql", n).Func = &fieldsOf
	}

	// moleculer: a schema in the code, or one that a file exports and loadServices finds.
	service := at(Request, 0, "moleculer action", moleculerPaths)
	class(Class{Name: "moleculer.ServiceBroker", Methods: methods(fns{"createService": service, "loadService": plain(), "loadServices": plain()}.and(promise(), "start stop call emit mcall broadcast"))}, "moleculer|ServiceBroker")
	schema("moleculer", Handler{When: Request, Awaits: true, Ends: -1, What: "moleculer action", Paths: fields(moleculerPaths)})
	// apostrophe 4 (docs.apostrophecms.org, Module API, "Route functions"): a module exports functions that give its routes.
	// Methods that take req are called for one, by routes, by other modules, by page and widget loaders ("The req object").
	schema("apostrophe", Handler{When: Request, Awaits: true, Ends: -1, What: "apostrophe route", Paths: fields("apiRoutes.*.* routes.*.* renderRoutes.*.* restApiRoutes.* components.*")},
		Handler{When: Request, Awaits: true, Ends: -1, What: "apostrophe method", Paths: fields("methods.* extendMethods.* handlers.*.*"), First: "req"})
	// sails 1, "Actions": action machines.
	schema("sails", Handler{When: Request, Awaits: true, Ends: -1, What: "sails action", Paths: fields("fn")})

	// seneca: the handler answers by its callback.
	class(Class{Name: "seneca.Seneca", Methods: methods(fns{
		"add": chaining(Handler{When: Message, From: 1, Only: -1, Ends: -1, What: "seneca action"}), "sub": chaining(Handler{When: Message, From: 1, Only: -1, Ends: -1, What: "seneca listener"}),
		"act": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Returns: "this", Params: []string{"Error"}}, "ready": notify(PhasePoll), "close": notify(PhasePoll),
	}.and(chains(), "use listen client test quiet wrap message"))})
	call("seneca", returns("seneca.Seneca"))

	feathers := Handler{When: Request, From: 1, Only: 1, Awaits: true, Ends: -1, What: "Feathers service method", Object: true, Members: fields("find get create update patch remove")}
	class(Class{Name: "feathers.Application", Extends: "events.EventEmitter", Methods: methods(fns{"use": chaining(feathers), "listen": promise(), "service": plain(), "setup": promise(), "configure": chaining(Handler{When: Load, Only: 0, Params: []string{"feathers.Application"}, Ends: -1, What: "Feathers plug-in"}),
		"hooks": at(Request, 0, "Feathers hook", "before.* after.* error.* around.* before.*.* after.*.* error.*.* around.*.*")})})
	call("@feathersjs/feathers", returns("feathers.Application"))
	fn("@feathersjs/feathers", fns{"feathers": returns("feathers.Application")})

	procedure := Handler{When: Request, Only: 0, Awaits: true, Ends: -1, What: "tRPC procedure"}
	class(Class{Name: "trpc.Procedure", Methods: methods(fns{}.and(chains(), "input output meta concat").and(calling(procedure), "query mutation subscription").and(chaining(procedure), "use"))})
	class(Class{Name: "trpc.Root", Props: map[string]string{"procedure": "trpc.Procedure"}, Methods: methods(fns{"middleware": calling(procedure)}.and(plain(), "router mergeRouters createCallerFactory"))})
	class(Class{Name: "trpc.Builder", Methods: methods(fns{"create": returns("trpc.Root")}.and(chains(), "context meta"))})
	fn("@trpc/server", fns{"initTRPC.create": returns("trpc.Root"), "initTRPC.context": returns("trpc.Builder"), "initTRPC.meta": returns("trpc.Builder")})

	rpc := at(Request, 0, "JSON-RPC method", "* *.handler")
	fn("jayson", fns{"server": rpc, "Server": rpc})

	hono := Handler{When: Request, Only: -1, Awaits: true, Ends: -1, What: "Hono route handler"}
	class(Class{Name: "hono.Hono", Methods: methods(fns{}.and(chaining(hono), "get post put delete patch options all use on notFound onError").and(chains(), "route basePath mount").and(promise(), "request fetch"))}, "hono|Hono", "@hono/zod-openapi|OpenAPIHono")

	uws := chaining(Handler{When: Request, From: 1, Only: 1, Ends: -1, What: "uWebSockets.js handler"})
	sockets := chaining(Handler{When: Message, From: 1, Only: 1, Ends: -1, What: "uWebSockets.js socket handler", Object: true, Members: fields("open message close upgrade drain ping pong dropped subscription")})
	class(Class{Name: "uws.App", Methods: methods(fns{"ws": sockets, "listen": notify(PhaseSync), "publish": plain()}.and(uws, "get post put del patch options head any connect trace"))})
	fn("uWebSockets.js", fns{}.and(returns("uws.App"), "App SSLApp H3App"))
	class(Class{Name: "findmyway.Router", Methods: methods(fns{"on": chaining(Handler{When: Request, From: 2, Only: -1, Ends: -1, What: "route handler"}), "lookup": plain(), "off": plain()}.and(chaining(Handler{When: Request, From: 1, Only: -1, Ends: -1, What: "route handler"}), "get post put delete patch options head all"))})
	call("find-my-way", returns("findmyway.Router"))

	bot := chaining(Handler{When: Message, Only: -1, Awaits: true, Ends: -1, What: "bot handler"})
	class(Class{Name: "telegraf.Telegraf", Methods: methods(fns{"launch": promise(), "stop": plain()}.and(bot, "use on command hears action start help settings inlineQuery callbackQuery catch"))}, "telegraf|Telegraf", "grammy|Bot")
	class(Class{Name: "slackbolt.App", Methods: methods(fns{"start": promise(), "stop": promise()}.and(bot, "use message event command action shortcut view options error"))}, "@slack/bolt|App")
	class(Class{Name: "telegrambot.Bot", Extends: "eventemitter3.EventEmitter", Methods: methods(fns{"onText": chaining(Handler{When: Message, From: 1, Only: 1, Ends: -1, What: "bot handler"})}.and(promise(), "sendMessage sendPhoto sendDocument getFile")), Events: messages("message text photo document callback_query inline_query channel_post edited_message voice sticker audio video location contact")}, "node-telegram-bot-api|")
	class(Class{Name: "discord.Client", Extends: "events.EventEmitter", Methods: methods(fns{"login": promise(), "destroy": promise()}), Events: messages("messageCreate messageUpdate messageDelete interactionCreate message interaction guildMemberAdd messageReactionAdd voiceStateUpdate").and("ready clientReady debug warn")}, "discord.js|Client")

	job := calling(Handler{When: Job, From: 1, Only: -1, Awaits: true, Ends: -1, What: "agenda job"})
	class(Class{Name: "agenda.Agenda", Extends: "events.EventEmitter", Methods: methods(fns{"define": job}.and(promise(), "start stop every schedule now cancel jobs drain"))}, "agenda|Agenda", "agenda|", "@hokify/agenda|Agenda")
	class(Class{Name: "beequeue.Queue", Extends: "events.EventEmitter", Methods: methods(fns{"process": calling(Handler{When: Job, Only: -1, Awaits: true, Ends: -1, What: "bee-queue job processor"})}.and(plain(), "createJob")), Events: events{}.and("ready succeeded failed retrying stalled")}, "bee-queue|")
}

const moleculerPaths = "actions.* actions.*.handler events.* events.*.handler"

// Schemas are what files of packages that depend on a framework export for it to find: the package, and where handlers stand in what a file
// exports.
func Schemas() map[string][]Handler {
	load()
	return schemas
}

var schemas = map[string][]Handler{}

func schema(pkg string, h ...Handler) { schemas[pkg] = h }

// messages is a table of events that come once per message.
func messages(names string) events {
	e := events{}
	for _, n := range fields(names) {
		e[n] = on(Message, PhasePoll)
	}
	return e
}
