// A variable, a parameter and a property that happen to have the name.
function collect(exports) {
  exports = [];
  return exports;
}
{
  let exports = collect();
  exports = null;
  module.exports = { exports };
}
