// Names of modules, as they are reached.
'use strict';
const fs = require('fs');
const util = require('node:util');
const u = util;
const { isRegExp, isDeepStrictEqual } = require('util'); // want "Node 24 and 26 has no `util.isRegExp`"
const { SlowBuffer } = require('buffer'); // want "Node 26 has no `buffer.SlowBuffer` any more (DEP0030): reading it gives undefined there"
const { enroll } = require('timers'); // want "has no `timers.enroll`"

fs.access('.', fs.R_OK, () => {}); // want "Node 26 has no `fs.R_OK` any more (DEP0176): reading it gives undefined there"
fs.access('.', fs.constants.R_OK, () => {});
u.log('x'); // want "has no `util.log`"
console.log(util.isArray([]), util.types.isDate(1)); // want "`util.isArray` prints a deprecation warning (DEP0044) on Node 22, 24 and 26"
process.assert(1); // want "has no `process.assert`"
enroll({}, 1);
const own = { isArray: Array.isArray };
own.isArray([]);
console.log(isDeepStrictEqual(1, 1), SlowBuffer, isRegExp);

const crypto = require('crypto');
console.log(crypto.createHash('sha1') instanceof crypto.Hash);
crypto.Hash('sha1'); // want "`crypto.Hash` prints a deprecation warning (DEP0179)"
fs.rmdirSync('a', { recursive: true }); // want "has no `fs.rmdirSync with recursive: true` any more (DEP0147): the call throws ERR_INVALID_ARG_VALUE there"
fs.rmdirSync('a');
fs.rmSync('a', { recursive: true });
fs.rmdirSync('a', { recursive: false });
