// A global of that name may be the file's own. trap: a real local `module`.
modules = { exports: null };
modules.exports = { a: 1 };
exports.a = 1;
