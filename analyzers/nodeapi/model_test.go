package nodeapi

import "testing"

func TestLookups(t *testing.T) {
	if m := Module("node:fs").Members["readFileSync"]; m.Name != "fs.readFileSync" || m.Func.Blocks != BlocksIO {
		t.Errorf("fs.readFileSync: %+v", m)
	}
	if m := Module("fs/promises").Members["readFile"]; m == nil || !m.Func.ReturnsPromise {
		t.Errorf("fs/promises readFile: %+v", m)
	}
	c := ClassNamed("http.Server")
	if !c.IsEmitter() || c.MethodNamed("on").Name != "events.EventEmitter#on" || c.EventNamed("request").When != Request {
		t.Errorf("http.Server: %+v", c)
	}
	if Module("events").Class == nil || Module("events").Class != ClassNamed("events.EventEmitter") {
		t.Error("require('events') is the EventEmitter class")
	}
}
