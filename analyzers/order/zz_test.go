package order

import ("os";"testing";"fmt";"strings";"nodebeyond/analyzers/syntax")

func TestZZ(t *testing.T) {
	path := os.Getenv("ZZ")
	if path == "" { t.Skip() }
	text, _ := os.ReadFile(path)
	f := syntax.Parse(path, string(text))
	p := Predict(f, Options{ESM: strings.HasSuffix(path, ".mjs")})
	fmt.Println(sketch(p))
}
