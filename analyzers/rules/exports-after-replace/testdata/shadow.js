// A local variable of that name, and a module made by a wrapper.
module.exports = build({});

function build(exports) {
  exports.a = 1;
  return exports;
}
