// The two names are kept together somewhere in the file, so both mean what is exported.
exports = module.exports = function shop() {};
exports.open = () => {};
