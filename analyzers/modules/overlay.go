package modules

// Overlay lays texts that exist only in an editor over another [FS]. It is
// immutable: a server makes a new one for each snapshot, which costs as much as
// there are open files. Safe for many goroutines.
type Overlay struct {
	base  FS
	files map[string][]byte
	dirs  map[string]map[string]bool // folders of those files, and the names added there
}

// NewOverlay lays files (absolute path to text) over base. It keeps both.
func NewOverlay(base FS, files map[string][]byte) *Overlay {
	o := &Overlay{base: base, files: files, dirs: map[string]map[string]bool{}}
	for p := range files {
		for !isRoot(p) {
			parent := dirOf(p)
			if o.dirs[parent] == nil {
				o.dirs[parent] = map[string]bool{}
			}
			if o.dirs[parent][baseOf(p)] {
				break
			}
			o.dirs[parent][baseOf(p)] = true
			p = parent
		}
	}
	return o
}

// Stat implements [FS].
func (o *Overlay) Stat(abs string) (Info, bool) {
	if _, ok := o.files[abs]; ok {
		return Info{}, true
	}
	if _, ok := o.dirs[abs]; ok {
		return Info{Dir: true}, true
	}
	return o.base.Stat(abs)
}

// ReadFile implements [FS]. The text of an open file wins over the disk's, also
// when it is asked for by its real path.
func (o *Overlay) ReadFile(abs string) ([]byte, error) {
	if text, ok := o.files[abs]; ok {
		return text, nil
	}
	return o.base.ReadFile(abs)
}

// ReadDirNames implements [FS].
func (o *Overlay) ReadDirNames(abs string) ([]string, error) {
	added, ok := o.dirs[abs]
	names, err := o.base.ReadDirNames(abs)
	if !ok {
		return names, err
	}
	all := make(map[string]bool, len(names)+len(added))
	for _, name := range names {
		all[name] = true
	}
	for name := range added {
		all[name] = true
	}
	return sortedNames(all), nil
}

// Realpath implements [FS]. What is not on the disk yet has the real path of
// the nearest folder that is.
func (o *Overlay) Realpath(abs string) (string, error) {
	if _, ok := o.base.Stat(abs); ok || isRoot(abs) {
		return o.base.Realpath(abs)
	}
	if _, ok := o.Stat(abs); !ok {
		return o.base.Realpath(abs)
	}
	real, err := o.Realpath(dirOf(abs))
	if err != nil {
		return "", err
	}
	return join(real, baseOf(abs)), nil
}
