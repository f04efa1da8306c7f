package engine_test
import ("testing";"fmt";"path/filepath";"os";"strings";"io/fs";"nodebeyond/analyzers/engine";"nodebeyond/analyzers/program")
func TestDbg(t *testing.T) {
	root := "/work/main/.cache/exports"
	var files []engine.File
	for _, d := range strings.Fields(os.Getenv("DBG")) {
	filepath.WalkDir(root+"/node_modules/"+d, func(file string, d fs.DirEntry, err error) error {
		if d.Type().IsRegular() && (strings.HasSuffix(file, ".js")||strings.HasSuffix(file, ".cjs")||strings.HasSuffix(file, ".mjs")) {
			files = append(files, engine.File{Path: file, Size: 1})
		}
		return nil
	})
	}
	engine.Programs(t.Context(), engine.Options{Root: root, Files: files}, func(p *program.Program) error {
		for _, f := range p.Files {
			if strings.Contains(f.Path, os.Getenv("DBGF")) {
				e := p.ExportsOf(f.ID)
				at := ""
				if e.Keys.At.File >= 0 { at = p.Files[e.Keys.At.File].Path; b,_ := os.ReadFile(at); r := e.Keys.At.Range; at += ": "+string(b[r.Start:min(int(r.End)+80,len(b))]) }
				fmt.Printf("%s %v %v %s | %s\n", f.Path, e.Keys.Names, e.Keys.Known, e.Keys.Why, at)
			}
		}
		return nil
	})
}
