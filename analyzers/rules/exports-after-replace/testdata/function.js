// A function is exported, and its helpers are not.
module.exports = exports.create = create;

function create() {
  return exports.defaults;
}

exports.defaults = {}; // want "`exports.defaults` is not exported"
exports.create.version = 1;
