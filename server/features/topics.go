package features

import (
	"strings"
	"sync"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/docs"
)

// topicIndex finds topics by the keys that docs.Topic.Is describes.
type topicIndex struct {
	named    map[string]*docs.Topic // fs.readFile, require()
	patterns []pattern              // fs.*Sync
	members  map[string][]ofClass   // pipe -> of stream.Stream; "" for instances
	events   map[string][]ofClass   // data
	options  map[string][]pattern   // highWaterMark -> of which calls
}

type ofClass struct {
	class string
	topic *docs.Topic
}

// pattern fits names that begin and end so.
type pattern struct {
	head, tail string
	topic      *docs.Topic
}

func (p *pattern) fits(name string) bool {
	return len(name) > len(p.head)+len(p.tail) && strings.HasPrefix(name, p.head) && strings.HasSuffix(name, p.tail)
}

var topics = sync.OnceValue(func() *topicIndex {
	x := &topicIndex{named: map[string]*docs.Topic{}, members: map[string][]ofClass{}, events: map[string][]ofClass{}, options: map[string][]pattern{}}
	all := docs.Topics()
	for i := range all {
		for _, key := range all[i].Is {
			x.add(key, &all[i])
		}
	}
	return x
})

func (x *topicIndex) add(key string, t *docs.Topic) {
	if call, option, ok := strings.Cut(strings.TrimSuffix(key, "}"), "{"); ok {
		head, tail, star := strings.Cut(call, "*")
		if !star {
			// The name as a whole: nothing is longer than its end and still ends so, but for the name itself behind an empty head.
			head, tail = "", call
		}
		x.options[option] = append(x.options[option], pattern{head, tail, t})
		return
	}
	if class, name, ok := strings.Cut(key, "#"); ok {
		x.members[name] = append(x.members[name], ofClass{class, t})
		return
	}
	if class, name, ok := strings.Cut(key, "@"); ok {
		x.events[name] = append(x.events[name], ofClass{class, t})
		return
	}
	if head, tail, ok := strings.Cut(key, "*"); ok {
		x.patterns = append(x.patterns, pattern{head, tail, t})
		return
	}
	x.named[key] = t
}

// ofName is the topic of something of a module, nil for none.
func (x *topicIndex) ofName(name string) *docs.Topic {
	if t := x.named[name]; t != nil {
		return t
	}
	for i := range x.patterns {
		if x.patterns[i].fits(name) {
			return x.patterns[i].topic
		}
	}
	return nil
}

// nearest is the topic of the class that c is or extends by the fewest steps, nil for none.
func nearest(list []ofClass, c *nodeapi.Class) *docs.Topic {
	for ; c != nil; c = c.Super() {
		for _, o := range list {
			if o.class == c.Name {
				return o.topic
			}
		}
	}
	return nil
}

// ofRefs is the topic of the first thing that a value may be and that has one, with its key and the name under which the program uses it.
func (x *topicIndex) ofRefs(list []ref) (t *docs.Topic, key, title string) {
	for _, r := range list {
		if r.class == nil {
			name := module(r.name)
			if t := x.ofName(name); t != nil {
				return t, name, strings.TrimPrefix(r.name, "global.")
			}
			continue
		}
		t := nearest(x.members[r.name], r.class)
		switch {
		case t == nil, r.name == "" && strings.HasPrefix(r.class.Name, "crypto."): // those are streams as well, and hardly ever used as such
		case r.name != "":
			return t, r.class.Name + "#" + r.name, member(t, r)
		default:
			return t, r.class.Name + "#", instance(r.class.Name, t)
		}
	}
	return nil, "", ""
}

// instance is how the topic of an instance is headed: by its class, and what that is.
func instance(class string, t *docs.Topic) string {
	_, short, _ := strings.Cut(class, ".")
	if strings.Contains(t.Name, short) || strings.Contains(t.Name, "(") {
		return class
	}
	return class + " (" + t.Name + ")"
}

// module names what a module's promises hold as that module has it: fs/promises.readFile for fs.promises.readFile.
func module(name string) string {
	if module, rest, ok := strings.Cut(name, ".promises."); ok {
		return module + "/promises." + rest
	}
	return name
}

// ofEvent is the topic of an event of what an emitter may be.
func (x *topicIndex) ofEvent(name string, list []ref) *docs.Topic {
	for _, r := range list {
		if r.class == nil || r.name != "" {
			continue
		}
		if t := nearest(x.events[name], r.class); t != nil {
			return t
		}
	}
	return nil
}

// ofOption is the topic of an option of a call of what list names, with the name of the option.
func (x *topicIndex) ofOption(name string, list []ref) *docs.Topic {
	for _, r := range list {
		full := r.name
		if r.class != nil {
			full = r.class.Name + "#" + r.name
		}
		for i := range x.options[name] {
			if o := &x.options[name][i]; o.head == "" && o.tail == full || o.head+o.tail == "" || o.head != "" && o.fits(full) {
				return o.topic
			}
		}
	}
	return nil
}

// member is how the topic of a member is headed: as the topic writes it, with the name that is used here: socket.destroy, emitter.addListener.
func member(t *docs.Topic, r ref) string {
	if owner, _, ok := strings.Cut(t.Name, "."); ok {
		return owner + "." + r.name
	}
	_, short, ok := strings.Cut(r.class.Name, ".")
	if !ok {
		short = r.class.Name
	}
	return short + "." + r.name
}

// TopicNamed is the topic of what people write for something of Node: its own name, fs.readFileSync, node:fs.readFile, setTimeout, socket.setTimeout,
// net.Socket#setTimeout; nil for none.
func TopicNamed(name string) *docs.Topic {
	all := docs.Topics()
	for i := range all {
		if all[i].Name == name {
			return &all[i]
		}
	}
	x := topics()
	bare := module(strings.TrimPrefix(name, "node:"))
	for _, n := range []string{bare, bare + "()", "global." + bare} {
		if t := x.ofName(n); t != nil {
			return t
		}
	}
	class, member, ok := strings.Cut(bare, "#")
	if !ok {
		return nil
	}
	if c := nodeapi.ClassNamed(class); c != nil {
		return nearest(x.members[member], c)
	}
	return nil
}
