package nodeapi

// Threads (Node docs, "Worker threads").
func initWorkers() {
	class(Class{Name: "worker_threads.Worker", Extends: "events.EventEmitter", ErrorFatal: true, ErrorWhy: "an uncaught exception in the worker",
		Props:   map[string]string{"stdin": "stream.Writable", "stdout": "stream.Readable", "stderr": "stream.Readable"},
		Methods: methods(fns{"terminate": promise(), "getHeapSnapshot": promiseOf("stream.Readable")}.and(plain(), "postMessage ref unref")),
		Events:  events{"message": on(Message, PhasePoll), "messageerror": on(OnEvent, PhasePoll, "Error"), "exit": on(OnEvent, PhasePoll), "online": on(OnEvent, PhasePoll)}}, "worker_threads|Worker")
	class(Class{Name: "worker_threads.MessagePort", Extends: "events.EventEmitter", Methods: methods(fns{
		"addEventListener": {Effect: EffectListens, Callback: 1}, "removeEventListener": {Effect: EffectUnlisten, Callback: 1},
	}.and(plain(), "postMessage start close ref unref hasRef")),
		Events: events{"message": on(Message, PhasePoll), "messageerror": on(OnEvent, PhasePoll, "Error"), "close": on(OnEvent, PhaseClose)}}, "worker_threads|MessagePort")
	// The end that a worker has: its listeners run in the worker's own thread.
	class(Class{Name: "worker_threads.ParentPort", Extends: "worker_threads.MessagePort", Events: events{"message": on(Worker, PhasePoll)}})
	instance("worker_threads", "parentPort", "worker_threads.ParentPort")
	class(Class{Name: "worker_threads.MessageChannel", Props: map[string]string{"port1": "worker_threads.MessagePort", "port2": "worker_threads.MessagePort"}}, "worker_threads|MessageChannel", "MessageChannel|")
	globals["MessageChannel"] = object("MessageChannel")
	fn("worker_threads", fns{}.and(plain(), "receiveMessageOnPort moveMessagePortToContext markAsUntransferable getEnvironmentData setEnvironmentData"))
}
