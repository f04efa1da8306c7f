// trap: guards. Code that asks first is right on every line.
'use strict';
const fs = require('fs');
const util = require('util');
const mode = fs.constants ? fs.constants.R_OK : fs.R_OK;
const write = fs.W_OK || fs.constants.W_OK;
const isDate = typeof util.isDate === 'function' ? util.isDate : util.types.isDate;
const major = parseInt(process.versions.node, 10);
if (major < 24) util.log('old');
if (util.isError) console.log(util.isError(new Error('x')));
let punycode;
try {
  punycode = require('punycode');
  util.isNull(punycode);
} catch {
  punycode = null;
}
function remove(dir) {
  if (fs.rmSync) return fs.rmSync(dir, { recursive: true });
  return fs.rmdirSync(dir, { recursive: true });
}
function old() {
  if (process.version.startsWith('v2')) return;
  util.isSymbol(1);
}
console.log(mode, write, isDate, remove, old);
