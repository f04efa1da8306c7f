package cache

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/cespare/xxhash/v2"
)

// The facts file, little endian: the magic, the generation, then blobs. A blob is its length (4 bytes), its checksum
// (8 bytes), and its bytes.
const (
	factsMagic      = "nbfacts\n"
	factsHeaderSize = 8 + 16
	blobHeaderSize  = 4 + 8
	factsPrefix     = "facts-"
	maxBlob         = 1 << 30 // bytes of facts for one file; nothing real comes near
)

func factsName(generation Hash) string { return factsPrefix + generation.String() }

func factsHeader(generation Hash) []byte {
	return append([]byte(factsMagic), generation[:]...)
}

var errFacts = errors.New("its facts are damaged")

// openFacts opens the facts file that idx refers to and checks that it is that one, and long enough.
func openFacts(path string, idx *index) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errors.New("its facts are gone")
	}
	var head [factsHeaderSize]byte
	fi, err := f.Stat()
	if err == nil {
		_, err = f.ReadAt(head[:], 0)
	}
	if err != nil || fi.Size() < idx.factsEnd || string(head[:]) != string(factsHeader(idx.generation)) {
		f.Close()
		return nil, errFacts
	}
	return f, nil
}

// blobSeed ties the checksum of a blob to the file it describes: a blob that is whole but belongs elsewhere does not match.
func blobSeed(path string, content Hash) uint64 {
	return xxhash.Sum64String(path) ^ le.Uint64(content[:])
}

// readBlob reads the blob of n bytes whose header is at off. It uses buf when that is large enough.
func readBlob(r io.ReaderAt, off int64, n int, seed uint64, buf []byte) ([]byte, bool) {
	total := n + blobHeaderSize
	if cap(buf) < total {
		buf = make([]byte, total)
	}
	buf = buf[:total]
	if _, err := r.ReadAt(buf, off); err != nil {
		return nil, false
	}
	return checkBlob(buf, seed)
}

// checkBlob returns what a blob holds, which b has with its header and nothing else.
func checkBlob(b []byte, seed uint64) (data []byte, ok bool) {
	data = b[blobHeaderSize:len(b):len(b)]
	if int64(le.Uint32(b)) != int64(len(data)) || le.Uint64(b[4:]) != seeded(seed, data) {
		return nil, false
	}
	return data, true
}

// spool collects the facts of a run. It starts in memory; when it grows beyond spoolMemory it moves to a file of its own, because the facts of
// a large project must not stay in memory until the end. The file is laid out as a facts file of a new generation, so
// that it can become one by being renamed. Not safe for use by several goroutines.
type spool struct {
	disk       disk
	dir        string
	generation Hash

	buf  []byte
	size int64 // all bytes so far, the header among them
	file file
	path string
}

const (
	spoolPrefix = "spool-"
	spoolMemory = 256 << 10 // bytes
)

var errBlobTooBig = errors.New("the facts of one file are too large for the cache")

// add appends a blob and returns where its header is.
func (p *spool) add(data []byte, seed uint64) (off int64, err error) {
	if len(data) > maxBlob {
		return 0, errBlobTooBig
	}
	p.begin()
	off = p.size
	p.buf = le.AppendUint32(p.buf, uint32(len(data)))
	p.buf = le.AppendUint64(p.buf, seeded(seed, data))
	p.buf = append(p.buf, data...)
	p.size += int64(blobHeaderSize + len(data))
	if len(p.buf) >= spoolMemory {
		err = p.flush()
	}
	return off, err
}

// addRaw appends a blob together with its header, as it was read from another facts file.
func (p *spool) addRaw(blob []byte) (off int64, err error) {
	p.begin()
	off = p.size
	p.buf = append(p.buf, blob...)
	p.size += int64(len(blob))
	if len(p.buf) >= spoolMemory {
		err = p.flush()
	}
	return off, err
}

func (p *spool) begin() {
	if p.size == 0 {
		p.buf = append(p.buf, factsHeader(p.generation)...)
		p.size = int64(len(p.buf))
	}
}

// flush moves what is in memory to the file.
func (p *spool) flush() error {
	if p.file == nil {
		if err := p.disk.MkdirAll(p.dir); err != nil {
			return err
		}
		f, err := p.disk.CreateTemp(p.dir, spoolPrefix)
		if err != nil {
			return err
		}
		p.file, p.path = f, f.Name()
	}
	n, err := p.file.Write(p.buf)
	if err == nil && n < len(p.buf) {
		err = io.ErrShortWrite
	}
	p.buf = p.buf[:0]
	return err
}

// copyTo appends the blobs, without the header, to w. What is offset x in the spool is then x - factsHeaderSize + the former end of w.
func (p *spool) copyTo(w io.Writer) error {
	if p.size == 0 {
		return nil
	}
	if p.file == nil {
		_, err := w.Write(p.buf[factsHeaderSize:])
		return err
	}
	if err := p.flush(); err != nil {
		return err
	}
	n, err := io.Copy(w, io.NewSectionReader(p.file, factsHeaderSize, p.size-factsHeaderSize))
	if err == nil && n != p.size-factsHeaderSize {
		err = fmt.Errorf("the spool of facts was cut short: %w", io.ErrUnexpectedEOF)
	}
	return err
}

// become makes the spool the facts file at path.
func (p *spool) become(path string) error {
	p.begin()
	if err := p.flush(); err != nil {
		return err
	}
	err := p.file.Close()
	p.file = nil
	if err != nil {
		return err
	}
	if err := p.disk.Rename(p.path, path); err != nil {
		return err
	}
	p.path = ""
	return nil
}

// drop removes what is left of the spool.
func (p *spool) drop() {
	if p.file != nil {
		p.file.Close()
		p.file = nil
	}
	if p.path != "" {
		_ = p.disk.Remove(p.path) // a leftover is removed by a later commit
		p.path = ""
	}
	p.buf = nil
}
