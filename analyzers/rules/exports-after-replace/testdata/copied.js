// An unknown function gets the first object, and may keep it or give it back.
const mixin = require('some-package');

module.exports = mixin(exports);
exports.one = () => 1;
