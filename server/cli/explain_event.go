package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/docs"
)

// events are the names of all events of Node's own classes, in order.
func events() []string {
	var names []string
	for c := range nodeapi.AllClasses {
		if own(c) {
			for name := range c.Events {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// own reports whether a class is Node's.
func own(c *nodeapi.Class) bool {
	module, _, _ := strings.Cut(c.Name, ".")
	return nodeapi.IsBuiltin(module) || nodeapi.GlobalName(c.Name).Lines != 0
}

// eventPage is what there is to say of the events of a name: what they mean, who emits them and with what, and which rules look at them.
func (t *Tool) eventPage(event string) string {
	quoted := "'" + event + "'"
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", quoted)
	var read []docs.Section
	tell := func(of string, topic docs.Topic) {
		fmt.Fprintf(&b, "\n`%s`: %s\n", of, topic.Text)
		read = append(read, topic.Section)
	}
	for _, topic := range docs.Topics() {
		var of []string
		for _, is := range topic.Is {
			if emitter, name, ok := strings.Cut(is, "@"); ok && name == event {
				of = append(of, emitter)
			}
		}
		if len(of) > 0 {
			tell(strings.Join(of, "`, `"), topic)
		}
	}
	if len(read) == 0 {
		for _, topic := range docs.Topics() {
			if strings.Contains(topic.Text, quoted) {
				tell(topic.Name, topic)
			}
		}
	}
	fmt.Fprintf(&b, "\n## Who emits it\n\n%s", emitters(event))
	if rules := t.rulesNaming(quoted); rules != "" {
		fmt.Fprintf(&b, "\n## Rules that look at it\n\n%s", rules)
	}
	if len(read) == 0 {
		read = sectionsNaming(quoted)
	}
	head := "\n## Read on\n\n"
	for i, s := range read {
		if !slices.Contains(read[:i], s) {
			fmt.Fprintf(&b, "%s- %s: `nodebeyond explain %s`\n", head, s.Title(), s.Anchor())
			head = ""
		}
	}
	return b.String()
}

// emitters lists the classes of Node that emit an event, those of which the same holds in one line.
func emitters(event string) string {
	said := map[string][]string{}
	var order []string
	for c := range nodeapi.AllClasses {
		e := c.Events[event]
		if e == nil || !own(c) {
			continue
		}
		what := heard(c, event, e)
		if said[what] == nil {
			order = append(order, what)
		}
		said[what] = append(said[what], c.Name)
	}
	var b strings.Builder
	for _, what := range order {
		by := said[what]
		fmt.Fprintf(&b, "- `%s`", strings.Join(by, "`, `"))
		if heirs := heirs(event, by); heirs != "" {
			fmt.Fprintf(&b, " (%s)", heirs)
		}
		fmt.Fprintf(&b, "%s\n", what)
	}
	return b.String()
}

// heard says what listeners get, and when they are called; "" when neither is known.
func heard(c *nodeapi.Class, event string, e *nodeapi.Event) string {
	var parts []string
	gets := docs.Arguments(c.Name, event)
	if known := func(p string) bool { return p != "" }; gets == "" && slices.ContainsFunc(e.Params, known) {
		named := make([]string, len(e.Params))
		for i, p := range e.Params {
			named[i] = cmp.Or(p, "a value")
			if p != "" {
				named[i] = "`" + p + "`"
			}
		}
		gets = strings.Join(named, ", ")
	}
	if gets != "" {
		parts = append(parts, "listeners get "+gets)
	}
	switch e.When {
	case nodeapi.Request, nodeapi.Connection:
		parts = append(parts, "once per "+e.When.String())
	}
	switch e.Phase {
	case nodeapi.PhaseNone:
	case nodeapi.PhaseSync:
		parts = append(parts, "called before what emits it goes on")
	case nodeapi.PhaseTick, nodeapi.PhaseMicro:
		parts = append(parts, "called from the "+e.Phase.String())
	default:
		parts = append(parts, "called in the "+e.Phase.String()+" of the loop")
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, "; ")
}

// heirsNamed is how many classes are named that have an event from another one.
const heirsNamed = 5

// heirs says which classes of Node have an event from those that declare it.
func heirs(event string, declare []string) string {
	var names []string
	for c := range nodeapi.AllClasses {
		if !own(c) || c.Events[event] != nil {
			continue
		}
		up := c.Super()
		for up != nil && up.Events[event] == nil {
			up = up.Super()
		}
		if up != nil && slices.Contains(declare, up.Name) {
			names = append(names, "`"+c.Name+"`")
		}
	}
	// Those that people mostly have in their hands: a hash is a stream as well, and hardly ever used as one.
	slices.SortStableFunc(names, func(a, b string) int { return rare(a) - rare(b) })
	if len(names) > heirsNamed {
		names = append(names[:heirsNamed], fmt.Sprintf("%d more", len(names)-heirsNamed))
	}
	if len(names) == 0 {
		return ""
	}
	return "and what extends it: " + strings.Join(names, ", ")
}

// rare orders the names of classes by whether their module is one that programs mostly use for its emitters, those first.
func rare(name string) int {
	for _, module := range []string{"`fs.", "`http.", "`net.", "`child_process.", "`process"} {
		if strings.HasPrefix(name, module) {
			return 0
		}
	}
	return 1
}

// rulesNaming lists the rules whose title or description names something, as their pages write it.
func (t *Tool) rulesNaming(word string) string {
	var b strings.Builder
	for _, r := range t.Rules {
		page := t.page(r.ID)
		if _, after, ok := strings.Cut(page, "\n## What it does"); ok {
			does, _, _ := strings.Cut(after, "\n## ")
			title, _, _ := strings.Cut(page, "\n")
			if names(title+"\n"+does, word) {
				fmt.Fprintf(&b, "- `%s`: %s\n", r.ID, r.Summary)
			}
		}
	}
	return b.String()
}

// names reports whether a text has a word that does not go on in it: `fs.read` is not named by `fs.readFile`.
func names(text, word string) bool {
	inside := func(c byte) bool {
		return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	for rest := text; ; {
		i := strings.Index(rest, word)
		if i < 0 {
			return false
		}
		end := i + len(word)
		if !(i > 0 && (inside(rest[i-1]) || rest[i-1] == '.')) && !(end < len(rest) && inside(rest[end])) {
			return true
		}
		rest = rest[end:]
	}
}

// sectionsNaming are the two sections that speak most of something.
func sectionsNaming(word string) []docs.Section {
	count := func(s docs.Section) int { return strings.Count(s.Markdown(), word) }
	all := slices.DeleteFunc(docs.Sections(), func(s docs.Section) bool { return count(s) == 0 })
	slices.SortStableFunc(all, func(a, b docs.Section) int { return cmp.Compare(count(b), count(a)) })
	return all[:min(2, len(all))]
}
