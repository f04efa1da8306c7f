// Code that asks first is for both kinds of module.
export const a = 1;
if (typeof exports === 'object') exports = { a };
