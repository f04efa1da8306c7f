package site

import (
	"embed"
	"fmt"
)

// engines holds the playground's engine, in builds that carry it: see its README.
//
//go:embed playground
var engines embed.FS

// engine is the compiled engine and what starts it; nil in a build without.
func engine() (compiled, starter []byte) {
	compiled, err := engines.ReadFile("playground/engine.wasm.gz")
	if err != nil {
		return nil, nil
	}
	starter, err = engines.ReadFile("playground/engine.js")
	if err != nil {
		return nil, nil
	}
	return compiled, starter
}

// HasPlayground reports whether this build can lint in the page.
func HasPlayground() bool {
	compiled, _ := engine()
	return compiled != nil
}

// playground is the page where programs are tried.
func (m *maker) playground() error {
	const at = "playground.html"
	lead := "<h1>Playground</h1>\n<p class=\"lead\">Change a program and see what the linter says, here in the page: nothing you type leaves this browser.</p>\n"
	p := page{path: at, title: "Playground", description: "Change a program and see what nodebeyond says of it, in the page.", kind: "playground", area: at,
		crumbs: []link{{Path: "index.html", Text: "Book"}, {Text: "Playground"}}}
	if !HasPlayground() {
		p.body = lead + "<p>This build of nodebeyond was made without the engine for the browser. The released one has it; to build it yourself, run <code>.ci/playground</code> in the source before <code>go build</code>. <code>nodebeyond lint</code> says the same of a file on your disk.</p>\n"
		m.add(p)
		return nil
	}
	p.scripts = []string{"play.js"}
	p.body = lead + fmt.Sprintf(`<noscript><p>The playground needs scripts. <code>nodebeyond lint</code> says the same of a file on your disk.</p></noscript>
<div class="play" hidden>
<p class="examples"><label for="example">Example</label> <select id="example">
<option value="">Your own</option>
<option value="blocking">A read that blocks every client</option>
<option value="cycle">A cycle that keeps undefined</option>
<option value="twice">A response that ends twice</option>
</select></p>
<div class="files"><div class="tabs" role="tablist" aria-label="Files"></div>
<p><button type="button" data-files="add">New file</button> <button type="button" data-files="rename">Rename</button> <button type="button" data-files="remove">Delete</button></p></div>
<form class="naming" hidden><label>Name <input autocomplete="off" autocapitalize="off" spellcheck="false" required></label> <button>Save</button> <button type="button">Cancel</button></form>
<div class="editor" id="editor" role="tabpanel" aria-label="Text of the file"><pre aria-hidden="true"></pre><textarea spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off" aria-label="Program" aria-describedby="state keys"></textarea><div class="tip" role="status" hidden></div></div>
<p class="hint" id="keys"><kbd>F2</kbd> or the pointer tells what is known of a place. Tab moves on, as everywhere; the text is indented with blanks by hand.</p>
<p id="state" class="state" role="status">The engine is loaded with the first program.</p>
<h2 id="findings">Findings%s</h2>
<ol class="findings"></ol>
<section class="modules" aria-labelledby="modules" hidden><h2 id="modules">Modules%s</h2><div class="scroll" tabindex="0" role="group" aria-label="Picture of the modules"><img alt=""></div></section>
</div>
`, anchor("findings", "Findings"), anchor("modules", "Modules"))
	m.add(p)
	return nil
}
