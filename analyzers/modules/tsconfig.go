package modules

type tsconfig struct{}

func (c *call) fallback(*Error) (Resolution, bool) { return Resolution{}, false }
