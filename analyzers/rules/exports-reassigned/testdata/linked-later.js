// Only one of the names is assigned in each line, but the lines together link them.
module.exports = class Shop {};
exports = module.exports;
exports.open = true;
