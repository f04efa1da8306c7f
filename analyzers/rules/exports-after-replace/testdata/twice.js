// What is set on the new object under the same name is there.
module.exports = { a: 1, b: 2 };
exports.b = 3;
