// The same object all along; names set before the replacement are not this rule's.
exports.a = 1;
module.exports = exports;
exports.b = 2;
