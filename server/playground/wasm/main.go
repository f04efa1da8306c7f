// Command wasm is the playground's engine for a browser, compiled with GOOS=js GOARCH=wasm by .ci/playground. It gives the page one function,
// nodebeyond(question) -> answer, both JSON, and waits.
package main

import "nodebeyond/server/playground"

func main() { offer(playground.Reply) }
