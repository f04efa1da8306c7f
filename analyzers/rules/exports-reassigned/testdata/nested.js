// In a function, on a branch, in a loop, as a pattern, with an operator, twice.
function init(names) {
  exports = { names }; // want "only a parameter"
}

if (process.env.MODE) exports = () => 1; // want "only a parameter"
({ api: exports } = init); // want "only a parameter"
[exports] = [init]; // want "only a parameter"
exports ||= { a: 1 }; // want "only a parameter"
for (exports of [1, 2]); // want "only a parameter"
module.exports = { init };
