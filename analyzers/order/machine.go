package order

import (
	"nodebeyond/analyzers/syntax"
)

// unit is one module of the run.
type unit struct {
	file       *syntax.File
	esm        bool
	scope      *scope
	module     *object // `module`
	exports    map[string]func(m *machine) value
	names      map[int32]*declared
	fnNames    map[int32]*declared
	quiet      map[int32]bool // of statements: whether they are inert
	started    bool
	exportsObj *object
	// imports are the bindings of import statements.
	imports map[syntax.SymID]func(m *machine) value
}

// function is what makes an object callable.
type function struct {
	name   string
	u      *unit
	node   syntax.Node
	scope  *scope
	outer  *frame // of an arrow: whose this, super and arguments it sees
	home   *object
	class  *class
	native func(m *machine, this value, args []value) value
	// construct makes an object where new is used on a native function; nil where that is an error.
	bound              *function // what a bound function stands for
	construct          func(m *machine, args []value, target *object) value
	async, gen, method bool
}

// class is what a constructor has besides its function.
type class struct {
	derived bool
	parent  value
	ctor    syntax.Node // of the constructor, invalid when there is none
	fields  []syntax.Node
	keys    []string
	frame   *frame
	scope   *scope
}

// frame is one run of a function.
type frame struct {
	u     *unit
	scope *scope
	this  value
	ready bool // this is there: after super() in a derived class
	fn    *function
	self  *object // the function's object
	args  []value
	co    *coroutine // where it may be suspended, nil in a plain function
	isNew *object    // new.target
	tries int        // try blocks with a catch around what runs
}

// thrown is the panic of a JavaScript exception on its way.
type thrown struct{ val value }

// cutOff is the panic that ends a run that cannot go on: what comes is not known.
type cutOff struct{ why string }

// ended is the panic of process.exit().
type ended struct{}

// Limits of one run, and of all runs of one question together. What they cut off is undecided.
const (
	maxSteps    = 60_000
	maxAllSteps = 400_000
	maxDepth    = 120 // calls inside each other
	maxJobs     = 4_000
	maxRuns     = 96
	maxRepeats  = 3 // rounds of an interval that nothing ends
	maxElements = 10_000
	maxKey      = 160    // bytes of the name of an unknown value
	maxText     = 20_000 // bytes of a string
	maxEvents   = 1_500
)

// machine is one run.
type machine struct {
	opt    *Options
	world  *world // shared by all runs
	depth  int
	steps  int
	jobs   int
	now    *task // what runs
	queues queues
	clock  clock
	proc   process
	cos    []*coroutine
	// vector are the answers to choices so far; asked are the choices in the order met.
	vector  []int
	asked   []choice
	answers map[string]int // of questions about unknown values
	unheard []*promise     // rejected, and nobody has asked yet
	events  []event
	fresh   int // for keys of unknown values
	notes   []note
	blocked bool // something took a time that is not known
}

// world is what all runs of one question share: it does not change.
type world struct {
	units map[string]*unit
	steps int
}

// choice is a place where a run may go on in several ways.
type choice struct {
	ways int
	why  string
}

// choose picks one of several ways to go on.
func (m *machine) choose(ways int, why string) int {
	if ways < 2 {
		return 0
	}
	i := len(m.asked)
	m.asked = append(m.asked, choice{ways: ways, why: why})
	if m.cutAt(i) {
		panic(cutOff{why: why})
	}
	if i < len(m.vector) {
		return m.vector[i]
	}
	return 0
}

// cutAt reports whether the run is one that only wants to know what comes before the first choice.
func (m *machine) cutAt(i int) bool { return m.opt.prefix && i == 0 }

// question asks about an unknown value; the same question gets the same answer for the rest of the run.
func (m *machine) question(key string, ways int) int {
	if a, ok := m.answers[key]; ok {
		return a
	}
	a := m.choose(ways, key)
	m.answers[key] = a
	return a
}

// test is ToBoolean; an unknown value is asked about.
func (m *machine) test(v value) bool {
	if yes, known := truthy(v); known {
		return yes
	}
	return m.question(v.(*unknown).key, 2) == 0
}

func (m *machine) throw(v value) { panic(thrown{v}) }

func (m *machine) cut(why string) { panic(cutOff{why}) }

// limit is how many steps all runs together may take.
func (o *Options) limit() int {
	if o.Steps > 0 {
		return o.Steps
	}
	return maxAllSteps
}

func (m *machine) step() {
	m.steps++
	if m.steps > maxSteps || m.steps+m.world.steps > m.opt.limit() {
		m.cut("too long to follow")
	}
}

// dunno is a new unknown value.
func (m *machine) dunno(what string) *unknown {
	if len(what) > maxKey {
		return m.once("a value")
	}
	return &unknown{key: what}
}

// once is an unknown value that equals no other.
func (m *machine) once(what string) *unknown {
	m.fresh++
	return &unknown{key: what + "#" + number(float64(m.fresh))}
}

// protect runs fn and gives the exception that left it; other panics go on.
func (m *machine) protect(fn func()) (err value, threw bool) {
	depth := m.depth
	defer func() {
		switch r := recover().(type) {
		case nil:
		case thrown:
			m.depth = depth
			err, threw = r.val, true
		default:
			panic(r)
		}
	}()
	fn()
	return nil, false
}
