package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nodebeyond/analyzers/rule"
)

// tables are what is known of the rules beside themselves: what they found in real packages, what people who read the findings judged, and which
// pitfalls that other tools are measured by they are about. All are lines of columns with tabs between them; # starts a remark.
type tables struct {
	when     string // the remark at the top of findings.tsv
	found    map[string]found
	verdicts map[string]verdicts
	peers    [][]string // row, pitfall, rules, reason
}

type found struct{ findings, packages int }

type verdicts struct{ right, wrong, unsure int }

func (v verdicts) read() int { return v.right + v.wrong + v.unsure }

// readTables reads them from a folder as analyzers/rules/testdata is.
func readTables(dir fs.FS) (*tables, error) {
	t := &tables{found: map[string]found{}, verdicts: map[string]verdicts{}}
	err := eachRow(dir, "real/findings.tsv", func(c []string) error {
		if len(c) == 1 && strings.HasPrefix(c[0], "#") {
			t.when = strings.TrimSpace(strings.TrimPrefix(c[0], "#"))
			return nil
		}
		if len(c) != 3 {
			return fmt.Errorf("want rule, findings, packages")
		}
		n, err := strconv.Atoi(c[1])
		if err != nil {
			return err
		}
		in, err := strconv.Atoi(c[2])
		t.found[c[0]] = found{n, in}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(dir, "real/verdicts.tsv", func(c []string) error {
		if len(c) != 5 {
			return fmt.Errorf("want rule, package, place, verdict, reason")
		}
		v := t.verdicts[c[0]]
		switch c[3] {
		case "true":
			v.right++
		case "false":
			v.wrong++
		case "unsure":
			v.unsure++
		default:
			return fmt.Errorf("verdict %q", c[3])
		}
		t.verdicts[c[0]] = v
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t, eachRow(dir, "peers.tsv", func(c []string) error {
		if len(c) < 3 || len(c) > 4 || (c[2] == "-") != (len(c) == 4) {
			return fmt.Errorf("want row, pitfall, rules; or row, pitfall, -, reason")
		}
		t.peers = append(t.peers, c)
		return nil
	})
}

func eachRow(dir fs.FS, name string, row func(columns []string) error) error {
	text, err := fs.ReadFile(dir, name)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		if lines.Text() == "" {
			continue
		}
		if err := row(strings.Split(lines.Text(), "\t")); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return lines.Err()
}

var differs = regexp.MustCompile("(?m)^```output .*node=")

// catalogue is docs/contributing/catalogue.md.
func catalogue(all []*rule.Rule, page func(id string) string, t *tables) string {
	var b strings.Builder
	b.WriteString(generated("analyzers/rules and analyzers/rules/testdata"))
	b.WriteString("# The catalogue\n\n" +
		"Every rule, with what it finds in real packages.\n" +
		"The programs of each page are run on Node 20, 22, 24 and 26; where the lines differ, the page says how.\n\n")
	b.WriteString("Findings: " + t.when + ".\nRead: findings that somebody judged in the code; those that could not be judged count as wrong.\n\n")
	b.WriteString("| rule | section | severity | preset | fix | lines of Node | findings | packages | read | true |\n|---|---|---|---|---|---|---:|---:|---:|---:|\n")
	var total verdicts
	for _, r := range all {
		lines := "alike"
		if differs.MatchString(page(r.ID)) {
			lines = "differ"
		}
		v := t.verdicts[r.ID]
		share := ""
		if n := v.read(); n > 0 {
			share = fmt.Sprintf("%d %%", v.right*100/n)
		}
		total.right, total.wrong, total.unsure = total.right+v.right, total.wrong+v.wrong, total.unsure+v.unsure
		fmt.Fprintf(&b, "| [%s](../rules/%s.md) | %s | %s | %s | %s | %s | %d | %d | %d | %s |\n",
			r.ID, r.ID, section(r), r.Severity, r.Preset, r.Fix, lines, t.found[r.ID].findings, t.found[r.ID].packages, v.read(), share)
	}
	fmt.Fprintf(&b, "\n%d rules; %d findings read, %d true, %d false, %d that could not be judged.\n", len(all), total.read(), total.right, total.wrong, total.unsure)
	b.WriteString("\n## What other tools are measured by\n\n" +
		"Pitfalls that were put to ESLint with its plugins for Node, oxlint, Biome and TypeScript, and the rules here that are about them.\n\n" +
		"| row | pitfall | rules |\n|---|---|---|\n")
	for _, c := range t.peers {
		where := ""
		if len(c) == 4 {
			where = "none: " + c[3]
		}
		for _, id := range strings.Fields(c[2]) {
			if id == "-" {
				break
			}
			if !slices.ContainsFunc(all, func(r *rule.Rule) bool { return r.ID == id }) {
				panic("peers.tsv: there is no rule " + id)
			}
			where += fmt.Sprintf("[%s](../rules/%s.md) ", id, id)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c[0], strings.ReplaceAll(c[1], "|", `\|`), strings.TrimSpace(where))
	}
	return b.String()
}
