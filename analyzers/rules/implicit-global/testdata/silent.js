// Declared names, names of Node and of the wrapper, names that a comment or a test declares, properties of the global object. trap: declared globals.; trap: build-time defines.
/* global app, shared:writable */
/* globals
   another */
const fs = require('fs');

app = {};
shared = 1;
another = 2;
globalThis.explicit = 1;
explicit = 2;
global.second = 1;
second = 2;
if (typeof polyfill === 'undefined') polyfill = {};
process = process;
console = console;
exports = module.exports = { hoisted };
hoisted();
function hoisted() { later = 1; named = 2; return fs; }
var later;
let named;
(function self() { self = 1; })();
try { later = 1; } catch (err) { err = null; }
label: for (const z of []) { continue label; }
undeclaredRead;
delete undeclaredDelete;
