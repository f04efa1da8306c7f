// The forms of assignment that are not linked with module.exports.
exports = { port: 8080 }; // want "only a parameter"
