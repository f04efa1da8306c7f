// The new object may be anything.
const api = exports;
api.version = 1; // want "`version` is not exported"
module.exports = function run() {};
