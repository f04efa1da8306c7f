// In a literal, as a property, with an operator; constants, getters, and names that are exported anew are fine.
let client = null;
let hits = 0;
let fresh = 1;
let shown = 1;
let fixed = 1;
const limit = 10;

module.exports = {
  client, // want "`client` is copied here, once"
  total: hits, // want "`total` is copied here, once: the variable `hits`"
  limit,
  fixed,
  get shown() {
    return shown;
  },
  async connect() {
    client = await Promise.resolve({});
    hits++;
    shown++;
  },
};
module.exports.fresh = fresh;
module.exports.reset = () => {
  fresh = 2;
  module.exports.fresh = fresh;
};
