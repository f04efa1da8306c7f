// Names in blocks and functions are others, and var and functions may share the name of a parameter.
var module = module || {};
function require() {}
{
  const exports = {};
  exports.a = 1;
}
for (const __dirname of []) console.log(__dirname);
const load = (require) => {
  const module = require('x');
  return module;
};
load(require);
switch (1) {
  case 1:
    let __filename;
}
