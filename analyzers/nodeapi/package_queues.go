package nodeapi

// Jobs, schedules and messages: bull 4, bullmq 5 and 6, kafkajs 2, amqplib, node-cron, cron, node-schedule, mqtt 5, aedes, smtp-server 3.
func initQueues() {
	// bull and bullmq listen to 'error' themselves; a processor's promise settles the job.
	class(Class{Name: "bull.Queue", Extends: "events.EventEmitter", Methods: methods(fns{
		"process": calling(Handler{When: Job, Only: -1, Params: []string{"bull.Job"}, Awaits: true, Ends: -1, What: "bull job processor"}), "add": promiseOf("bull.Job"), "close": promise(),
	}.and(promise(), "addBulk pause resume empty clean getJob getJobs isReady obliterate")), Events: events{}.and("waiting active stalled progress completed failed paused resumed cleaned drained removed")}, "bull|")
	class(Class{Name: "bull.Job", Methods: methods(fns{}.and(promise(), "log update remove retry finished moveToFailed moveToCompleted"))})
	call("bull", returns("bull.Queue"))
	processor := Handler{When: Job, From: 1, Only: 1, Params: []string{"bull.Job"}, Awaits: true, Ends: -1, What: "bullmq job processor"}
	class(Class{Name: "bullmq.Worker", Extends: "events.EventEmitter", Methods: methods(fns{}.and(promise(), "run pause close waitUntilReady")), Events: events{}.and("active completed drained failed progress stalled ready paused resumed closing closed")}, "bullmq|Worker")
	worker := calling(processor)
	member("bullmq", "Worker").Func = &worker
	class(Class{Name: "bullmq.Queue", Extends: "events.EventEmitter", Methods: methods(fns{"add": promiseOf("bull.Job")}.and(promise(), "addBulk pause resume close drain clean obliterate"))}, "bullmq|Queue")
	class(Class{Name: "bullmq.QueueEvents", Extends: "events.EventEmitter", Methods: methods(fns{"close": promise()}), Events: events{}.and("completed failed progress waiting active stalled delayed drained")}, "bullmq|QueueEvents")

	class(Class{Name: "kafkajs.Consumer", Methods: methods(fns{
		"run": {Callback: NoCallback, ReturnsPromise: true, Handler: &Handler{When: Message, Only: 0, Awaits: true, Ends: -1, What: "Kafka message handler", Object: true, Members: fields("eachMessage eachBatch")}},
		"on":  {Effect: EffectListens, Callback: 1},
	}.and(promise(), "connect disconnect subscribe stop commitOffsets").and(plain(), "seek pause resume"))})
	class(Class{Name: "kafkajs.Producer", Methods: methods(fns{"on": {Effect: EffectListens, Callback: 1}}.and(promise(), "connect disconnect send sendBatch"))})
	class(Class{Name: "kafkajs.Kafka", Methods: methods(fns{"consumer": returns("kafkajs.Consumer"), "producer": returns("kafkajs.Producer"), "admin": plain()})}, "kafkajs|Kafka")

	// amqplib (amqp-node.github.io/amqplib, Channel API): connection and channel emit 'error' when the server closes them.
	why := "the broker closes the connection or the channel"
	consume := Func{Callback: NoCallback, ReturnsPromise: true, Handler: &Handler{When: Message, From: 1, Only: 1, Ends: -1, What: "AMQP consumer"}}
	class(Class{Name: "amqplib.Channel", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: why, Methods: methods(fns{"consume": consume}.
		and(promise(), "assertQueue checkQueue deleteQueue bindQueue assertExchange deleteExchange prefetch cancel get close").and(plain(), "publish sendToQueue ack nack reject ackAll")), Events: events{}.and("close drain return")})
	class(Class{Name: "amqplib.Connection", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: why, Methods: methods(fns{"close": promise()}.and(promiseOf("amqplib.Channel"), "createChannel createConfirmChannel")), Events: events{}.and("close blocked unblocked")})
	fn("amqplib", fns{"connect": promiseOf("amqplib.Connection")})
	consume.ReturnsPromise = false
	consume.Callback, consume.ErrFirst, consume.Phase, consume.Params = 3, true, PhasePoll, []string{"Error"}
	class(Class{Name: "amqplib.CallbackChannel", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: why, Methods: methods(fns{"consume": consume}.
		and(io(), "assertQueue checkQueue deleteQueue bindQueue assertExchange deleteExchange cancel get close").and(plain(), "prefetch publish sendToQueue ack nack reject ackAll")), Events: events{}.and("close drain return")})
	class(Class{Name: "amqplib.CallbackConnection", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: why, Methods: methods(fns{"close": io()}.and(io("amqplib.CallbackChannel"), "createChannel createConfirmChannel")), Events: events{}.and("close blocked unblocked")})
	fn("amqplib/callback_api", fns{"connect": io("amqplib.CallbackConnection")})

	task := func(from int, what string) Handler {
		return Handler{When: Schedule, From: from, Only: from, Ends: -1, What: what}
	}
	fn("node-cron", fns{"schedule": calling(task(1, "cron task")), "validate": plain()})
	class(Class{Name: "cron.CronJob", Methods: methods(fns{}.and(plain(), "start stop setTime nextDates lastDate"))}, "cron|CronJob")
	job := calling(task(1, "cron job"))
	member("cron", "CronJob").Func = &job
	object := task(0, "cron job")
	object.Object, object.Members = true, fields("onTick onComplete")
	from := calling(object)
	from.Returns = "cron.CronJob"
	fn("cron", fns{"CronJob.from": from})
	scheduled := task(1, "scheduled job")
	scheduled.Only = -1 // scheduleJob([name], rule, job)
	fn("node-schedule", fns{"scheduleJob": {Callback: NoCallback, Returns: "nodeschedule.Job", Handler: &scheduled}, "gracefulShutdown": promise(), "cancelJob": plain()})
	class(Class{Name: "nodeschedule.Job", Extends: "events.EventEmitter", Methods: methods(fns{}.and(plain(), "cancel cancelNext reschedule nextInvocation")), Events: events{}.and("run scheduled canceled success")})

	class(Class{Name: "mqtt.Client", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "ECONNREFUSED, ECONNRESET, ENOTFOUND or a refused login", Methods: methods(fns{
		"subscribe": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Returns: "this", Params: []string{"Error"}}, "publish": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Returns: "this", Params: []string{"Error"}},
		"unsubscribe": {Callback: Last, ErrFirst: true, Phase: PhasePoll, Returns: "this", Params: []string{"Error"}}, "end": {Callback: Last, Phase: PhasePoll, Returns: "this", Params: []string{"Error"}}, "reconnect": chains(),
	}.and(promise(), "subscribeAsync publishAsync unsubscribeAsync endAsync")), Events: events{"message": on(Message, PhasePoll, "", "Buffer"), "packetreceive": on(Message, PhasePoll), "packetsend": on(Message, PhasePoll)}.and("connect reconnect close disconnect offline end outgoingEmpty")}, "mqtt|MqttClient")
	fn("mqtt", fns{"connect": returns("mqtt.Client"), "connectAsync": promiseOf("mqtt.Client")})
	class(Class{Name: "aedes.Aedes", Extends: "events.EventEmitter", Methods: methods(fns{"publish": io(), "close": notify(PhasePoll), "subscribe": {Callback: 2, Phase: PhasePoll, Also: []Callback{{At: 1, Phase: PhasePoll}}}, "handle": plain()}),
		Events: events{"client": on(Connection, PhasePoll), "clientReady": on(Connection, PhasePoll), "publish": on(Message, PhasePoll), "subscribe": on(Message, PhasePoll), "unsubscribe": on(Message, PhasePoll), "ping": on(Message, PhasePoll)}.and("clientDisconnect clientError connectionError keepaliveTimeout ack connackSent closed")}, "aedes|", "aedes|Aedes")
	call("aedes", returns("aedes.Aedes"))
	fn("aedes", fns{"Aedes.createBroker": promiseOf("aedes.Aedes")})

	// smtp-server (nodemailer.com, "SMTP Server"): the handlers stand in the options; each answers by its callback, the last parameter.
	smtp := calling(Handler{When: Message, Only: 0, Ends: -1, What: "SMTP handler", Object: true, Members: fields("onConnect onSecure onAuth onMailFrom onRcptTo onData onClose")})
	class(Class{Name: "smtpserver.SMTPServer", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "ECONNRESET of a client, which the server reports too", Methods: methods(fns{"listen": notify(PhaseTick), "close": notify(PhaseTick), "updateSecureContext": plain()}), Props: map[string]string{"server": "net.Server"}}, "smtp-server|SMTPServer")
	member("smtp-server", "SMTPServer").Func = &smtp
}
