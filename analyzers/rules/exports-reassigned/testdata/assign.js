// Assignments to the name itself are flagged, wherever they stand; properties of it are not.
exports = { port: 80 }; // want "only a parameter of the function Node wraps around this file"

function reset() {
  exports = {}; // want "assigning to it does not change what require() returns"
}
reset();

exports.port = 80;
exports['host'] = 'localhost';
