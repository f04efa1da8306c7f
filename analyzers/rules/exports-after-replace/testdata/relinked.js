// The variable is linked in a second step, or the old object becomes a part of the new one. trap: re-linked exports.
const api = { a: 1 };
module.exports = api;
exports = api;
exports.b = 2;
