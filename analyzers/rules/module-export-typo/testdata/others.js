// A global of that name may be the file's own.
modules = { exports: null };
modules.exports = { a: 1 };
exports.a = 1;
