// The file itself reads the name: only others miss it.
exports.limit = 10; // want "`limit` is not exported"
const limit = exports.limit;
module.exports = { check: (n) => n < limit };
