// The first object is meant for the file's own use: it goes over its names.
module.exports = mixin;

function mixin(target) {
  for (const key in exports) target[key] = exports[key];
}

exports.update = () => 1;
