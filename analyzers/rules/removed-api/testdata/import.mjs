// A name that is imported and gone keeps the whole program from running.
import { isString, inspect } from 'node:util';
import util from 'node:util';
import { isNull } from './own.mjs';

console.log(isString('a')); // want "`util.isString` is gone on Node 24 and 26 (DEP0056): the import is a SyntaxError, and nothing runs there"
console.log(inspect(1), util._extend({}, {}), isNull(1)); // want "`util._extend` prints"
