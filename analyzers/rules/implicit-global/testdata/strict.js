// A class body and a function with its own directive are strict in a file that is not.
const fs = require('fs');

class Loader {
  run() { result = fs.readFileSync('a'); } // want "the assignment throws a ReferenceError"
}
function strict() {
  'use strict';
  other = 1; // want "the assignment throws a ReferenceError"
}
function sloppy() {
  third = 1; // want "creates a property of globalThis"
}
module.exports = { Loader, strict, sloppy };
