// The two names are the same object: in a chain. trap: `exports = module.exports = …` chains.
exports = module.exports = { a: 1 };
exports.b = 2;
