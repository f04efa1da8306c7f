package modules

import "strings"

// Builtins tells whether Node has a module of this name (without "node:"), and
// whether it answers to the "node:" form only.
type Builtins func(name string) (known, prefixOnly bool)

// builtinNames are the modules that every supported line has under their plain
// name; taken from module.builtinModules of Node 26.
const builtinNames = " _http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _tls_common _tls_wrap " +
	"assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns " +
	"dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix " +
	"path/win32 perf_hooks process punycode querystring readline readline/promises repl stream stream/consumers " +
	"stream/promises stream/web string_decoder sys timers timers/promises tls trace_events tty url util util/types v8 vm " +
	"wasi worker_threads zlib "

// DefaultBuiltins is the list of a Node line, for a resolver that is not given
// a better one. What needs a flag of the command line (node:quic) is not in it.
func DefaultBuiltins(line int) Builtins {
	set := map[string]bool{} // name to prefixOnly
	for _, name := range strings.Fields(builtinNames) {
		set[name] = false
	}
	for _, name := range []string{"sea", "test", "test/reporters"} {
		set[name] = true
	}
	if line >= 22 {
		set["sqlite"] = true
	}
	if line >= 26 {
		set["ffi"] = true
	} else {
		for _, name := range []string{"duplex", "passthrough", "readable", "transform", "wrap", "writable"} {
			set["_stream_"+name] = false
		}
	}
	return func(name string) (known, prefixOnly bool) {
		prefixOnly, known = set[name]
		return known, prefixOnly
	}
}
