package site

import (
	"fmt"
	"html"
	"strings"

	"nodebeyond/docs"
)

// blurbs say in a sentence what a chapter is about, for the start page and below the chapter's title.
var blurbs = map[string]string{
	"runtime":    "What is inside Node: V8, libuv and the rest, one stack, one thread, and when it all ends.",
	"modules":    "What `require` does, step by step, and why a file in a cycle gets half an object.",
	"esm":        "Imports that run first, bindings that stay alive, and the border to CommonJS.",
	"event-loop": "The phases of a turn, the two queues between callbacks, and what it means to block.",
	"async":      "Callbacks, promises and `await`: who calls you back, when, and where the errors go.",
	"events":     "An emitter is a list of functions, called at once. Nearly everything else follows from that.",
	"process":    "Exit codes, last words, signals, and what to do with an error that nobody caught.",
	"streams":    "Data that comes in pieces: pressure, errors, and ends that all have to be heard.",
	"files":      "Paths, handles, races, and bytes that are not yet text.",
	"network":    "Sockets have no messages, responses have to end, and a timeout is yours to set.",
	"processes":  "More than one process: children, shells, clusters and threads, and what they share.",
}

// start is the first page.
func (m *maker) start() error {
	const at = "index.html"
	p := m.prose(at, "docs")
	var b strings.Builder
	b.WriteString(`<div class="hero">
<h1>Node <i>beyond</i> the basics</h1>
<p class="lead">How Node runs your program: the loop, the modules, the streams and the processes, and what goes wrong when one of them is not what you took it for. Every program here was run on four lines of Node, and prints what the page says.</p>
<p class="doors"><a class="button" href="runtime.html">Start reading</a> <a class="button quiet" href="challenge.html">Take the challenge</a></p>
</div>
`)
	fmt.Fprintf(&b, "<h2 id=\"chapters\">The chapters%s</h2>\n<ol class=\"chapters\">\n", anchor("chapters", "The chapters"))
	sections := 0
	for _, c := range docs.Chapters() {
		fmt.Fprintf(&b, "<li><a href=\"%s.html\">%s</a><p>%s</p></li>\n", c.ID, html.EscapeString(c.Title), p.inline(blurbs[c.ID]))
		sections += len(c.Sections)
	}
	b.WriteString("</ol>\n")
	fmt.Fprintf(&b, `<h2 id="look-up">Looking something up%s</h2>
<ul class="lookup">
<li><a href="rules/index.html">The rules</a><p>A finding in your editor or your build: what it means, a program that shows it, what to write instead.</p></li>
<li><a href="challenge.html">The challenge</a><p>Thirty-two questions. If you can answer most of them, you need this book only to win arguments.</p></li>
<li><a href="api.html">The API index</a><p>What a function, a class or an event of Node is to the runtime, in a sentence.</p></li>
<li><a href="errors.html">Error codes</a><p>What <code>EADDRINUSE</code> and its kin mean, and where they come from.</p></li>
<li><a href="playground.html">The playground</a><p>Change a program in the page, and see what the linter says of it as you type.</p></li>
</ul>
<h2 id="using">Using nodebeyond%s</h2>
<ul class="guides">
%s</ul>
<p class="hint" data-needs-script>Press <kbd>/</kbd> on any page to search all %d sections, rules and questions.</p>
`, anchor("look-up", "Looking something up"), anchor("using", "Using nodebeyond"), guideList(), sections)
	m.add(page{path: at, title: "Node beyond the basics", description: "The companion book of nodebeyond: how Node runs your program, and what goes wrong.", kind: "start", area: at, body: b.String(),
		next: &link{Path: docs.Chapters()[0].ID + ".html", Text: docs.Chapters()[0].Title}})
	return p.err
}

// about says what the site is and is not.
func (m *maker) about() error {
	const at = "about.html"
	p := m.prose(at, "docs")
	body := p.html(aboutText)
	m.add(page{path: at, title: "About this site", description: "What this site is made of, what it loads, and how to print it.", kind: "about", body: "<h1>About this site</h1>\n" + body, contents: p.contents})
	return p.err
}

const aboutText = `This is the companion book of nodebeyond, a linter and language server that looks at a Node program as a whole.
The same text is behind the hovers in an editor and behind ` + "`nodebeyond explain`" + ` in a terminal.

## How it is made

Every program in the chapters and on the pages of the rules is run by the tests of nodebeyond, on Node 20, 22, 24 and 26, and has to print what the page says.
Where the lines of Node differ, the page says so.
A claim that no program can show names its source.

## What it loads

Only its own files.
No page asks anything of another server: no fonts, no scripts, no counters, no cookies.
What you choose for light and dark is kept in this browser.
All text can be read without scripts; search, the copy buttons and the playground need them.

## Keyboard

- ` + "`/`" + ` opens the search, Escape closes it, the arrow keys choose.
- Tab goes through links and through code that is wider than its box.

## At home

` + "`nodebeyond docs`" + ` shows these pages from the program itself, without a network.
` + "`nodebeyond docs build DIR`" + ` writes them into a folder, for any web server.

## Typeface

The text is set in Source Serif 4, which is licensed under the SIL Open Font License 1.1; the licence is in ` + "`fonts/OFL.txt`" + `.
`

// missing is what a server shows for an address that there is not.
func (m *maker) missing() error {
	m.add(page{path: "404.html", title: "Not found", description: "There is no such page.", kind: "about",
		body: "<h1>There is no such page</h1>\n<p>Sections keep their names for good, so this address was never right. The <a href=\"index.html\">first page</a> lists all chapters, <a href=\"rules/index.html\">the rules</a> are here.</p>\n"})
	return nil
}
