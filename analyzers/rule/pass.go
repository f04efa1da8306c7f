package rule

// Visitor is a check on the shared walk.
type Visitor struct{}

// ProgramPass is what a whole-program check sees.
type ProgramPass struct{}
