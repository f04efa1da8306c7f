early();
function early() { return twice() }
function twice() { return 1 }
function twice() { return 2 }
var v = early;
var v = 2;
early2();
var early2 = function () {};
if (v) { function inBlock() { return v } }
inBlock();
function over(a) { var a; a = 1; var over = a; return over }
uses();
const tdz = make();
function uses() { return tdz.field }
let f2 = f1;
function f1() {}
f1 = null;
