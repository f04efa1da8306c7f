package features

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
	"nodebeyond/server/workspace"
)

// Topical is what there is to say about a use of Node that is no finding.
type Topical struct {
	Name    string   // of the topic; "" for what only tells of this code
	Title   string   // what it is about, as code writes it
	Text    string   // what it is, Markdown; may be ""
	Facts   []string // of this code, Markdown
	Section Section
}

// maxFacts is how many facts a hover shows: more is not read.
const maxFacts = 4

// query is one look at a place of a program.
type query struct {
	s     *workspace.Snapshot
	p     *program.Program
	f     *program.File
	t     *effects.Traced
	spot  spot
	topic *docs.Topic
	key   string // the name by which the topic was found, "" for what is no value
}

// topicAt is what there is to say about an offset of a file beside findings, and the range that it is about.
func topicAt(s *workspace.Snapshot, b *Book, file string, offset int) (out Topical, at syntax.Range, ok bool) {
	s.Program(file, func(p *program.Program, f *program.File, text string) {
		back := workspace.Edit{}
		if doc := s.Document(file); doc != nil && doc.Text != text {
			// What was analysed is behind what is typed: look at the same place of it, unless that is what was typed.
			e := workspace.Diff(text, doc.Text)
			if offset >= e.Start && offset <= e.Start+e.Len {
				return
			}
			if offset > e.Start {
				offset -= e.Len - (e.End - e.Start)
			}
			back = e
		}
		t := s.Traced(file, text, f.ESM)
		if len(t.Facts.Values) != len(f.Facts.Values) || len(t.Facts.Calls) != len(f.Facts.Calls) {
			return // not the text that was linked
		}
		q := query{s: s, p: p, f: f, t: t}
		if q.spot, ok = spotAt(t, p, f, offset); !ok {
			return
		}
		if out, ok = q.topical(b); !ok {
			return
		}
		at = q.spot.at
		if int(at.Start) >= back.End {
			shift := int32(back.Len - (back.End - back.Start))
			at.Start, at.End = at.Start+shift, at.End+shift
		}
	})
	return out, at, ok
}

// topical finds the topic of the spot and the facts.
func (q *query) topical(b *Book) (Topical, bool) {
	title := ""
	x := topics()
	sp := &q.spot
	switch {
	case sp.imp >= 0:
		q.topic = x.named[q.importKey()]
	case sp.emitter > 0:
		q.topic = x.ofEvent(sp.event, refs(q.p, q.f, sp.emitter, 0))
	case sp.option != "":
		q.topic = q.option(x)
	case sp.iterated > 0:
		if q.readable(sp.iterated) {
			q.topic = x.named["for await"]
		}
	case sp.value > 0:
		q.topic, q.key, title = x.ofRefs(refs(q.p, q.f, sp.value, 0))
		if q.topic == nil {
			q.imported(x)
		}
	}
	if q.topic == nil {
		if sp.fn >= 0 {
			return q.function()
		}
		return q.blockingCall(b)
	}
	if title == "" {
		title = q.title()
	}
	facts := q.facts()
	if len(facts) > maxFacts {
		facts = facts[:maxFacts]
	}
	return Topical{Name: q.topic.Name, Title: title, Text: q.topic.Text, Facts: facts, Section: b.section(q.topic.Section)}, true
}

// blockingCall tells of a call that keeps the thread and that no topic is about, such as crypto.pbkdf2Sync or a synchronous database.
func (q *query) blockingCall(b *Book) (Topical, bool) {
	if q.spot.call < 0 || q.spot.value < 0 || q.spot.option != "" || q.spot.emitter > 0 {
		return Topical{}, false
	}
	r := program.CallRef{File: q.f.ID, Call: q.spot.call}
	m := q.p.Member(r)
	if m == nil || m.Func == nil {
		return Topical{}, false
	}
	blocks := q.blocks(r, m)
	if blocks == "" {
		return Topical{}, false
	}
	t := Topical{Title: program.Display(m), Facts: []string{blocks}, Section: b.section(docs.BlockingTheLoop)}
	if when := q.when(program.FuncRef{File: q.f.ID, Func: q.p.Call(r).Func}); when != "" {
		t.Facts = append(t.Facts, when)
	}
	return t, true
}

// title is how the topic of something that is no value is headed: where it speaks of several, by the one that is used here.
func (q *query) title() string {
	name := q.topic.Name
	if !strings.Contains(name, " / ") {
		return name
	}
	if of, _, ok := strings.Cut(name, "'"); ok && q.spot.event != "" {
		return of + "'" + q.spot.event + "'"
	}
	if q.spot.option != "" {
		return q.spot.option
	}
	return name
}

// importKey is the key of the topic of an import.
func (q *query) importKey() string {
	im := &q.f.Facts.Imports[q.spot.imp]
	if t := &q.f.Targets[q.spot.imp]; q.spot.specifier && t.Builtin != "" && len(q.f.Facts.Str(im.Spec)) > len(t.Builtin) {
		return "node:"
	}
	switch im.Kind {
	case effects.StaticImport:
		return "import"
	case effects.DynamicImport:
		return "import()"
	case effects.RequireResolve:
		return "require.resolve"
	}
	return "require()"
}

// imported makes the declaration of an imported name speak of the import.
func (q *query) imported(x *topicIndex) {
	v := q.f.Facts.Val(q.spot.value)
	if q.spot.node.Kind() != syntax.KindBinding || q.spot.node.Parent().Kind() != syntax.KindImport || v.Kind != effects.ImportName && v.Kind != effects.Import {
		return
	}
	q.spot.imp = v.A
	q.topic = x.named[q.importKey()]
}

// option is the topic of an option, when the object that it is a member of is given to a call that takes it.
func (q *query) option(x *topicIndex) *docs.Topic {
	if len(x.options[q.spot.option]) == 0 {
		return nil
	}
	for _, u := range q.p.Uses(q.f, q.spot.value) {
		if u.Kind != program.UseArg || u.File != q.f.ID {
			continue
		}
		callee := q.f.Facts.Calls[u.Call].Callee
		if t := x.ofOption(q.spot.option, refs(q.p, q.f, callee, 0)); t != nil {
			q.spot.call = u.Call
			return t
		}
	}
	return nil
}

// readable reports whether a value is known to be a readable stream.
func (q *query) readable(v effects.ValueID) bool {
	for _, r := range refs(q.p, q.f, v, 0) {
		if r.class != nil && r.name == "" && r.class.IsReadable() {
			return true
		}
	}
	return false
}

// section is a section with its address.
func (b *Book) section(s docs.Section) Section {
	return Section{Anchor: s.Anchor(), Title: s.Title(), Link: b.Link(s)}
}
