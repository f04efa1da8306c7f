package nodeapi

// errorsWithJSON are packages whose errors have a toJSON, or properties of their own that say what went wrong (their documentation on errors).
var errorsWithJSON = map[string]bool{
	"axios": true, "mongoose": true, "sequelize": true, "firebase-admin": true, "zod": true, "joi": true, "@hapi/joi": true, "yup": true, "ajv": true, "verror": true,
	"http-errors": true, "aws-sdk": true, "stripe": true, "objection": true, "bookshelf": true, "googleapis": true, "request-promise": true, "request-promise-native": true,
	"@prisma/client": true, "superagent": true, "graphql": true, "graphql-request": true, "twit": true, "serialize-error": true, "nodemailer": true,
}

// ErrorsHaveJSON reports whether the errors of a package say in JSON what went wrong. It is safe for use by several goroutines.
func ErrorsHaveJSON(pkg string) bool { return errorsWithJSON[pkg] }
