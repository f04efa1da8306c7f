package cli

import (
	"strings"
	"testing"

	"nodebeyond/analyzers/rules"
)

// Whatever has a name of its own in Node can be asked for, and is answered with more than its name.
func TestExplainsAllOfNode(t *testing.T) {
	tool := standInTool()
	tool.Rules, tool.Page = rules.All(), rules.Page
	asked := 0
	for name := range nodeMembers {
		asked++
		for _, ask := range []string{name, "node:" + name} {
			if page, err := tool.explanation(ask); err != nil || len(strings.TrimSpace(page)) < len(ask)+12 {
				t.Errorf("%s: %v\n%s", ask, err, page)
			}
		}
	}
	for _, event := range events() {
		asked++
		if page, err := tool.explanation("'" + event + "'"); err != nil || !strings.Contains(page, "## Who emits it\n\n- `") {
			t.Errorf("%s: %v\n%s", event, err, page)
		}
	}
	if asked < 1000 {
		t.Errorf("only %d names", asked)
	}
}
