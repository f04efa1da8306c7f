package cache

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"unsafe"

	"github.com/cespare/xxhash/v2"
)

// The index, little endian:
//
//	header   headerSize bytes, see the offsets below
//	records  recordSize bytes a file, sorted by path
//	slots    4 bytes each, a power of two of them: open addressing by the hash of the path; record number + 1, or 0
//	blobs    blobSize bytes each, sorted by key
//	data     paths, findings, blobs, the run's record; referred to by offset from the start of this section
//	trailer  8 bytes: xxhash64 of everything before it
const (
	indexName   = "index"
	indexMagic  = "nbindex\n"
	indexFormat = 1 // change it with any change of a layout in this package

	headerSize  = 128
	recordSize  = 80
	blobSize    = 24
	slotSize    = 4
	trailerSize = 8

	// In the header.
	atMagic      = 0
	atFormat     = 8
	atFlags      = 12
	atEngine     = 16
	atConfig     = 32
	atGeneration = 48
	atFactsEnd   = 64 // bytes of the facts file that this index refers to at most
	atFiles      = 72
	atSlots      = 76
	atBlobs      = 80
	atRunOff     = 84
	atRunLen     = 88
	atDataLen    = 96

	flagRun = 1

	// In a record.
	recPath     = 0 // offset, length: 4 bytes each
	recSize     = 8
	recMTime    = 16
	recCTime    = 24
	recInode    = 32
	recHash     = 40
	recFactsOff = 56
	recFactsLen = 64
	recFindings = 68 // offset, length: 4 bytes each
	recFlags    = 76

	flagRacy = 1
)

// Format is the version of the layouts of this package.
const Format = indexFormat

// racyWindow is how close to the run a modification may lie before its time stamp stops being proof: the coarsest file systems (FAT) count
// in steps of two seconds.
const racyWindow = 2_000_000_000 // nanoseconds

var le = binary.LittleEndian

// index is a decoded index. The slices alias the file's bytes.
type index struct {
	generation Hash
	factsEnd   int64
	files      int
	blobs      int
	slotMask   uint64

	records  []byte
	slots    []byte
	blobKeys []byte
	data     []byte
	run      []byte
	hasRun   bool
}

var (
	errDamaged = errors.New("its index is damaged")
	errFormat  = errors.New("its index has another format")
	errEngine  = errors.New("it was made by another version")
	errConfig  = errors.New("it was made with another configuration")
)

// decodeIndex checks everything that the other methods rely on, so that they can not fail or leave their bounds.
func decodeIndex(b []byte, engine, config Hash) (*index, error) {
	if len(b) < headerSize+trailerSize || string(b[atMagic:atMagic+8]) != indexMagic {
		return nil, errDamaged
	}
	if le.Uint32(b[atFormat:]) != indexFormat {
		return nil, errFormat
	}
	body := b[:len(b)-trailerSize]
	if xxhash.Sum64(body) != le.Uint64(b[len(body):]) {
		return nil, errDamaged
	}
	if Hash(b[atEngine:atEngine+16]) != engine {
		return nil, errEngine
	}
	if Hash(b[atConfig:atConfig+16]) != config {
		return nil, errConfig
	}
	x := &index{
		generation: Hash(b[atGeneration : atGeneration+16]),
		factsEnd:   int64(le.Uint64(b[atFactsEnd:])),
		files:      int(le.Uint32(b[atFiles:])),
		blobs:      int(le.Uint32(b[atBlobs:])),
	}
	slots := int(le.Uint32(b[atSlots:]))
	dataLen := le.Uint64(b[atDataLen:])
	if dataLen > math.MaxUint32 || slots&(slots-1) != 0 || slots <= x.files || x.files > math.MaxInt32 || x.factsEnd < 0 {
		return nil, errDamaged
	}
	want := int64(headerSize) + int64(x.files)*recordSize + int64(slots)*slotSize + int64(x.blobs)*blobSize + int64(dataLen)
	if want != int64(len(body)) {
		return nil, errDamaged
	}
	x.slotMask = uint64(slots - 1)
	rest := body[headerSize:]
	cut := func(n int) []byte {
		p := rest[:n:n]
		rest = rest[n:]
		return p
	}
	x.records, x.slots, x.blobKeys = cut(x.files*recordSize), cut(slots*slotSize), cut(x.blobs*blobSize)
	x.data = rest

	inData := func(off, n uint32) bool { return uint64(off)+uint64(n) <= dataLen }
	for r := x.records; len(r) > 0; r = r[recordSize:] {
		facts, end := uint64(le.Uint32(r[recFactsLen:])), le.Uint64(r[recFactsOff:])
		if facts > 0 {
			end += blobHeaderSize + facts
		}
		if !inData(le.Uint32(r[recPath:]), le.Uint32(r[recPath+4:])) ||
			!inData(le.Uint32(r[recFindings:]), le.Uint32(r[recFindings+4:])) || facts > maxBlob || end > uint64(x.factsEnd) {
			return nil, errDamaged
		}
	}
	for s := x.slots; len(s) > 0; s = s[slotSize:] {
		if int(le.Uint32(s)) > x.files {
			return nil, errDamaged
		}
	}
	for k := x.blobKeys; len(k) > 0; k = k[blobSize:] {
		if !inData(le.Uint32(k[16:]), le.Uint32(k[20:])) {
			return nil, errDamaged
		}
	}
	if le.Uint32(b[atFlags:])&flagRun != 0 {
		off, n := le.Uint32(b[atRunOff:]), le.Uint32(b[atRunLen:])
		if !inData(off, n) {
			return nil, errDamaged
		}
		x.run, x.hasRun = x.slice(off, n), true
	}
	return x, nil
}

func (x *index) slice(off, n uint32) []byte { return x.data[off : off+n : off+n] }

func (x *index) record(i int) []byte { return x.records[i*recordSize : (i+1)*recordSize] }

func (x *index) path(r []byte) string {
	b := x.slice(le.Uint32(r[recPath:]), le.Uint32(r[recPath+4:]))
	return unsafe.String(unsafe.SliceData(b), len(b)) // the bytes are never written to
}

func (x *index) entry(i int) Entry {
	r := x.record(i)
	return Entry{
		Path:     x.path(r),
		Hash:     Hash(r[recHash : recHash+16]),
		Findings: x.slice(le.Uint32(r[recFindings:]), le.Uint32(r[recFindings+4:])),
		rec:      int32(i) + 1,
	}
}

func (x *index) stat(i int) Stat {
	r := x.record(i)
	return Stat{
		Size:  int64(le.Uint64(r[recSize:])),
		MTime: int64(le.Uint64(r[recMTime:])),
		CTime: int64(le.Uint64(r[recCTime:])),
		Inode: le.Uint64(r[recInode:]),
	}
}

func (x *index) racy(i int) bool { return le.Uint32(x.record(i)[recFlags:])&flagRacy != 0 }

func (x *index) trusted(i int, st Stat) bool { return x.stat(i) == st && !x.racy(i) }

func (x *index) factsAt(i int) (off int64, n int) {
	r := x.record(i)
	return int64(le.Uint64(r[recFactsOff:])), int(le.Uint32(r[recFactsLen:]))
}

// find returns the number of the record for path, or -1. More slots than files: a free slot always ends the search.
func (x *index) find(path string) int {
	for at, n := xxhash.Sum64String(path)&x.slotMask, x.slotMask; ; at, n = (at+1)&x.slotMask, n-1 {
		i := int(le.Uint32(x.slots[at*slotSize:])) - 1
		if i < 0 {
			return -1
		}
		if x.path(x.record(i)) == path {
			return i
		}
		if n == 0 {
			return -1
		}
	}
}

func (x *index) blobKey(i int) []byte { return x.blobKeys[i*blobSize : i*blobSize+16] }

func (x *index) blob(i int) []byte {
	k := x.blobKeys[i*blobSize:]
	return x.slice(le.Uint32(k[16:]), le.Uint32(k[20:]))
}

func (x *index) findBlob(key Hash) int {
	lo, hi := 0, x.blobs
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		switch c := bytes.Compare(x.blobKey(mid), key[:]); {
		case c == 0:
			return mid
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return -1
}

// row is a record that is about to be written.
type row struct {
	path     string
	stat     Stat
	hash     Hash
	findings []byte
	factsOff int64 // in the facts file
	factsLen int
	racy     bool
}

type keyed struct {
	key  Hash
	data []byte
}

// state is everything an index says.
type state struct {
	engine, config, generation Hash
	factsEnd                   int64
	rows                       []row // encode sorts them; paths are unique
	blobs                      []keyed
	run                        []byte
	hasRun                     bool
}

var errTooBig = errors.New("the findings of this project are too large for the cache (4 GiB)")

// encode returns the bytes of an index. Equal states give equal bytes.
func (st *state) encode() ([]byte, error) {
	slices.SortFunc(st.rows, func(a, b row) int { return strings.Compare(a.path, b.path) })
	slices.SortFunc(st.blobs, func(a, b keyed) int { return cmp.Compare(string(a.key[:]), string(b.key[:])) })

	slots := 2
	for slots < 2*len(st.rows) {
		slots *= 2
	}
	dataLen := len(st.run)
	for i := range st.rows {
		dataLen += len(st.rows[i].path) + len(st.rows[i].findings)
	}
	for i := range st.blobs {
		dataLen += len(st.blobs[i].data)
	}
	if int64(dataLen) > math.MaxUint32 || len(st.rows) > math.MaxInt32/2 {
		return nil, errTooBig
	}
	dataAt := headerSize + len(st.rows)*recordSize + slots*slotSize + len(st.blobs)*blobSize
	b := make([]byte, dataAt, dataAt+dataLen+trailerSize)

	copy(b[atMagic:], indexMagic)
	le.PutUint32(b[atFormat:], indexFormat)
	copy(b[atEngine:], st.engine[:])
	copy(b[atConfig:], st.config[:])
	copy(b[atGeneration:], st.generation[:])
	le.PutUint64(b[atFactsEnd:], uint64(st.factsEnd))
	le.PutUint32(b[atFiles:], uint32(len(st.rows)))
	le.PutUint32(b[atSlots:], uint32(slots))
	le.PutUint32(b[atBlobs:], uint32(len(st.blobs)))
	le.PutUint64(b[atDataLen:], uint64(dataLen))

	// The paths stand together, apart from the findings: looking up touches only them.
	for i := range st.rows {
		r := b[headerSize+i*recordSize:]
		le.PutUint32(r[recPath:], uint32(len(b)-dataAt))
		le.PutUint32(r[recPath+4:], uint32(len(st.rows[i].path)))
		b = append(b, st.rows[i].path...)
	}
	slotAt := headerSize + len(st.rows)*recordSize
	mask := uint64(slots - 1)
	for i := range st.rows {
		w := &st.rows[i]
		r := b[headerSize+i*recordSize:]
		le.PutUint64(r[recSize:], uint64(w.stat.Size))
		le.PutUint64(r[recMTime:], uint64(w.stat.MTime))
		le.PutUint64(r[recCTime:], uint64(w.stat.CTime))
		le.PutUint64(r[recInode:], w.stat.Inode)
		copy(r[recHash:], w.hash[:])
		le.PutUint64(r[recFactsOff:], uint64(w.factsOff))
		le.PutUint32(r[recFactsLen:], uint32(w.factsLen))
		le.PutUint32(r[recFindings:], uint32(len(b)-dataAt))
		le.PutUint32(r[recFindings+4:], uint32(len(w.findings)))
		if w.racy {
			le.PutUint32(r[recFlags:], flagRacy)
		}
		b = append(b, w.findings...)

		at := xxhash.Sum64String(w.path) & mask
		for le.Uint32(b[slotAt+int(at)*slotSize:]) != 0 {
			at = (at + 1) & mask
		}
		le.PutUint32(b[slotAt+int(at)*slotSize:], uint32(i+1))
	}
	blobAt := slotAt + slots*slotSize
	for i := range st.blobs {
		k := b[blobAt+i*blobSize:]
		copy(k, st.blobs[i].key[:])
		le.PutUint32(k[16:], uint32(len(b)-dataAt))
		le.PutUint32(k[20:], uint32(len(st.blobs[i].data)))
		b = append(b, st.blobs[i].data...)
	}
	if st.hasRun {
		le.PutUint32(b[atFlags:], flagRun)
		le.PutUint32(b[atRunOff:], uint32(len(b)-dataAt))
		le.PutUint32(b[atRunLen:], uint32(len(st.run)))
		b = append(b, st.run...)
	}
	return le.AppendUint64(b, xxhash.Sum64(b)), nil
}
