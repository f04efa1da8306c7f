// The two stand on different branches, or the replacement may not have run. trap: assignment on another branch.
if (process.env.MODE === 'one') {
  module.exports = { a: 1 };
} else {
  exports.a = 2;
  exports.b = 3;
}
