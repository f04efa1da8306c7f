package program

import (
	"path"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Launch is a call that starts a process or a thread (Node docs, "Child process" and "Worker threads").
type Launch struct {
	At CallRef
	// Name is the function's, without its module: spawn, fork, execFileSync, Worker. cross-spawn is spawn.
	Name string
	// Args are the arguments; the first is the command, the file or the code.
	Args []effects.ValueID
	// Options is the index of the options among Args, None where there are none; Dark says that they may be in what is not seen.
	Options int
	Dark    bool
	// Promised says that it is the promise form, by util.promisify.
	Promised bool
}

var launchNames = map[string]string{
	"child_process.spawn": "spawn", "child_process.spawnSync": "spawnSync", "child_process.fork": "fork",
	"child_process.exec": "exec", "child_process.execSync": "execSync", "child_process.execFile": "execFile", "child_process.execFileSync": "execFileSync",
	"cross-spawn": "spawn", "cross-spawn.spawn": "spawn", "cross-spawn.sync": "spawnSync", "worker_threads.Worker": "Worker",
}

// Launches calls yield with every call that starts a process or a thread by one of the functions of the names, in order of function, file and
// place. Calls whose arguments cannot be told are left out.
func (p *Program) Launches(names string, yield func(Launch)) {
	wanted := strings.Fields(names)
	p.CallsTo(func(m *nodeapi.Member) bool {
		for _, w := range wanted {
			if launchNames[m.Name] == w {
				return true
			}
		}
		return false
	}, func(r CallRef, m *nodeapi.Member) {
		args := p.Args(r)
		if len(args) == 0 || p.Call(r).Flags&effects.CallSuper != 0 {
			return
		}
		l := Launch{At: r, Name: launchNames[m.Name], Args: args, Options: None}
		for _, t := range p.Targets(r) {
			l.Promised = l.Promised || t.Promised
		}
		p.findOptions(&l)
		yield(l)
	})
}

// findOptions finds the options of a launch. Those that take a list of arguments take it or leave it: spawn(command, options).
func (p *Program) findOptions(l *Launch) {
	f := p.Files[l.At.File]
	for _, a := range l.Args {
		if f.Facts.Val(a).Kind == effects.Spread {
			l.Dark = true
			return
		}
	}
	last := 1
	switch l.Name {
	case "exec", "execSync", "Worker":
	default:
		last = 2
	}
	for i := min(last, len(l.Args)-1); i >= 1; i-- {
		v := f.Facts.Val(l.Args[i])
		switch v.Kind {
		case effects.Closure, effects.Undefined, effects.Null, effects.Array, effects.String, effects.Template:
			continue
		}
		abs := p.Eval(f, l.Args[i])
		list, function := false, false
		for _, a := range abs {
			list = list || a.Kind == AbsArray
			function = function || a.Kind == AbsFunc
		}
		switch {
		case p.IsObject(f, l.Args[i]):
			l.Options = i
			return
		case list, function:
		case i == last:
			l.Options, l.Dark = i, true
			return
		default:
			l.Dark = true
		}
	}
}

// LaunchOption is the value of an option of a launch, of File None where it is not given; known is false where it may be given out of sight.
func (p *Program) LaunchOption(l *Launch, name string) (ref Ref, known bool) {
	if l.Options < 0 {
		return Ref{None, None}, !l.Dark
	}
	ref, open := p.OptionAt(l.At, l.Options, name)
	return ref, ref.File >= 0 || !open && !l.Dark
}

// LaunchInShell reports whether a launch goes through a shell; known is false where that cannot be told.
func (p *Program) LaunchInShell(l *Launch) (shell, known bool) {
	switch l.Name {
	case "exec", "execSync":
		return true, true
	case "fork", "Worker":
		return false, true
	}
	ref, known := p.LaunchOption(l, "shell")
	if ref.File < 0 {
		return false, known
	}
	switch v := p.Files[ref.File].Facts.Val(ref.Value); v.Kind {
	case effects.Bool:
		return v.A == 1, true
	case effects.String:
		return true, true
	case effects.Undefined, effects.Null:
		return false, true
	}
	return false, false
}

// LaunchStdio is where a standard stream of a child (0, 1 or 2) leads: "pipe", "inherit", "ignore", or what else the option says; "" where that
// cannot be told (Node docs, "options.stdio").
func (p *Program) LaunchStdio(l *Launch, fd int) string {
	standard := "pipe"
	if l.Name == "fork" {
		silent, known := p.LaunchOption(l, "silent")
		if !known || silent.File >= 0 {
			return ""
		}
		standard = "inherit"
	}
	ref, known := p.LaunchOption(l, "stdio")
	if ref.File < 0 {
		if !known {
			return ""
		}
		return standard
	}
	f := p.Files[ref.File]
	if s, ok := p.Literal(f, ref.Value); ok {
		return s
	}
	v := f.Facts.Val(ref.Value)
	switch v.Kind {
	case effects.Undefined, effects.Null:
		return standard
	case effects.Array:
		list := f.Facts.Lists[v.A]
		if fd >= len(list) {
			return standard
		}
		for _, x := range list[:fd+1] {
			if f.Facts.Val(x).Kind == effects.Spread {
				return ""
			}
		}
		s, _ := p.Literal(f, list[fd])
		return s
	}
	return ""
}

// Props are the values of a property of a value, as its aliases are asked for it: child.stdout for each name that holds the child.
func (p *Program) Props(f *File, v effects.ValueID, name string) []effects.ValueID {
	x := f.index()
	var out []effects.ValueID
	for _, a := range p.Aliases(f, v) {
		for _, pr := range x.props.of(a) {
			if pv := f.Facts.Val(pr); pv.Kind == effects.Prop && f.Facts.Str(pv.B) == name {
				out = append(out, pr)
			}
		}
	}
	return out
}

// Confined reports whether every use of a value is seen in its own file: it is called and asked for its properties, and given to nothing but
// functions of Node, so that nobody else does anything to it.
func (p *Program) Confined(f *File, v effects.ValueID) bool {
	for _, u := range p.Uses(f, v) {
		switch u.Kind {
		case UseArg:
			if m := p.Member(CallRef{f.ID, u.Call}); m == nil || m.Package {
				return false
			}
		case UseReturn:
			if !p.resultIgnored(f, u.Func) {
				return false
			}
		case UseProp:
			if u.Name == "" {
				return false
			}
		case UseStore, UseThrow, UseYield, UseSpread, UseCallee:
			return false
		}
	}
	return true
}

// FilePath is the absolute path that a value names from its file's folder: __dirname joined, new URL('./x', import.meta.url), require.resolve.
// Plain relative paths count as such a one; bare says that it is one, which Node would resolve from the current folder.
func (p *Program) FilePath(f *File, v effects.ValueID) (file string, bare bool) {
	facts := f.Facts
	for range 4 {
		x := facts.Val(v)
		switch x.Kind {
		case effects.String:
			s := facts.Str(x.A)
			if path.IsAbs(s) || s == "" {
				return s, false
			}
			return path.Join(path.Dir(f.Path), s), true
		case effects.Var:
			if vals := facts.Vars[x.A].Values; len(vals) == 1 {
				v = vals[0]
				continue
			}
			return "", false
		case effects.Prop: // new URL(...).pathname
			v = x.A
			continue
		case effects.Result:
			c := &facts.Calls[x.A]
			if len(c.Args) == 0 {
				return "", false
			}
			switch facts.Str(facts.Val(c.Callee).B) {
			case "fileURLToPath":
				v = c.Args[0]
				continue
			case "resolve":
				if base := facts.Val(facts.Val(c.Callee).A); base.Kind == effects.Global && facts.Str(base.A) == "require" {
					return path.Join(path.Dir(f.Path), facts.Str(facts.Val(c.Args[0]).A)), false
				}
			}
			if c.Flags&effects.CallNew != 0 && len(c.Args) == 2 {
				if s, ok := p.Literal(f, c.Args[0]); ok {
					return path.Join(path.Dir(f.Path), s), false
				}
				return "", false
			}
		}
		break
	}
	if prefix, whole := Prefix(facts, v); whole {
		return path.Join(path.Dir(f.Path), prefix), false
	}
	return "", false
}

// Listening are the calls, in the value's own file, that add a listener for an event, written out, to what a value holds, in order of place. Each
// has a second argument.
func (p *Program) Listening(f *File, v effects.ValueID, event string) []CallRef {
	var out []CallRef
	for _, u := range p.Uses(f, v) {
		if u.Kind != UseMethod || !listens(u.Name) {
			continue
		}
		r := CallRef{f.ID, u.Call}
		if args := p.Args(r); len(args) > 1 {
			if name, ok := p.Literal(f, args[0]); ok && name == event {
				out = append(out, r)
			}
		}
	}
	return out
}

// KnownText is what is known of a text that a file puts together: its constant parts, with a zero byte for each part that is not known; "" when
// nothing is.
func (p *Program) KnownText(f *File, v effects.ValueID) string {
	const unknown = "\x00"
	text := p.knownText(f, v, unknown, 0)
	if strings.Trim(text, unknown) == "" {
		return ""
	}
	return text
}

func (p *Program) knownText(f *File, v effects.ValueID, unknown string, depth int) string {
	x := f.Facts.Val(v)
	switch {
	case depth > 6:
		return unknown
	case x.Kind == effects.Template:
		var b strings.Builder
		for _, part := range f.Facts.Lists[x.A] {
			b.WriteString(p.knownText(f, part, unknown, depth+1))
		}
		return b.String()
	case x.Kind == effects.Binary && x.Op == effects.Add:
		return p.knownText(f, x.A, unknown, depth+1) + p.knownText(f, x.B, unknown, depth+1)
	case x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) == 1:
		return p.knownText(f, f.Facts.Vars[x.A].Values[0], unknown, depth+1)
	}
	if s, ok := p.Literal(f, v); ok {
		return s
	}
	return unknown
}
