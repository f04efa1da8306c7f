package modules

// Code is the "code" of the error that Node throws, or its class name where Node
// gives no code.
type Code string

// The codes a resolution can end with.
const (
	CodeModuleNotFound            Code = "MODULE_NOT_FOUND"     // require
	CodeESMNotFound               Code = "ERR_MODULE_NOT_FOUND" // import
	CodePathNotExported           Code = "ERR_PACKAGE_PATH_NOT_EXPORTED"
	CodeImportNotDefined          Code = "ERR_PACKAGE_IMPORT_NOT_DEFINED"
	CodeInvalidSpecifier          Code = "ERR_INVALID_MODULE_SPECIFIER"
	CodeInvalidPackageTarget      Code = "ERR_INVALID_PACKAGE_TARGET"
	CodeInvalidPackageConfig      Code = "ERR_INVALID_PACKAGE_CONFIG"
	CodeUnsupportedDirImport      Code = "ERR_UNSUPPORTED_DIR_IMPORT"
	CodeUnknownBuiltin            Code = "ERR_UNKNOWN_BUILTIN_MODULE"
	CodeUnsupportedResolveRequest Code = "ERR_UNSUPPORTED_RESOLVE_REQUEST"
	CodeUnsupportedScheme         Code = "ERR_UNSUPPORTED_ESM_URL_SCHEME"
	CodeUnknownFileExtension      Code = "ERR_UNKNOWN_FILE_EXTENSION"
	CodeTypesInNodeModules        Code = "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING"
	CodeInvalidArgValue           Code = "ERR_INVALID_ARG_VALUE"
	CodeInvalidFileURLHost        Code = "ERR_INVALID_FILE_URL_HOST"
	CodeInvalidFileURLPath        Code = "ERR_INVALID_FILE_URL_PATH"
	CodeInvalidURLScheme          Code = "ERR_INVALID_URL_SCHEME"
	// CodeSyntaxError: JSON.parse failed on a package.json, without a code.
	CodeSyntaxError Code = "SyntaxError"
	// CodeTypeError: Node 20 reads a package.json that is just null.
	CodeTypeError Code = "TypeError"
	// CodeURIError: a %-escape of the specifier is malformed, without a code.
	CodeURIError Code = "URIError"
)

// Error says why a specifier does not resolve. It is cheap to make; what costs
// work ([Error.Tried], [Error.OtherCase], [Error.Suggest]) is done when asked for,
// against the resolver's view of the disk at that time.
type Error struct {
	Code      Code
	Specifier string
	From      string // the importing file
	How       How
	// Path is the path or the folder that was not found, or the package.json at
	// fault; "" when no single path is to blame.
	Path string
	// Package is the package.json whose exports, imports or main decided, nil if
	// none did.
	Package *PackageJSON
	// Key is the key of exports or imports that was asked for, "./sub" or "#x".
	Key string
	// Target is the target of the map that was refused, as written.
	Target string
	// Reason is one short clause for messages, in lower case, without a dot.
	Reason string

	resolver *Resolver
}

// Error implements error.
func (e *Error) Error() string {
	s := string(e.Code) + ": cannot resolve '" + e.Specifier + "' from " + e.From
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	return s
}

// NotFound reports whether something that should be a file is not there, in
// contrast to a request that is wrong in itself.
func (e *Error) NotFound() bool {
	switch e.Code {
	case CodeModuleNotFound, CodeESMNotFound, CodeUnsupportedDirImport:
		return true
	}
	return false
}
