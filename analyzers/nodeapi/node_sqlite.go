package nodeapi

// SQLite (Node docs, "SQLite"): every call of it is synchronous.
func initSQLite() {
	query := blocking(BlocksDB, "a worker thread that owns the database")
	run := fns{}.and(query, "all get run")
	rows := query
	rows.Cheap = true // it steps while the program iterates
	run["iterate"] = rows
	class(Class{Name: "sqlite.StatementSync", Methods: methods(fns{}.with(run).and(plain(), "columns setAllowBareNamedParameters setAllowUnknownNamedParameters setReadBigInts setReturnArrays"))}, "sqlite|StatementSync")
	class(Class{Name: "sqlite.DatabaseSync", Methods: methods(fns{
		"prepare": {Blocks: BlocksDB, Cheap: true, Instead: "statements prepared once, when the program starts", Callback: NoCallback, Returns: "sqlite.StatementSync"},
		"exec":    query, "open": query, "applyChangeset": query, "close": query, "loadExtension": query,
		"function": calls(Last), "aggregate": plain(), "createSession": plain(), "enableLoadExtension": plain(), "location": plain(), "setAuthorizer": calls(0),
	})}, "sqlite|DatabaseSync")
	member("sqlite", "DatabaseSync").Func = &query
	fn("sqlite", fns{"backup": promise()})
}
