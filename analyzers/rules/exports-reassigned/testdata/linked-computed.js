// With brackets.
exports = module['exports'] = () => 1;
