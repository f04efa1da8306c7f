package cli

import (
	"fmt"
	"slices"
	"strings"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/docs"
	"nodebeyond/server/config"
	"nodebeyond/server/features"
)

// explanation is the page of what somebody calls by a name, as Markdown. Names are tried in the order in which a page says most.
func (t *Tool) explanation(name string) (string, error) {
	if r := t.rule(name); r != nil {
		return t.rulePage(r), nil
	}
	if section, ok := docs.Lookup(name); ok {
		return t.sectionPage(section), nil
	}
	for _, c := range docs.Chapters() {
		if c.ID == name {
			return chapterPage(c), nil
		}
	}
	for _, g := range docs.Guides() {
		if g.ID == name {
			return "# " + g.Title + "\n\n" + g.Text + "\n", nil
		}
	}
	for _, e := range docs.ErrorCodes() {
		if strings.EqualFold(e.Code, name) {
			return errorPage(e), nil
		}
	}
	if topic := features.TopicNamed(name); topic != nil {
		return t.topicPage(name, topic), nil
	}
	if event := strings.Trim(name, "'"); slices.Contains(events(), event) {
		return t.eventPage(event), nil
	}
	if m := memberNamed(name); m != nil {
		return t.memberPage(m), nil
	}
	// A member by its last name, where that is what all of that name are about.
	if full := fullNames(name); len(full) > 0 {
		topic := features.TopicNamed(full[0])
		if topic != nil && !slices.ContainsFunc(full[1:], func(other string) bool { return features.TopicNamed(other) != topic }) {
			return t.topicPage(slices.MinFunc(full, func(a, b string) int { return len(a) - len(b) }), topic), nil
		}
	}
	_, bare, ok := strings.Cut(name, "#")
	if !ok {
		bare = name
	}
	near := t.nearest(bare)
	if len(near) == 0 && bare != name {
		near = t.nearest(name)
	}
	hint := ""
	if len(near) > 0 {
		hint = `; did you mean "` + strings.Join(near, `" or "`) + `"?`
	}
	return "", fail("`nodebeyond rules` lists the rules", "nothing is called %q%s", name, hint)
}

// nodeMembers are the members of Node's own API, by the names that people write: without the prefix of globals.
func nodeMembers(yield func(string, *nodeapi.Member) bool) {
	stop := false
	nodeapi.AllMembers(func(m *nodeapi.Member) {
		if !stop && !m.Package && (m.Method == nil || own(m.Method)) {
			stop = !yield(strings.TrimPrefix(m.Name, "global."), m)
		}
	})
}

// memberNamed is the member of Node's API of that name, with or without "node:", methods with "#" or "."; nil for none.
func memberNamed(name string) *nodeapi.Member {
	name = strings.TrimPrefix(name, "node:")
	var found *nodeapi.Member
	for written, m := range nodeMembers {
		if written == name || strings.Contains(name, ".") && program.Display(m) == name {
			found = m
			break
		}
	}
	return found
}

// fullNames are the members of modules and the globals whose last name it is; the methods, when there are none of these.
func fullNames(last string) []string {
	var out, methods []string
	for written, m := range nodeMembers {
		switch {
		case lastName(written) != last:
		case m.Method == nil:
			out = append(out, written)
		default:
			methods = append(methods, written)
		}
	}
	if len(out) == 0 {
		return methods
	}
	return out
}

func lastName(name string) string { return name[strings.LastIndexAny(name, ".#")+1:] }

// nearest are the names that a misspelt one most likely stands for.
func (t *Tool) nearest(name string) []string {
	stand := map[string][]string{} // what each word to compare with stands for
	var words []string
	add := func(word, full string) {
		if stand[word] == nil {
			words = append(words, word)
		}
		if !slices.Contains(stand[word], full) {
			stand[word] = append(stand[word], full)
		}
	}
	for _, id := range t.ruleIDs() {
		add(id, id)
	}
	for _, c := range docs.Chapters() {
		add(c.ID, c.ID)
	}
	for _, s := range docs.Sections() {
		add(string(s), string(s))
	}
	for _, e := range docs.ErrorCodes() {
		add(e.Code, e.Code)
	}
	for _, e := range events() {
		add(e, e)
	}
	for written, m := range nodeMembers {
		add(written, written)
		add(lastName(written), written)
		if m.Method != nil {
			add(program.Display(m), written)
		}
	}
	var out []string
	for _, word := range config.Nearest(name, words) {
		full := slices.Clone(stand[word])
		// What there is a text about is meant sooner.
		slices.SortStableFunc(full, func(a, b string) int { return untold(a) - untold(b) })
		for _, f := range full {
			if len(out) < 3 && !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// untold orders names by whether there is a text about them, those with one first.
func untold(name string) int {
	if features.TopicNamed(name) != nil || features.TopicNamed(name+"#") != nil {
		return 0
	}
	return 1
}

// memberPage is what the tables know of a part of Node that no topic is about.
func (t *Tool) memberPage(m *nodeapi.Member) string {
	var b strings.Builder
	name := strings.TrimPrefix(m.Name, "global.")
	fmt.Fprintf(&b, "# %s\n\n%s", name, memberFacts(m))
	if rules := t.rulesNaming(program.Display(m)); rules != "" {
		fmt.Fprintf(&b, "\n## Rules that look at it\n\n%s", rules)
	}
	read := sectionsNaming(program.Display(m))
	if m.Func != nil && m.Func.Blocks != nodeapi.BlocksNot {
		read = []docs.Section{docs.BlockingTheLoop}
	}
	head := "\n## Read on\n\n"
	for _, s := range read {
		fmt.Fprintf(&b, "%s- %s: `nodebeyond explain %s`\n", head, s.Title(), s.Anchor())
		head = ""
	}
	return b.String()
}

// blocking says what a call waits for.
var blocking = map[nodeapi.Block]string{
	nodeapi.BlocksIO: "waits for the file system", nodeapi.BlocksChild: "waits for another process", nodeapi.BlocksCPU: "computes",
	nodeapi.BlocksSleep: "waits", nodeapi.BlocksDB: "waits for a database", nodeapi.BlocksModule: "loads a module",
}

// memberFacts are what the tables say of a member, a line each.
func memberFacts(m *nodeapi.Member) string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf("- "+format+"\n", args...)) }
	if f := m.Func; f != nil {
		if f.Blocks != nodeapi.BlocksNot {
			only := ""
			if f.SyncWithoutCallback {
				only = "Without a callback it b"
			} else {
				only = "B"
			}
			instead := ""
			if f.Instead != "" {
				instead = fmt.Sprintf(" `%s` does not.", f.Instead)
			}
			say("%slocks: it %s on the thread that runs all JavaScript.%s", only, blocking[f.Blocks], instead)
		}
		if m.Class != nil {
			// What a constructor gives says its name.
		} else if f.ReturnsPromise {
			say("Returns a promise%s.", ofClass(f.Returns))
		} else if f.Returns == "this" {
			say("Returns the object itself.")
		} else if f.Returns != "" {
			say("Returns%s.", strings.TrimPrefix(ofClass(f.Returns), " of"))
		}
		if f.Callback != nodeapi.NoCallback && f.Phase != nodeapi.PhaseNone {
			first := ""
			if f.ErrFirst {
				first = " It gets the error, or null, first."
			}
			if f.Phase == nodeapi.PhaseSync {
				say("Calls its callback before it returns.%s", first)
			} else {
				say("Its callback runs in the %s.%s", f.Phase, first)
			}
		}
		if len(f.Errors) > 0 {
			say("Typical errors: `%s`.", strings.Join(f.Errors, "`, `"))
		}
	}
	known := nodeapi.Lookup(m.Module, lastName(m.Name))
	if m.Method != nil {
		known = nodeapi.ClassMember(m.Method.Name, lastName(m.Name))
	}
	if known.Lines != 0 && known.Lines != nodeapi.AllLines {
		say("Of the lines %s, these have it: %s.", nodeapi.AllLines, known.Lines)
	}
	if known.Deprecation != "" {
		say("Deprecated (%s) on the lines %s.", known.Deprecation, known.Deprecated)
	}
	class := m.Class
	if class == nil {
		class = nodeapi.ClassNamed(m.Instance)
	}
	if class != nil {
		var heard []string
		for x := class; x != nil; x = x.Super() {
			for name := range x.Events {
				heard = append(heard, "`'"+name+"'`")
			}
		}
		slices.Sort(heard)
		if heard = slices.Compact(heard); len(heard) > 0 {
			say("Emits %s.", strings.Join(heard, ", "))
		}
	}
	if len(lines) == 0 {
		return "A part of Node of which there is nothing special to know here.\n"
	}
	return strings.Join(lines, "")
}

// ofClass is " of a class", "" when none is known.
func ofClass(name string) string {
	if name == "" || name == "this" {
		return ""
	}
	return " of `" + name + "`"
}
