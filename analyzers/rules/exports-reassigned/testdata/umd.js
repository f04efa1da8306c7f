// The header of a file that also runs in browsers.
var root = this;
var lib = function () {};
if (typeof exports !== 'undefined') {
  if (typeof module !== 'undefined' && module.exports) {
    exports = module.exports = lib;
  }
  exports.lib = lib;
} else {
  root.lib = lib;
}
