// Names that are set before the replacement, on the first object.
exports.port = 8080; // want "`port`, `host` are not exported"
module.exports.host = '127.0.0.1';
exports.kept = true;

module.exports = {
  kept: true,
  start() {},
};
