package engine

// PanicsAreFatal makes a panic of a rule end the process instead of becoming a Problem. It is for tests, where such a result must not pass
// for a good one, and is to be called before the first Lint.
func PanicsAreFatal(on bool) { panicsAreFatal = on }
