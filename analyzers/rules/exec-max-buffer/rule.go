// Package execmaxbuffer flags commands whose output is collected with Node's limit, and is often longer than that.
package execmaxbuffer

import (
	"fmt"
	"regexp"
	"strings"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "exec-max-buffer",
	Summary:  "Long output collected with the limit of 1 MiB",
	Section:  docs.SpawnExecFork,
	Severity: rule.Info,
	Preset:   rule.Teaching,
	Since:    "0.1.0",
	Program:  check,
}

// long are command lines whose output grows with the data of whoever runs them; short are options and pipes that bound it.
var (
	long  = regexp.MustCompile(`^(sudo )?(find [^-]|git (log|diff|show|ls-files|ls-tree|blame|rev-list|cat-file)\b|ls -\w*R|du -a|tree\b|grep -\w*[rR]|rg |journalctl\b|docker logs\b|kubectl logs\b|mysqldump\b|pg_dump\b|mongodump\b|sqlite3 \S+ \.dump|npm (ls|list)\b.*--all|tar \S*c\S*f? -|strings |curl |wget \S*O ?-)`)
	short = regexp.MustCompile(`\s(-n ?\d|-\d|-1|--max-count|-maxdepth|--name-only|--stat|--shortstat|--quiet|-q|--count|-c|--tail|-o|-O|--output|-I|--head|-m ?\d|--no-walk|--diff-filter)|>|-exec|-delete`)
	last  = regexp.MustCompile(`\|\s*(head|tail|wc|grep -c|grep -q|sort -u|uniq|tee|sha\d+sum|md5sum|jq|xargs)\b`)
)

func check(p *rule.ProgramPass) {
	p.Launches("exec execSync execFile execFileSync spawnSync", func(l program.Launch) {
		f := p.Files[l.At.File]
		if f.Test {
			return
		}
		if ref, known := p.LaunchOption(&l, "maxBuffer"); ref.File >= 0 || !known {
			return
		}
		if l.Name != "exec" && l.Name != "execFile" && p.LaunchStdio(&l, 1) != "pipe" {
			return
		}
		line := commandLine(p, &l)
		if i := strings.LastIndex(line, "&&"); i >= 0 {
			line = strings.TrimSpace(line[i+2:])
		}
		if !long.MatchString(line) || short.MatchString(line) || last.MatchString(line) {
			return
		}
		end := "the child is killed and the callback gets ERR_CHILD_PROCESS_STDIO_MAXBUFFER"
		switch {
		case l.Name == "spawnSync":
			end = "the child is killed and the result's error is ENOBUFS"
		case strings.HasSuffix(l.Name, "Sync"):
			end = "the child is killed and ENOBUFS is thrown"
		case l.Promised:
			end = "the child is killed and the promise rejects with ERR_CHILD_PROCESS_STDIO_MAXBUFFER"
		}
		p.Report(f, p.CalleeRange(l.At),
			fmt.Sprintf("%s collects at most 1 MiB, and %s prints as much as there is: beyond that %s.", l.Name, named(line), end),
			rule.Help("Read the output as a stream, by spawn, or set maxBuffer."),
			rule.Fact("`maxBuffer`: 1,048,576 bytes for each of stdout and stderr, on all supported lines of Node."))
	})
}

// commandLine is what is known of the command, with its list of arguments.
func commandLine(p *rule.ProgramPass, l *program.Launch) string {
	f := p.Files[l.At.File]
	line := p.KnownText(f, l.Args[0])
	if l.Name == "exec" || l.Name == "execSync" {
		return strings.ReplaceAll(line, "\x00", "…")
	}
	if len(l.Args) > 1 {
		for _, a := range p.Eval(f, l.Args[1]) {
			if a.Kind == program.AbsArray {
				for _, v := range p.Files[a.File].Facts.Lists[a.ID] {
					word := p.KnownText(p.Files[a.File], v)
					if word == "" {
						word = "…"
					}
					line += " " + word
				}
			}
		}
	}
	return strings.ReplaceAll(line, "\x00", "…")
}

// named are the first words of a command line.
func named(line string) string {
	words := strings.Fields(line)
	n := 1
	switch words[0] {
	case "git", "docker", "kubectl", "npm", "sudo":
		n = min(2, len(words))
	}
	return "`" + strings.Join(words[:n], " ") + "`"
}
