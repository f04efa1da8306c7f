package docs

import "sync"

// Topic is something of Node that is no pitfall and still has to be known: what to say where code uses it.
type Topic struct {
	// Name is what it is called in general: "fs.*Sync", "emitter.on". It is unique.
	Name    string
	Section Section
	// Also are further sections that it has a part in.
	Also []Section
	// Is are the things that it is about, in the form that Key describes.
	Is []string
	// Text says what it is to the runtime, in a sentence or two of Markdown.
	Text string
	// Varies names what differs between versions of Node, "" when nothing does; By are the states, the oldest first. Where For is not nil it
	// concerns only the names of Is that it holds.
	Varies string
	By     []Variant
	For    []string
}

// Variant is how something is from a version of Node on.
type Variant struct {
	// From is the first version, "" for all before the next one. Where it came to an older line later, Also has the version of that line.
	From, Also string
	// Says is what holds then, as Markdown that can follow a colon.
	Says string
}

// A key says what code a topic is about:
//
//	fs.readFile             a function, class or value of a built-in; global.setTimeout of the global object
//	fs.*Sync, fs/promises.* all whose names fit
//	stream.Readable#pipe    a member of an instance, by the class that declares it or any that extends it
//	http.IncomingMessage#   an instance itself
//	process@exit            an event, where it is listened to, or emitted, by its name
//	net.*{timeout}          an option of a call; * alone stands for every call
//	require, import()       a part of the language or of the module wrapper, by its name

// Topics are all topics, in the order of the book. The result is shared: do not change it.
func Topics() []Topic { return allTopics() }

var allTopics = sync.OnceValue(func() []Topic {
	var all []Topic
	for _, part := range [][]Topic{moduleTopics, loopTopics, asyncTopics, eventTopics, processTopics, streamTopics, fileTopics, networkTopics, childTopics} {
		all = append(all, part...)
	}
	return all
})
