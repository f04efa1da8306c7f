package syntax

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// corpusFiles lists up to limit JavaScript files below NODEBEYOND_CORPUS, spread evenly over it; the committed tricky files when it is not set.
func corpusFiles(tb testing.TB, limit int, ext ...string) []string {
	tb.Helper()
	root := os.Getenv("NODEBEYOND_CORPUS")
	if root == "" {
		root = "testdata/tricky"
	}
	var all []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		for _, e := range ext {
			if d.Type().IsRegular() && strings.HasSuffix(path, e) {
				all = append(all, path)
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	if len(all) == 0 {
		tb.Fatalf("no files below %s", root)
	}
	if limit > 0 && len(all) > limit {
		var some []string
		for i := range limit {
			some = append(some, all[i*len(all)/limit])
		}
		all = some
	}
	return all
}

type acornNode struct {
	kind, parent string
	start, end   int
}

// acorn asks the driver for the nodes of files; files that acorn does not parse are left out.
func acorn(t *testing.T, files []string) map[string][]acornNode {
	t.Helper()
	modules, err := filepath.Abs("../../.cache/acorn/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(modules, "acorn")); err != nil {
		t.Fatalf("acorn is not installed; run .ci/setup (it installs testdata/acorn/package.json into .cache/acorn): %v", err)
	}
	cmd := exec.Command("node", "testdata/acorn/nodes.cjs", modules)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node testdata/acorn/nodes.cjs: %v", err)
	}
	trees := map[string][]acornNode{}
	file := ""
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if f[0] == "F" {
			file = ""
			if f[2] != "error" {
				file = f[1]
				trees[file] = nil
			}
			continue
		}
		start, _ := strconv.Atoi(f[1])
		end, _ := strconv.Atoi(f[2])
		trees[file] = append(trees[file], acornNode{f[0], f[3], start, end})
	}
	return trees
}

// estree says which types of ESTree a kind may be. Kinds without an entry have no counterpart.
var estree = map[Kind]string{
	KindIdent: "Identifier", KindPrivateName: "PrivateIdentifier", KindRegExp: "Literal", KindBigInt: "Literal", KindNull: "Literal",
	KindString:    "Literal TemplateLiteral Identifier BinaryExpression UnaryExpression",
	KindNumber:    "Literal Identifier UnaryExpression BinaryExpression",
	KindBoolean:   "Literal UnaryExpression BinaryExpression",
	KindUndefined: "Identifier UnaryExpression ThisExpression",
	KindTemplate:  "TemplateLiteral TaggedTemplateExpression BinaryExpression",
	KindThis:      "ThisExpression", KindSuper: "Super", KindNewTarget: "MetaProperty", KindImportMeta: "MetaProperty",
	KindArray: "ArrayExpression ArrayPattern", KindObject: "ObjectExpression ObjectPattern",
	KindProperty: "Property MethodDefinition PropertyDefinition SpreadElement RestElement",
	KindSpread:   "SpreadElement RestElement", KindUnary: "UnaryExpression", KindUpdate: "UpdateExpression",
	KindBinary: "BinaryExpression SequenceExpression", KindLogical: "LogicalExpression",
	KindAssign: "AssignmentExpression AssignmentPattern", KindCond: "ConditionalExpression", KindCall: "CallExpression",
	KindNew: "NewExpression", KindDot: "MemberExpression", KindIndex: "MemberExpression BinaryExpression", KindAwait: "AwaitExpression",
	KindYield: "YieldExpression", KindImportCall: "ImportExpression", KindFunction: "FunctionExpression",
	KindArrow: "ArrowFunctionExpression", KindClass: "ClassExpression", KindBlock: "BlockStatement", KindEmpty: "EmptyStatement ExpressionStatement",
	KindExprStmt: "ExpressionStatement", KindVar: "VariableDeclaration", KindDeclarator: "VariableDeclarator",
	KindFunctionDecl: "FunctionDeclaration", KindClassDecl: "ClassDeclaration",
	KindParam:   "Identifier AssignmentPattern RestElement ArrayPattern ObjectPattern",
	KindBinding: "Identifier", KindArrayPattern: "ArrayPattern", KindObjectPattern: "ObjectPattern",
	KindElement: "Property AssignmentPattern RestElement Identifier ArrayPattern ObjectPattern",
	KindIf:      "IfStatement", KindFor: "ForStatement", KindForIn: "ForInStatement", KindForOf: "ForOfStatement",
	KindWhile: "WhileStatement", KindDoWhile: "DoWhileStatement", KindReturn: "ReturnStatement", KindThrow: "ThrowStatement",
	KindTry: "TryStatement", KindCatch: "CatchClause", KindSwitch: "SwitchStatement", KindCase: "SwitchCase",
	KindLabel: "LabeledStatement", KindBreak: "BreakStatement", KindContinue: "ContinueStatement", KindWith: "WithStatement",
	KindDebugger: "DebuggerStatement", KindImport: "ImportDeclaration", KindExportNames: "ExportNamedDeclaration",
	KindExportFrom: "ExportNamedDeclaration", KindExportStar: "ExportAllDeclaration", KindExportDefault: "ExportDefaultDeclaration",
	KindStaticBlock: "StaticBlock", KindDirective: "ExpressionStatement",
}

// standIn reports whether a node stands for the bare expression of an arrow function, or is the expression in the head of a for loop.
func standIn(n Node) bool {
	switch n.Kind() {
	case KindBlock:
		return n.Parent().Kind() == KindArrow && n.Parent().ExprBody()
	case KindReturn:
		return n.Parent().Kind() == KindBlock && standIn(n.Parent())
	case KindExprStmt:
		return n.Parent().Is(KindFor, KindForIn, KindForOf) || n.Parent().Kind() == KindExportDefault
	case KindBinary: // a, b, c is one node in ESTree
		return n.Op() == "," && n.Parent().Kind() == KindBinary && n.Parent().Op() == "," && n.Parent().First() == n
	case KindCond:
		return !n.f.leadsWithOperand(n.ID()) // import(a ? b : c)
	case KindElement: // a hole
		return n.Child(1).Missing()
	}
	return false
}

// foldedLeaf reports whether the parser computed the leaf from several.
func foldedLeaf(n Node) bool {
	switch n.Kind() {
	case KindString, KindNumber, KindBoolean, KindTemplate:
		return strings.ContainsAny(n.Text(), "+=!~") || strings.LastIndexByte(n.Text(), '-') > 0
	}
	return false
}

// exportsDeclaration reports whether a node is `export` before a declaration.
func exportsDeclaration(text string, n acornNode) bool {
	if n.kind != "ExportNamedDeclaration" {
		return false
	}
	i := skipTrivia(text, n.start+len("export"))
	return text[i] != '{'
}

var (
	emptySum = regexp.MustCompile("[+]\\s*(''|\"\"|``)|^(''|\"\"|``)\\s*[+]")
	constant = `(this|true|false|null|undefined|void 0|![01]|[0-9]+|'[^']*'|"[^"]*")`
	decided  = regexp.MustCompile(`^[(]*` + constant + `(\s*[!=]==?\s*` + constant + `)?\s*[)]*\s*(&&|[|][|]|[?][?])`)
)

// droppedNode reports whether the parser leaves a node of acorn's out: a sum with an empty string, the import() of a template.
func droppedNode(text string, n acornNode) bool {
	switch n.kind {
	case "BinaryExpression":
		i := skipTrivia(text, n.end)
		return emptySum.MatchString(text[n.start:n.end]) || emptySum.MatchString(text[i:min(i+20, len(text))])
	case "TemplateLiteral":
		return n.parent == "TaggedTemplateExpression" || n.parent == "ImportExpression"
	case "ConditionalExpression":
		return n.parent == "ImportExpression"
	}
	return false
}

// fileLimit is how many files of the corpus are compared; 0 means all.
var fileLimit = flag.Int("files", 400, "how many files of NODEBEYOND_CORPUS the acorn test compares; 0 means all")

func TestRangesAgainstAcorn(t *testing.T) {
	compareWithAcorn(t, corpusFiles(t, *fileLimit, ".js", ".mjs", ".cjs"))
}

// compareWithAcorn fails for every extent that is not the same in both.
func compareWithAcorn(t *testing.T, files []string) {
	t.Helper()
	var trees map[string][]acornNode
	compared, nodes := 0, 0
	diffs := map[string]int{}
	var examples []string
	report := func(what, file string, text string, start, end int) {
		diffs[what]++
		if diffs[what] <= 3 {
			examples = append(examples, fmt.Sprintf("%s: %s [%d,%d) %.80q", what, file, start, end, text[start:end]))
		}
	}
	for i, file := range files {
		if i%100 == 0 { // a few at a time: the trees are large
			trees = acorn(t, files[i:min(i+100, len(files))])
		}
		theirs, ok := trees[file]
		if !ok {
			if strings.HasPrefix(file, "testdata") {
				t.Errorf("acorn does not parse %s", file)
			}
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(src) {
			continue // acorn sees replacement characters, which are longer
		}
		f := Parse(file, string(src))
		if len(f.Problems) > 0 {
			if strings.HasPrefix(file, "testdata") {
				t.Errorf("%s: %v", file, f.Problems)
			}
			continue
		}
		compared++
		type extent struct {
			kind       string
			start, end int
		}
		seen := map[extent]bool{}
		for _, n := range theirs {
			seen[extent{n.kind, n.start, n.end}] = true
		}
		ours := map[extent]bool{}
		var folds []Range // what the parser computed: nodes of acorn's in there have no counterpart
		for _, n := range theirs {
			// A constant decides: 0 && a, or `this`, which is undefined at the top level of modules.
			if n.kind == "LogicalExpression" && decided.MatchString(f.Text[n.start:min(n.end, n.start+100)]) {
				folds = append(folds, Range{int32(n.start), int32(n.end)})
			}
		}
		computed := func(start, end int) bool {
			for _, r := range folds {
				if start < int(r.End) && end > int(r.Start) {
					return true
				}
			}
			return false
		}
		for id := int32(1); int(id) < f.Len(); id++ {
			n := f.NodeAt(id)
			start, end := n.Start(), n.End()
			types := estree[n.Kind()]
			if types == "" {
				continue
			}
			nodes++
			found := false
			for _, kind := range strings.Fields(types) {
				e := extent{kind, start, end}
				ours[e] = true
				found = found || seen[e]
			}
			if foldedLeaf(n) {
				folds = append(folds, n.Range())
				continue
			}
			if !found && !standIn(n) && !computed(start, end) {
				report("ours "+n.Kind().String(), file, f.Text, start, end)
			}
		}
		for _, n := range theirs {
			switch n.kind {
			case "Identifier", "Literal", "TemplateElement", "ChainExpression", "PrivateIdentifier", "Program", "ClassBody",
				"ImportSpecifier", "ImportDefaultSpecifier", "ImportNamespaceSpecifier", "ExportSpecifier", "ImportAttribute":
				continue
			}
			if ours[extent{n.kind, n.start, n.end}] || exportsDeclaration(f.Text, n) ||
				n.kind == "AssignmentPattern" && n.parent == "Property" || droppedNode(f.Text, n) {
				continue
			}
			if n.kind == "ExpressionStatement" && n.parent == "Program" && (f.Text[n.start] == '"' || f.Text[n.start] == '\'') {
				continue // a directive of the top level
			}
			if !computed(n.start, n.end) {
				report("acorn's "+n.kind, file, f.Text, n.start, n.end)
			}
		}
	}
	t.Logf("%d files of %d, %d nodes", compared, len(files), nodes)
	if compared == 0 {
		t.Fatal("nothing was compared")
	}
	var kinds []string
	for k, n := range diffs {
		kinds = append(kinds, fmt.Sprintf("%6d %s", n, k))
	}
	sort.Strings(kinds)
	if len(kinds) > 0 {
		t.Errorf("differences:\n%s\n%s", strings.Join(kinds, "\n"), strings.Join(examples, "\n"))
	}
}
