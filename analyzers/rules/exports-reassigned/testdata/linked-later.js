// The variable first, module.exports from it.
exports = { a: 1 };
module.exports = exports;
