// Each slip is flagged where it is written; what the record has, and other objects, are not.
module.export = { a: 1 }; // want "`module.export` is nothing that Node looks at"
module.exorts = { a: 1 }; // want "`module.exorts` is nothing"
module.expots = 1; // want "`module.expots`"
module.Exports = 1; // want "`module.Exports`"
module['export'] = 1; // want "`module.export` is nothing"
module.exprots.a = 1; // want "`module.exprots` is undefined"
if (process.env.NEVER) modules.exports = { a: 1 }; // want "`modules` is not defined"
module.exports.b = 2;
module.paths = [];
module.parent = null;
module.hot = false;
module.version = 3;
delete module.export;
function own(module) {
  module.export = 1;
}
own({});
