// An ES module has no variable exports.
export const a = 1;
exports = { a }; // want "`exports` is not defined in an ES module"
