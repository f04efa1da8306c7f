// Package childoutputnotconsumed flags children whose output goes into a pipe that nobody reads.
package childoutputnotconsumed

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "child-output-not-consumed",
	Summary:  "Output of a child that nobody reads",
	Section:  docs.ChildStdio,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

// quiet are programs that print little or nothing, whatever they are given.
var quiet = strings.Fields("open xdg-open start explorer cmd kill pkill killall taskkill mkdir rmdir rm mv cp touch chmod chown ln sleep true false notify-send say afplay aplay osascript pbcopy xclip clip tee gzip gunzip bzip2 reboot shutdown poweroff")

func check(p *rule.ProgramPass) {
	p.Launches("spawn", func(l program.Launch) {
		f := p.Files[l.At.File]
		child := f.ResultValue(l.At.Call)
		if child < 0 || f.Test || !p.Confined(f, child) || len(p.Props(f, child, "stdio")) > 0 {
			return
		}
		if command, ok := p.Literal(f, l.Args[0]); ok && slices.Contains(quiet, path.Base(command)) {
			return
		}
		waits := ""
		for _, event := range []string{"exit", "close"} {
			if p.Hears(f, child, event) == program.HeardYes {
				waits = event
			}
		}
		if waits == "" {
			return
		}
		var unread []string
		for fd, name := range []string{1: "stdout", 2: "stderr"} {
			if fd > 0 && p.LaunchStdio(&l, fd) == "pipe" && len(p.Props(f, child, name)) == 0 {
				unread = append(unread, name)
			}
		}
		// most programs say little on stderr
		if len(unread) == 0 || unread[0] == "stderr" || p.Guarded(l.At, "stdio") {
			return
		}
		opts := []rule.Option{
			rule.Help(fmt.Sprintf("Read %s, say child.%s.resume(), or start the child with stdio: 'ignore' or 'inherit'.", strings.Join(unread, " and "), unread[0])),
			rule.Fact("`stdio` of this child: `'pipe'`" + given(p, &l) + "."),
		}
		p.Report(f, p.CalleeRange(l.At),
			fmt.Sprintf("Nobody reads %s of this child: once it has written what the pipe holds, some 64 KiB, its next write waits for ever, and '%s' never comes.", strings.Join(unread, " or "), waits), opts...)
	})
}

// given says where the setting comes from.
func given(p *rule.ProgramPass, l *program.Launch) string {
	if ref, _ := p.LaunchOption(l, "stdio"); ref.File >= 0 && p.Files[ref.File].Facts.Val(ref.Value).Kind != effects.Undefined {
		return ""
	}
	return ", the default"
}
