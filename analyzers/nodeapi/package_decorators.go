package nodeapi

// Frameworks whose handlers are methods with a decorator: Nest 10 to 12 (docs.nestjs.com: Controllers, Gateways, Microservices, GraphQL resolvers,
// Queues, Task scheduling), routing-controllers 0.11, type-graphql 2, @loopback/rest 15, Ts.ED 8, inversify-express-utils 6. All of them await what the
// method returns.
func initDecorators() {
	method := func(when When, what string) Func {
		return Func{Callback: NoCallback, Decorates: &Handler{When: when, Only: -1, Awaits: true, Ends: -1, What: what}}
	}
	class := func(what string, when When, names string) Func {
		return Func{Callback: NoCallback, Decorates: &Handler{When: when, Only: -1, Awaits: true, Ends: -1, What: what, Members: fields(names)}}
	}
	verbs := "Get Post Put Delete Patch Options Head All"
	fn("@nestjs/common", fns{
		"Sse": method(Request, "Nest route handler"), "Catch": class("Nest exception filter", Request, "catch"),
		// guards, interceptors, middleware and pipes are providers like any other; their methods have these names and no others have
		"Injectable": class("Nest guard, interceptor or middleware", Request, "canActivate intercept use"),
	}.and(method(Request, "Nest route handler"), verbs+" Search"))
	fn("@nestjs/websockets", fns{"SubscribeMessage": method(Message, "Nest message handler"), "WebSocketGateway": class("Nest gateway", Connection, "handleConnection handleDisconnect")})
	fn("@nestjs/microservices", fns{}.and(method(Message, "Nest message handler"), "MessagePattern EventPattern GrpcMethod GrpcStreamMethod"))
	fn("@nestjs/graphql", fns{}.and(method(Request, "GraphQL resolver"), "Query Mutation Subscription ResolveField ResolveProperty ResolveReference"))
	fn("@nestjs/bull", fns{"Process": method(Job, "bull job processor")})
	fn("@nestjs/bullmq", fns{"Processor": class("bullmq job processor", Job, "process")})
	fn("@nestjs/schedule", fns{}.and(method(Schedule, "scheduled job"), "Cron Interval"))

	fn("routing-controllers", fns{"Middleware": class("routing-controllers middleware", Request, "use error")}.and(method(Request, "routing-controllers route handler"), verbs+" Method"))
	fn("type-graphql", fns{}.and(method(Request, "GraphQL resolver"), "Query Mutation Subscription FieldResolver"))
	fn("@loopback/rest", fns{}.and(method(Request, "LoopBack route handler"), "get post put patch del operation"))
	fn("@tsed/schema", fns{}.and(method(Request, "Ts.ED route handler"), verbs))
	fn("@tsed/common", fns{}.and(method(Request, "Ts.ED route handler"), verbs))
	fn("inversify-express-utils", fns{}.and(method(Request, "route handler"), "httpGet httpPost httpPut httpPatch httpDelete httpHead all httpMethod"))
}
