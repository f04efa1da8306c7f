package workspace

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/server/config"
)

// Config is what a session is made of. The zero value of each field is usable.
type Config struct {
	// Rules are all rules there are; the configuration of a folder chooses from them.
	Rules []*rule.Rule
	// CacheDir is where the engine's cache lives, as in engine.Options.
	CacheDir string
	// Lint runs an analysis; nil means the engine's.
	Lint func(context.Context, engine.Options) (*engine.Result, error)
	// Undrafted says that nothing is known of a text before Lint has seen it. It is for tests whose Lint reads no JavaScript.
	Undrafted bool
	// Changed is told of each new state of the findings: after an analysis, and after a buffer was opened or closed. It is called by one
	// goroutine at a time and never with an older snapshot than before; states that follow each other fast are told as one.
	Changed func(*Snapshot)
	// Typed is told of each new state of a buffer that is being typed: its findings are those that its own text proves, and for the rest those of the
	// last analysis, moved to where their code is now. Changed follows when the program is analysed. It is called as Changed is, by the same goroutine.
	Typed func(s *Snapshot, file string)
	// Indexing is told how far the first analysis of a folder is, in files, and with ended that it is over, however it ended. nil means nobody
	// wants to know. It must not wait; it is called by one goroutine at a time for each folder, with ended last, and only when the analysis
	// takes long enough for the engine to tell.
	Indexing func(folder string, done, total int, ended bool)
}

// Session is the state that an editor changes. Its methods are safe for concurrent use and do not wait for an analysis, but for Settle
// and Stop.
//
// Each folder is analysed by a goroutine of its own. While one analysis runs, changes wait; the next analysis takes the newest state and
// the ones between are never looked at. A change cancels the analysis that it makes stale, but never two in a row: when a person types
// faster than a folder is analysed, findings of a moment ago, moved to where their code is now, are better than none. So there is no
// delay to tune, on fast machines or slow.
type Session struct {
	config Config
	ctx    context.Context
	cancel context.CancelFunc

	current atomic.Pointer[Snapshot]

	mu       sync.Mutex
	folders  []string
	docs     map[string]*Document
	homes    map[string]string        // of open buffers outside of the folders
	projects map[string]*project      // by root
	log      history                  // what happened to the buffers while analyses ran
	drafts   map[string]*engine.Draft // of the open buffers whose project has a plan
	tell     bool                     // Changed is due
	typed    map[string]bool          // Typed is due, for these buffers
	telling  bool                     // its goroutine runs
	moved    chan struct{}            // closed at the next change of what quiet looks at
}

// project is a folder and the analysis of it.
type project struct {
	root  string
	loose bool // the open buffers only

	// Only the goroutine that analyses looks at these seven.
	indexed bool             // an analysis came to its end
	plan    *Plan            // the last that could be made
	memory  *engine.Memory   // of the plan's rules
	misfit  []engine.Problem // with a configuration that came after the plan
	files   []engine.File
	missing []engine.Problem // met while looking for files
	held    map[string]bool  // the open buffers that the disk held before files were looked for

	base    *engine.Options // of the plan, once there is one; for drafts
	listed  bool            // plan and files are right
	running bool
	later   bool // an analysis is due as soon as what was typed is told
	since   int  // the place in the session's log where the running analysis began
	due     bool // something changed since the running analysis began
	insist  bool // the last analysis was cancelled: let this one end
	stop    context.CancelFunc
	done    *analysis
}

// New makes a session without folders.
func New(c Config) *Session {
	if c.Lint == nil {
		c.Lint = engine.Lint
	}
	if c.Changed == nil {
		c.Changed = func(*Snapshot) {}
	}
	if c.Typed == nil {
		c.Typed = func(*Snapshot, string) {}
	}
	s := &Session{config: c, docs: map[string]*Document{}, drafts: map[string]*engine.Draft{}, typed: map[string]bool{}, homes: map[string]string{}, projects: map[string]*project{}, moved: make(chan struct{})}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.current.Store(&Snapshot{})
	return s
}

// Snapshot is the state now. It never waits.
func (s *Session) Snapshot() *Snapshot { return s.current.Load() }

// SetFolders says which folders the editor has open, and analyses the new ones. Paths are absolute, with forward slashes.
func (s *Session) SetFolders(roots []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.folders = nil
	for _, root := range roots {
		root = trimRoot(root)
		if !slices.Contains(s.folders, root) {
			s.folders = append(s.folders, root)
		}
	}
	// The longest first, so that of nested folders the inner one speaks for its files.
	slices.SortFunc(s.folders, longestFirst)
	for root, p := range s.projects {
		if !slices.Contains(s.folders, root) {
			s.drop(p)
		}
	}
	for _, root := range s.folders {
		if p := s.projects[root]; p == nil || p.loose {
			if p != nil {
				s.drop(p)
			}
			s.projects[root] = &project{root: root}
			s.analyse(s.projects[root])
		}
	}
	for _, d := range s.docs {
		s.analyse(s.project(d.Path))
	}
	s.publish(true)
}

// trimRoot takes the slash from the end of a folder, but not from the root of the file system or of a drive.
func trimRoot(root string) string {
	t := strings.TrimSuffix(root, "/")
	if t == "" || strings.HasSuffix(t, ":") {
		return root
	}
	return t
}

func longestFirst(a, b string) int {
	if len(a) != len(b) {
		return len(b) - len(a)
	}
	return strings.Compare(a, b)
}

// Folders are the open folders, the longest path first.
func (s *Session) Folders() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.folders)
}

// Open lays a buffer over a file. A file that is open already gets the new text.
func (s *Session) Open(file string, version int32, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.docs[file]; old != nil {
		s.change(old, version, text, []Edit{Diff(old.Text, text)})
		return
	}
	d := newDocument(file, version, text)
	s.docs[file] = d
	s.log.add(happening{file: file, replaced: true})
	p := s.project(file)
	// Most files are opened unchanged: then what is known about them holds, and there is nothing to do.
	if s.same(p, d) {
		d.good = p.done.byFile[file]
	} else {
		s.analyse(p)
	}
	if p.base != nil {
		s.begin(d, engine.NewDraft(*p.base, file, text))
	}
	s.publish(true)
}

// begin gives a buffer its draft. The caller holds mu.
func (s *Session) begin(d *Document, draft *engine.Draft) {
	s.drafts[d.Path] = draft
	next := *d
	next.drafted(draft)
	s.docs[d.Path] = &next
}

// drafted takes over what a draft of the text knows.
func (d *Document) drafted(draft *engine.Draft) {
	d.Drafted = true
	d.good = local(d.good, draft)
	d.standIn, d.back = nil, nil
	if text, back := draft.StandIn(); len(back) > 0 {
		d.standIn = &text
		for _, b := range back {
			d.back = append(d.back, Edit(b))
		}
	}
}

// same says whether the folder's analysis is up to date and was about this text.
func (s *Session) same(p *project, d *Document) bool {
	if p.loose || p.done == nil || p.running || p.later || p.done.result == nil {
		return false
	}
	m, err := (&Snapshot{done: []*analysis{p.done}}).Lines(d.Path)
	return err == nil && m.Text() == d.Text
}

// Change makes the next version of a buffer. The edits lead from its text to the new one. It fails when the file is not open.
func (s *Session) Change(file string, version int32, text string, edits []Edit) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.docs[file]
	if d == nil {
		return fmt.Errorf("%s is not open", file)
	}
	s.change(d, version, text, edits)
	return nil
}

func (s *Session) change(d *Document, version int32, text string, edits []Edit) {
	next := newDocument(d.Path, version, text)
	next.sound = d.sound
	next.good = carry(d.good, d.Path, edits)
	next.broken = carry(d.broken, d.Path, edits)
	if draft := s.drafts[d.Path]; draft != nil {
		e := Edit{}
		if len(edits) == 1 {
			e = edits[0]
		} else {
			e = Diff(d.Text, text)
		}
		draft.Edit(text, e.Start, e.End, e.Len)
		next.drafted(draft)
		if where, broken := draft.Broken(); !broken {
			next.broken = nil
		} else {
			next.typing = draft.Follows() && int(where.Start) <= e.Start && e.Start <= int(where.End)
		}
	}
	s.docs[d.Path] = next
	for _, e := range edits {
		s.log.add(happening{file: d.Path, edit: e})
	}
	s.publish(false)
	p := s.project(d.Path)
	if !next.Drafted || s.ctx.Err() != nil {
		s.analyse(p)
		return
	}
	s.typed[d.Path] = true
	if p.running {
		s.analyse(p)
	} else {
		p.later = true // a person waits for what is told first; the analysis would take the processor from it
	}
	s.wake()
}

// local is the findings of a buffer with those that its own text proves as its draft has them now. In a statement that does not parse they stay as
// they were.
func local(findings []rule.Diagnostic, draft *engine.Draft) []rule.Diagnostic {
	fresh := draft.Findings()
	where, broken := draft.Broken()
	stays := func(d *rule.Diagnostic) bool {
		return !d.Local || broken && where.Start <= d.Range.Start && d.Range.Start < where.End
	}
	if len(fresh) == 0 && !slices.ContainsFunc(findings, func(d rule.Diagnostic) bool { return !stays(&d) }) {
		return findings
	}
	out := make([]rule.Diagnostic, 0, len(findings)+len(fresh))
	for i := range findings {
		for len(fresh) > 0 && byPlace(fresh[0], findings[i]) < 0 {
			out, fresh = append(out, fresh[0]), fresh[1:]
		}
		if stays(&findings[i]) {
			out = append(out, findings[i])
		}
	}
	return append(out, fresh...)
}

// Close takes a buffer away: the disk counts again.
func (s *Session) Close(file string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.docs[file] == nil {
		return
	}
	p := s.project(file)
	delete(s.docs, file)
	delete(s.drafts, file)
	delete(s.typed, file)
	delete(s.homes, file)
	s.log.add(happening{file: file, replaced: true})
	if p.loose && len(s.open(p)) == 0 {
		s.drop(p)
	} else {
		p.listed = false
		s.analyse(p)
	}
	s.publish(true)
}

// Saved says that a buffer was written to the disk: the person does not type for now, and is told what does not parse.
func (s *Session) Saved(file string) {
	s.mu.Lock()
	if d := s.docs[file]; d != nil && d.typing {
		next := *d
		next.typing = false
		s.docs[file] = &next
		s.publish(true)
	}
	s.mu.Unlock()
	s.Refresh()
}

// Refresh says that files changed on the disk, or a configuration did: everything is looked for and analysed again.
func (s *Session) Refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.projects {
		p.listed = false
		s.analyse(p)
	}
}

// Stop ends all work. It does not wait for an analysis or for a call of Changed that is under way, since a server that is told to exit
// must not hang on either. The session is of no use afterwards.
func (s *Session) Stop() { s.cancel() }

// Settle waits until all changes so far are analysed and told. The error is the context's.
func (s *Session) Settle(ctx context.Context) error {
	for {
		s.mu.Lock()
		quiet := !s.tell && !s.telling && len(s.typed) == 0
		for _, p := range s.projects {
			quiet = quiet && !p.running
		}
		moved := s.moved
		s.mu.Unlock()
		if quiet {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return s.ctx.Err()
		}
	}
}

// Known waits until something is known of a buffer: what its own text proves is enough. Then it gives the state. The error is the context's, or that
// the session was stopped.
func (s *Session) Known(ctx context.Context, file string) (*Snapshot, error) {
	for {
		s.mu.Lock()
		snap, moved := s.Snapshot(), s.moved
		busy := false
		for root, p := range s.projects {
			busy = busy || (p.running || p.later) && within(root, file)
		}
		s.mu.Unlock()
		if d := snap.docs[file]; !busy || d != nil && d.Drafted {
			return snap, nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.ctx.Done():
			return nil, s.ctx.Err()
		}
	}
}

// Ready waits until the analysis of what a file belongs to has caught up with the changes so far, and gives the state then. The error is the
// context's, or that the session was stopped.
func (s *Session) Ready(ctx context.Context, file string) (*Snapshot, error) {
	for {
		s.mu.Lock()
		busy := false
		for root, p := range s.projects {
			busy = busy || (p.running || p.later) && within(root, file)
		}
		moved := s.moved
		s.mu.Unlock()
		if !busy {
			return s.Snapshot(), nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.ctx.Done():
			return nil, s.ctx.Err()
		}
	}
}

// Interrupt ends the analysis of a folder that runs now, if one does. The next change, or Refresh, begins it anew.
func (s *Session) Interrupt(folder string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.projects[folder]; p != nil && p.stop != nil {
		p.due = false
		p.stop()
	}
}

// stir wakes Settle and Ready. The caller holds mu.
func (s *Session) stir() {
	close(s.moved)
	s.moved = make(chan struct{})
}

// project is the one that a file belongs to, made when there is none. The caller holds mu.
func (s *Session) project(file string) *project {
	for _, root := range s.folders {
		if within(root, file) {
			return s.projects[root]
		}
	}
	root := s.homes[file]
	if root == "" {
		root = filepath.ToSlash(config.ProjectRoot(filepath.Dir(filepath.FromSlash(file))))
		s.homes[file] = root
	}
	p := s.projects[root]
	if p == nil {
		p = &project{root: root, loose: true}
		s.projects[root] = p
	}
	return p
}

// drop forgets a project. The caller holds mu.
func (s *Session) drop(p *project) {
	if p.stop != nil {
		p.stop()
	}
	delete(s.projects, p.root)
	s.stir()
}

// publish makes the snapshot of the present state; tell says whether anybody needs to hear of it. The caller holds mu.
func (s *Session) publish(tell bool) {
	next := &Snapshot{docs: maps.Clone(s.docs)}
	for _, root := range slices.SortedFunc(maps.Keys(s.projects), longestFirst) {
		if a := s.projects[root].done; a != nil {
			next.done = append(next.done, a)
		}
	}
	s.current.Store(next)
	if !tell || s.ctx.Err() != nil {
		return
	}
	s.tell = true
	s.wake()
}

// wake sees to it that what is due gets told. The caller holds mu.
func (s *Session) wake() {
	if !s.telling {
		s.telling = true
		go s.tellAll()
	}
}

// tellAll calls Typed and Changed until nothing is due. A person waits for the first.
func (s *Session) tellAll() {
	for {
		s.mu.Lock()
		var typed map[string]bool // nobody else's, unlike that of the session
		now := s.Snapshot()
		switch {
		case len(s.typed) > 0:
			typed, s.typed = s.typed, map[string]bool{}
		case s.tell:
			s.tell = false
		default:
			s.telling = false
			s.stir()
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		if typed == nil {
			s.config.Changed(now)
			continue
		}
		for file := range typed {
			s.config.Typed(now, file)
		}
		s.mu.Lock()
		for _, p := range s.projects {
			if p.later {
				s.analyse(p)
			}
		}
		s.mu.Unlock()
	}
}

// analyse sees to it that the present state of a project gets analysed. The caller holds mu.
func (s *Session) analyse(p *project) {
	if s.ctx.Err() != nil {
		return
	}
	p.later = false
	if !p.running {
		p.running = true
		go s.run(p)
		return
	}
	p.due = true
	if !p.insist && p.stop != nil {
		p.stop()
	}
}

// run analyses a project until nothing is due.
func (s *Session) run(p *project) {
	for {
		s.mu.Lock()
		ctx, cancel := context.WithCancel(s.ctx)
		p.stop, p.due, p.since = cancel, false, s.log.end()
		relist := !p.listed
		p.listed = true
		docs := s.open(p)
		s.mu.Unlock()

		a, err := s.lint(ctx, p, docs, relist)

		s.mu.Lock()
		current := s.projects[p.root] == p
		stale := ctx.Err() != nil
		cancel()
		p.stop, p.insist = nil, stale
		if relist && (stale || err != nil) {
			p.listed = false
		}
		switch {
		case stale || !current:
		case err != nil:
			// The folder could not be analysed at all: what was known stays, with the reason.
			if p.done != nil {
				a.byFile, a.result = p.done.byFile, p.done.result
			}
			p.done = a
		default:
			s.adopt(p, a)
		}
		p.running = p.due && current && s.ctx.Err() == nil
		again := p.running
		s.forget()
		if !stale && current {
			s.publish(true)
		}
		s.stir()
		s.mu.Unlock()
		if !again {
			return
		}
	}
}

// open are the buffers that lie in a project, in no order. The caller holds mu.
func (s *Session) open(p *project) (docs []*Document) {
	for file, d := range s.docs {
		// A folder inside another one belongs to both analyses.
		if s.project(file) == p || !p.loose && within(p.root, file) {
			docs = append(docs, d)
		}
	}
	return docs
}

// lint runs one analysis. An error, or a panic, comes back with an analysis that holds nothing but the reason.
func (s *Session) lint(ctx context.Context, p *project, docs []*Document, relist bool) (a *analysis, err error) {
	a = &analysis{root: p.root, loose: p.loose}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("internal error: %v\n%s", r, debug.Stack())
		}
		if err != nil {
			a.problems = []engine.Problem{{File: p.root, Message: err.Error()}}
		}
	}()
	if relist {
		p.misfit = nil
		plan, err := PlanFor(p.root, s.config.Rules)
		switch {
		case err == nil:
			if p.plan == nil || !slices.Equal(p.plan.Options.Rules, plan.Options.Rules) || p.plan.Options.Root != plan.Options.Root || p.plan.Options.Engines != plan.Options.Engines {
				p.memory = &engine.Memory{} // what other rules said is of no use
			}
			p.plan = plan
			s.draft(p, docs)
		case p.plan == nil:
			return a, err
		default:
			// A configuration that is broken for a while, perhaps by half an edit, leaves the one before it in force.
			p.misfit = []engine.Problem{{Message: err.Error()}}
		}
	}
	if relist {
		p.memory.Refresh()
	}
	options := p.plan.Options
	options.CacheDir = s.config.CacheDir
	options.Memory = p.memory
	if p.indexed {
		// A person may be typing: one processor stays free for what they wait for.
		options.Jobs = max(1, runtime.GOMAXPROCS(0)-1)
	}
	if p.loose {
		options.Files = loose(docs)
	} else if options.Files, err = s.files(ctx, p, docs, relist); err != nil {
		return a, err
	}
	if s.config.Indexing != nil && !p.loose && !p.indexed {
		told := false
		options.Progress = func(done, total int) {
			told = true
			s.config.Indexing(p.root, done, total, false)
		}
		defer func() {
			if told {
				s.config.Indexing(p.root, 0, 0, true)
			}
		}()
	}
	result, err := s.config.Lint(ctx, options)
	if !p.indexed && err == nil && ctx.Err() == nil {
		p.indexed = true
		// The first analysis makes more garbage than all that follow.
		defer func() { go debug.FreeOSMemory() }()
	}
	if err != nil {
		return a, err
	}
	a.result = result
	a.problems = slices.Concat(p.misfit, p.missing, result.Errors)
	for _, d := range docs {
		if d.standIn != nil {
			if a.back == nil {
				a.back, a.broken = map[string][]Edit{}, map[string][]rule.Diagnostic{}
			}
			a.back[d.Path], a.broken[d.Path] = d.back, engine.SyntaxErrors(options, d.Path, d.Text)
		}
	}
	a.byFile = map[string][]rule.Diagnostic{}
	for first := 0; first < len(result.Findings); {
		end := first + 1
		for end < len(result.Findings) && result.Findings[end].File == result.Findings[first].File {
			end++
		}
		a.byFile[result.Findings[first].File] = result.Findings[first:end:end]
		first = end
	}
	return a, nil
}

// draft makes the drafts of the buffers of a project by its plan, as they are now.
func (s *Session) draft(p *project, docs []*Document) {
	if s.config.Undrafted {
		return
	}
	options := p.plan.Options
	options.Memory = p.memory
	s.mu.Lock()
	p.base = &options
	s.mu.Unlock()
	for _, d := range docs {
		if s.homeOf(d.Path) != p {
			continue
		}
		s.mu.Lock()
		if draft := s.drafts[d.Path]; draft != nil {
			draft.Renew(options)
			if now := s.docs[d.Path]; now != nil {
				s.begin(now, draft)
			}
			s.mu.Unlock()
			continue
		}
		s.mu.Unlock()
		draft := engine.NewDraft(options, d.Path, d.Text)
		s.mu.Lock()
		if now := s.docs[d.Path]; now != nil && p.base == &options {
			if now.Text != d.Text {
				e := Diff(d.Text, now.Text)
				draft.Edit(now.Text, e.Start, e.End, e.Len)
			}
			s.begin(now, draft)
			s.publish(false)
			s.typed[d.Path] = true
			s.wake()
			s.stir()
		}
		s.mu.Unlock()
	}
}

// homeOf is the project that a file belongs to.
func (s *Session) homeOf(file string) *project {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.project(file)
}

// files are those of a project, looked for again when asked to, or when a buffer turns up that the disk holds and the list does not.
func (s *Session) files(ctx context.Context, p *project, docs []*Document, relist bool) ([]engine.File, error) {
	for {
		if relist {
			// What is on the disk before the search and not found by it was left out. What only comes after it counts as new below.
			held := map[string]bool{}
			for _, d := range docs {
				held[d.Path] = exists(d.Path)
			}
			p.memory.Refresh()
			files, missing, err := p.plan.find(ctx, p.root)
			if err != nil {
				return nil, err
			}
			p.files, p.missing, p.held = files, missing, held
		}
		all, left := overlay(p.files, docs)
		relist = slices.ContainsFunc(left, func(file string) bool { return !p.held[file] })
		if !relist {
			return all, nil
		}
	}
}

// adopt takes over the result of an analysis that began at an earlier state: everything is moved by the edits since. The caller holds
// mu.
func (s *Session) adopt(p *project, a *analysis) {
	p.done = a
	edits, replaced := s.log.from(p.since)
	moves := map[string][]Edit{} // from the texts that were analysed to those of now
	maps.Copy(moves, a.back)
	for file, e := range edits {
		moves[file] = slices.Concat(a.back[file], e)
	}
	for edited, e := range moves {
		if replaced[edited] {
			continue
		}
		for file, findings := range a.byFile {
			a.byFile[file] = carry(findings, edited, e)
		}
	}
	for file, d := range s.docs {
		// A buffer that was opened meanwhile was analysed as it is on the disk; the next run, which is due, tells about it.
		if s.project(file) != p || replaced[file] {
			continue
		}
		next := *d
		next.broken = carry(a.broken[file], file, edits[file])
		for _, f := range a.byFile[file] {
			if f.Rule == syntaxError {
				next.broken = append(next.broken, f)
			}
		}
		if len(next.broken) == 0 || len(a.broken[file]) > 0 {
			next.good = a.byFile[file]
		}
		if draft := s.drafts[file]; draft != nil {
			_, broken := draft.Broken()
			if broken && len(next.broken) == 0 && len(edits[file]) == 0 {
				// Statements that are none by themselves are fine together.
				next.drafted(engine.NewDraft(*p.base, file, d.Text))
				p.due = p.due || d.standIn != nil
			} else if broken || len(edits[file]) > 0 {
				next.good = local(next.good, draft)
			}
			if !broken {
				next.broken = nil
			}
		}
		if next.standIn != d.standIn || !sameFindings(next.good, d.good) || !sameFindings(next.broken, d.broken) {
			s.docs[file] = &next
		}
	}
}

// syntaxError is the engine's finding for a file that does not parse.
const syntaxError = "syntax-error"

// forget drops the happenings that no running analysis needs. The caller holds mu.
func (s *Session) forget() {
	keep := s.log.end()
	for _, p := range s.projects {
		if p.running {
			keep = min(keep, p.since)
		}
	}
	s.log.drop(keep)
}
