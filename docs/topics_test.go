package docs

import (
	"strings"
	"testing"
)

// TestTopics: there are 118, each with a section that is written, a name and a text of its own, and keys that no other has.
func TestTopics(t *testing.T) {
	names, keys := map[string]bool{}, map[string]string{}
	for _, topic := range Topics() {
		if names[topic.Name] {
			t.Errorf("%s is there twice", topic.Name)
		}
		names[topic.Name] = true
		if !topic.Section.Written() {
			t.Errorf("%s: its section %q is not written", topic.Name, topic.Section)
		}
		for _, also := range topic.Also {
			if !also.Written() || also == topic.Section {
				t.Errorf("%s: it leads to %q as well, which is not written, or its own section", topic.Name, also)
			}
		}
		if n := len(topic.Text); n < 30 || n > 260 || !strings.HasSuffix(topic.Text, ".") {
			t.Errorf("%s: a text of %d bytes: %s", topic.Name, n, topic.Text)
		}
		if len(topic.Is) == 0 {
			t.Errorf("%s is about nothing", topic.Name)
		}
		for _, key := range topic.Is {
			if other, taken := keys[key]; taken {
				t.Errorf("%s is about %s, and so is %s", topic.Name, key, other)
			}
			keys[key] = topic.Name
		}
		if (topic.Varies == "") != (len(topic.By) == 0) || len(topic.By) == 1 {
			t.Errorf("%s: %q has %d variants", topic.Name, topic.Varies, len(topic.By))
		}
		for _, name := range topic.For {
			if keys[name] != topic.Name {
				t.Errorf("%s: %s is none of its names", topic.Name, name)
			}
		}
	}
	if len(names) != 118 {
		t.Errorf("%d topics, not 118", len(names))
	}
}
