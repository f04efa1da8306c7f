// The file itself reads the name, so only others miss it: a warning.
module.exports = pluralize;

exports.uncountables = ['advice']; // want "`exports.uncountables` is not exported"
const uncountables = exports.uncountables;

function pluralize(word) {
  return uncountables.includes(word) ? word : `${word}s`;
}
