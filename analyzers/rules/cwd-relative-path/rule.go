// Package cwdrelativepath flags fs paths that are meant from the file's own folder and are resolved from the process's current one.
package cwdrelativepath

import (
	"strings"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "cwd-relative-path",
	Summary:  "fs path relative to the current folder, not to the file",
	Section:  docs.PathsAndCwd,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

// reads are the functions of fs whose first argument names something that should exist already. What is written may well be meant from
// the current folder: logs, output, a cache.
var reads = map[string]bool{
	"readFile": true, "readFileSync": true, "createReadStream": true, "readdir": true, "readdirSync": true, "existsSync": true, "exists": true,
	"stat": true, "statSync": true, "lstat": true, "lstatSync": true, "access": true, "accessSync": true, "open": true, "openSync": true,
	"copyFile": true, "copyFileSync": true, "readJson": true, "readJsonSync": true, "readJSONSync": true, "watch": true, "watchFile": true,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Module == "fs" && reads[m.Name[strings.LastIndexByte(m.Name, '.')+1:]]
	}, func(r program.CallRef, m *nodeapi.Member) { p.ReportCwdPath(r, program.Display(m), false, false) })
}
