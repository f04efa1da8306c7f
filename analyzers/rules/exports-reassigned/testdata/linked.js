// The two names are the same object: in a chain.
exports = module.exports = { a: 1 };
exports.b = 2;
