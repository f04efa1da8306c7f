package syntax

import (
	"os"
	"testing"

	shim "github.com/evanw/esbuild/shim"
)

// benchTexts reads a sample of the corpus.
func benchTexts(b *testing.B) (files, texts []string, size int64) {
	files = corpusFiles(b, 600, ".js", ".mjs", ".cjs")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, string(src))
		size += int64(len(src))
	}
	return files, texts, size
}

// BenchmarkParse is the parser alone: what everything else is measured against.
func BenchmarkParse(b *testing.B) {
	files, texts, size := benchTexts(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for i, text := range texts {
			shim.Parse(shim.NewSource(files[i], text), shim.Options{})
		}
	}
}

// BenchmarkBuild is Parse: the guard, the parser and the table.
func BenchmarkBuild(b *testing.B) {
	files, texts, size := benchTexts(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for i, text := range texts {
			Parse(files[i], text)
		}
	}
}

// parsed is the sample as Files that nobody has asked anything.
func parsed(files, texts []string) []*File {
	var out []*File
	for i, text := range texts {
		out = append(out, Parse(files[i], text))
	}
	return out
}

// BenchmarkTable is the table alone.
func BenchmarkTable(b *testing.B) {
	files, texts, size := benchTexts(b)
	all := parsed(files, texts)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range all {
			if len(f.Problems) == 0 {
				g := &File{Path: f.Path, Text: f.Text, src: f.src}
				g.build(f.tree)
			}
		}
	}
}

// BenchmarkLayout is what it costs to ask for all extents by layout.
func BenchmarkLayout(b *testing.B) {
	files, texts, size := benchTexts(b)
	all := parsed(files, texts)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range all {
			g := File{Text: f.Text, nodes: f.nodes, records: f.records, tree: f.tree, src: f.src}
			for id := range g.nodes {
				g.extent(int32(id))
			}
		}
	}
}

// BenchmarkGuard is the estimate of the depth.
func BenchmarkGuard(b *testing.B) {
	_, texts, size := benchTexts(b)
	b.SetBytes(size)
	for b.Loop() {
		for _, text := range texts {
			nestingAt(text, JavaScript)
		}
	}
}

// BenchmarkComments is the scan for comments, which only files with directives pay for.
func BenchmarkComments(b *testing.B) {
	files, texts, size := benchTexts(b)
	all := parsed(files, texts)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range all {
			f.Comments()
		}
	}
}

// BenchmarkMapper is a line index for every file.
func BenchmarkMapper(b *testing.B) {
	_, texts, size := benchTexts(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			NewMapper(text)
		}
	}
}

// BenchmarkCallExtents asks for the extents of all calls, functions and members, which is what facts hold.
func BenchmarkCallExtents(b *testing.B) {
	files, texts, size := benchTexts(b)
	all := parsed(files, texts)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range all {
			g := File{Text: f.Text, nodes: f.nodes, records: f.records, tree: f.tree, src: f.src}
			for id := range g.nodes {
				switch g.nodes[id].kind {
				case KindCall, KindNew, KindFunction, KindArrow, KindFunctionDecl, KindDot:
					g.NodeAt(int32(id)).Range()
				}
			}
		}
	}
}
