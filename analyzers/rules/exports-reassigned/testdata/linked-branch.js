// On a branch, and as a conditional expression.
const lib = require('some-package');
if (process.env.MODE) {
  module.exports = null;
} else {
  exports = module.exports = lib;
}
if (typeof exports !== UNDEFINED) exports = typeof module !== UNDEFINED && module.exports ? (module.exports = lib) : exports;
exports.lib = lib;
