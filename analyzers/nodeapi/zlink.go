package nodeapi

// This file's name sorts last, so its init runs after those of all tables (Go specification, "Package initialization": files are presented to
// the compiler in order of name).
func init() { link() }
