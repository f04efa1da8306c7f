// Names set on the first object, through the variable, an alias and `this`, and in a function that runs later.
const api = exports;

module.exports = {
  cleanup() {},
};

exports.report = () => 1; // want "`exports.report` is not exported"
api.status = 2; // want "`api.status` is not exported"
this.level = 3; // want "`this.level` is not exported"

module.exports.start = () => {
  exports.started = true; // want "`exports.started` is not exported"
};
