// Linked again after module.exports was replaced.
module.exports = class Server {};
exports = module.exports;
exports.create = () => new exports();
