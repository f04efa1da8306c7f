// Code that also runs where there is no such variable.
if (typeof exports === 'undefined') exports = {};
if (!exports) exports = {};
exports.a = 1;
