package engine

func ZZFiles(r *Result) []string {
	var out []string
	for _, f := range r.run.o.Files {
		out = append(out, f.Path)
	}
	return out
}

func ZZPart(r *Result, f string) int {
	return len(r.run.judged.parts[r.run.judged.of[r.run.index[f]]])
}
