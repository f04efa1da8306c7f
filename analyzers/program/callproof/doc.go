// Package callproof holds the static call graph against what really ran: real packages ran their own tests with every call recorded, and the
// recordings are compared with the graph that analyzers/program makes of the same files. It has tests only.
package callproof
