// A compiler keeps both in step.
'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.next = exports.count = void 0;
let count = 0;
exports.count = count;
const next = () => {
  exports.count = count += 1;
};
exports.next = next;
