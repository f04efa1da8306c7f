package main

import (
	"context"
	"syscall/js"
)

// offer makes a function that the page can call, one call at a time.
func offer(reply func(context.Context, string) string) {
	js.Global().Set("nodebeyond", js.FuncOf(func(_ js.Value, args []js.Value) any {
		question := args[0].String()
		// The engine works with goroutines, and the page's thread runs these only when the call has returned.
		return js.Global().Get("Promise").New(js.FuncOf(func(_ js.Value, settle []js.Value) any {
			go func() { settle[0].Invoke(reply(context.Background(), question)) }()
			return nil
		}))
	}))
	emptyDisk()
	js.Global().Call("nodebeyondReady")
	select {}
}

// emptyDisk answers that nothing is there when the engine looks for a file. What a browser has instead says "not implemented" (wasm_exec.js of
// the Go distribution), and a package.json that cannot be read is another thing than none.
func emptyDisk() {
	none := js.FuncOf(func(_ js.Value, args []js.Value) any {
		err := js.Global().Get("Error").New("there are no files")
		err.Set("code", "ENOENT")
		args[len(args)-1].Invoke(err)
		return nil
	})
	for _, name := range []string{"open", "stat", "lstat", "readdir", "readlink"} {
		js.Global().Get("fs").Set(name, none)
	}
}
