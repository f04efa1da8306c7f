// The first object goes on living inside the new one, or is copied into it.
function run() {
  return 1;
}

module.exports = Object.assign(run, { helpers: exports });
exports.one = () => 1;
