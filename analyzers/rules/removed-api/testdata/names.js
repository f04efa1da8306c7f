// Names of modules, as they are reached.
'use strict';
const fs = require('fs');
const util = require('node:util');
const u = util;
const { isRegExp, isDeepStrictEqual } = require('util'); // want "`util.isRegExp` is gone on Node 24 and 26"
const { SlowBuffer } = require('buffer'); // want "`buffer.SlowBuffer` is gone on Node 26 (DEP0030): reading it gives undefined there"
const { enroll } = require('timers'); // want "`timers.enroll` is gone on Node"

fs.access('.', fs.R_OK, () => {}); // want "`fs.R_OK` is gone on Node 26 (DEP0176): reading it gives undefined there"
fs.access('.', fs.constants.R_OK, () => {});
u.log('x'); // want "`util.log` is gone on Node"
console.log(util.isArray([]), util.types.isDate(1)); // want "`util.isArray` prints a deprecation warning (DEP0044) on Node 22, 24 and 26"
process.assert(1); // want "`process.assert` is gone on Node"
enroll({}, 1);
const own = { isArray: Array.isArray };
own.isArray([]);
console.log(isDeepStrictEqual(1, 1), SlowBuffer, isRegExp);

const crypto = require('crypto');
console.log(crypto.createHash('sha1') instanceof crypto.Hash);
crypto.Hash('sha1'); // want "`crypto.Hash` prints a deprecation warning (DEP0179)"
fs.rmdirSync('a', { recursive: true }); // want "`fs.rmdirSync with recursive: true` is gone on Node 26 (DEP0147): the call throws ERR_INVALID_ARG_VALUE there"
fs.rmdirSync('a');
fs.rmSync('a', { recursive: true });
fs.rmdirSync('a', { recursive: false });
