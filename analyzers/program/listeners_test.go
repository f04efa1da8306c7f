package program

import (
	"testing"

	"nodebeyond/analyzers/effects"
)

const heardProgram = `
-- index.js --
const net = require('net');
const { once } = require('events');
const lib = require('./lib.js');

/*direct*/net.connect(1).on('error', () => {});
/*other*/net.connect(1).on('close', () => {});
lib.listens(/*helper*/net.connect(1));
lib.uses(/*user*/net.connect(1));
lib.uses.call(null, /*called*/net.connect(1));
unknown(/*escapes*/net.connect(1));
once(/*once*/net.connect(1), 'connect');
const method = process.argv[2];
const computed = /*computed*/net.connect(1);
computed[method]('error', () => {});
const event = /*event*/net.connect(1);
event.on(method, () => {});
const given = { socket: /*member*/net.connect(1) };

lib.shared.push(/*shared*/net.connect(1));

class Link {
  constructor() {
    this.quiet = /*quiet*/net.connect(1);
    this.loud = /*loud*/net.connect(1);
    this.table = {};
    this.table.a = /*table*/net.connect(1);
    this.watch();
  }

  watch() {
    const { loud } = this;
    loud.on('error', () => {});
    this.quiet.end();
  }
}
new Link();
process.stdout.pipe(/*piped*/net.connect(1));
anything.pipe(/*unknownPipe*/net.connect(1));
/*listener*/net.connect(1).on('connect', function () {
  this.on('error', () => {});
});
-- lib.js --
exports.listens = (socket) => {
  socket.once('error', () => {});
};
exports.uses = (socket) => {
  socket.write('x');
};
exports.shared = [];
exports.all = () => exports.shared.forEach((socket) => socket.on('error', () => {}));
-- set.js --
const net = require('net');
const kept = new Set();
kept.add(/*kept*/net.connect(1));
kept.delete(/*deleted*/net.connect(1));
for (const socket of kept) socket.write('x');
`

func TestHears(t *testing.T) {
	p := linkText(t, heardProgram)
	for marker, want := range map[string]Heard{
		"direct": HeardYes, "other": HeardNo, "helper": HeardYes, "user": HeardNo, "called": HeardNo, "escapes": HeardMaybe, "once": HeardYes,
		"computed": HeardMaybe, "event": HeardMaybe, "member": HeardMaybe, "kept": HeardNo, "deleted": HeardNo, "shared": HeardYes,
		"quiet": HeardNo, "loud": HeardYes, "table": HeardNo, "piped": HeardNo, "unknownPipe": HeardNo, "listener": HeardYes,
	} {
		r := marked(t, p, heardProgram, marker)
		f := p.Files[r.File]
		if got := p.Hears(f, f.ResultValue(r.Call), "error"); got != want {
			t.Errorf("%s: heard %d, want %d", marker, got, want)
		}
	}
}

const optionsProgram = `
-- index.js --
const { spawn } = require('child_process');
const shared = { cwd: '/', shell: true };
const later = { cwd: '/' };
later.shell = true;
/*literal*/spawn('a', [], { shell: false });
/*constant*/spawn('a', [], shared);
/*none*/spawn('a', [], { cwd: '/' });
/*later*/spawn('a', [], later);
/*spread*/spawn('a', [], { ...process.env });
/*unknown*/spawn('a', [], process.argv);
`

func TestOptionAt(t *testing.T) {
	p := linkText(t, optionsProgram)
	for marker, want := range map[string][2]bool{ // found, open
		"literal": {true, false}, "constant": {true, false}, "none": {false, false}, "later": {false, true}, "spread": {false, true}, "unknown": {false, true},
	} {
		ref, open := p.OptionAt(marked(t, p, optionsProgram, marker), 2, "shell")
		if got := [2]bool{ref.File >= 0, open}; got != want {
			t.Errorf("%s: found and open %v, want %v", marker, got, want)
		}
	}
}

const boundProgram = `
-- index.js --
function f() {}
const g = f.bind(null, 1, 2);
/*none*/setTimeout(f);
/*this*/setTimeout(f.bind(null));
/*two*/setTimeout(g);
`

func TestBound(t *testing.T) {
	p := linkText(t, boundProgram)
	for marker, want := range map[string]int{"none": 0, "this": 0, "two": 2} {
		r := marked(t, p, boundProgram, marker)
		if got := p.Bound(p.Files[r.File], p.Args(r)[0]); got != want {
			t.Errorf("%s: %d arguments bound, want %d", marker, got, want)
		}
	}
}

const chainProgram = `
-- index.js --
const fs = require('fs');
const zlib = require('zlib');
module.exports = (out) => {
  const part = fs.createReadStream('a').on('open', () => {}).pipe(zlib.createGzip());
  const last = part.pipe(out);
  last.on('error', () => {});
  const /*source*/source = fs.createReadStream('b');
  source.on('error', () => {});
};
`

func TestPipeChain(t *testing.T) {
	p := linkText(t, chainProgram)
	var lengths []int
	p.ListenCalls(func(r CallRef) { lengths = append(lengths, len(p.PipeChain(r))) })
	want := map[int]int{0: 2, 2: 1} // the listeners on the sources, and the one behind both pipes
	got := map[int]int{}
	for _, n := range lengths {
		got[n]++
	}
	if len(lengths) != 3 || got[0] != want[0] || got[2] != want[2] {
		t.Errorf("chains of %v pipes, want two of none and one of two", lengths)
	}
}

const exitProgram = `
-- index.js --
function straight() {
  /*straight*/start();
  console.log('x');
  process.exit(0);
}
function branch(x) {
  /*branch*/start();
  if (x) process.exit(0);
}
function inside(x) {
  if (x) {
    /*inside*/start();
  } else {
    process.exit(1);
  }
}
function after(x) {
  if (x) {
    /*after*/start();
  }
  process.exit(0);
}
function before() {
  process.exit(0);
  /*before*/start();
}
function start() {}
`

func TestExitsAfter(t *testing.T) {
	p := linkText(t, exitProgram)
	for marker, want := range map[string]bool{"straight": true, "branch": false, "inside": false, "after": true, "before": false} {
		if got := p.ExitsAfter(marked(t, p, exitProgram, marker)); got != want {
			t.Errorf("%s: %v, want %v", marker, got, want)
		}
	}
}

const escapeProgram = `
-- index.js --
const EventEmitter = require('events');
const lib = require('./lib.js');
const local = /*local*/new EventEmitter();
local.on('a', () => {});
lib.keep(/*kept*/new EventEmitter());
unknown(/*given*/new EventEmitter());
function make() {
  return /*made*/new EventEmitter();
}
make().on('a', () => {});
exports.make = () => /*returned*/new EventEmitter();
-- lib.js --
exports.keep = (emitter) => emitter.on('a', () => {});
`

func TestEscapes(t *testing.T) {
	p := linkText(t, escapeProgram)
	for marker, want := range map[string]bool{"local": false, "kept": false, "given": true, "made": false, "returned": true} {
		r := marked(t, p, escapeProgram, marker)
		f := p.Files[r.File]
		objects := p.Eval(f, f.ResultValue(r.Call))
		if len(objects) != 1 {
			t.Fatalf("%s: is %d things", marker, len(objects))
		}
		if got := p.Escapes(objects[0]); got != want {
			t.Errorf("%s: %v, want %v", marker, got, want)
		}
	}
}

const encodedProgram = `
-- index.js --
const net = require('net');
const raw = /*raw*/net.connect(1);
raw.on('data', () => {});
const text = /*text*/net.connect(1);
helper(text);
function helper(socket) {
  socket.setEncoding('utf8');
}
`

func TestEncoded(t *testing.T) {
	p := linkText(t, encodedProgram)
	for marker, want := range map[string]bool{"raw": false, "text": true} {
		r := marked(t, p, encodedProgram, marker)
		f := p.Files[r.File]
		if got := p.Encoded(p.Eval(f, f.ResultValue(r.Call))[0]); got != want {
			t.Errorf("%s: %v, want %v", marker, got, want)
		}
	}
}

const usesProgram = `
-- index.js --
const fs = require('fs');
class Log {
  open(name) {
    const out = fs.createWriteStream(name);
    let same = out;
    same.write('x');
    this.out = same;
    this[name] = out;
    send(out);
    return out.on('open', () => {});
  }
}
function send() {}
`

func TestUses(t *testing.T) {
	p := linkText(t, usesProgram)
	f := p.Files[0]
	var v effects.ValueID = None
	for ci := range f.Facts.Calls {
		if m := p.Member(CallRef{0, effects.CallID(ci)}); m.Is("fs.createWriteStream") {
			v = f.ResultValue(effects.CallID(ci))
		}
	}
	got := map[UseKind]int{}
	var targets []effects.ValueKind
	for _, u := range p.Uses(f, v) {
		got[u.Kind]++
		if u.Kind == UseStore {
			targets = append(targets, f.Facts.Val(u.Target).Kind)
		}
	}
	for kind, want := range map[UseKind]int{UseMethod: 2, UseStore: 2, UseArg: 1, UseReturn: 1} {
		if got[kind] != want {
			t.Errorf("%d uses of kind %d, want %d", got[kind], kind, want)
		}
	}
	if len(targets) != 2 || targets[0] == targets[1] {
		t.Errorf("stored in %v, want a Prop and an Elem", targets)
	}
}
