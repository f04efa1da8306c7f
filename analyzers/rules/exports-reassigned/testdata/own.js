// A parameter, a local variable and a property of that name. trap: a local called exports.
(function (exports) {
  exports = {};
  return exports;
})({});

function local() {
  let exports = 1;
  exports = 2;
  return exports;
}

module.exports = { local, exports: 1 };
