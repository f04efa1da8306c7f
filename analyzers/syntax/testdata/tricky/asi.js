var a = 1
var b
= 2
let c
const d = function () {}
;[1].map(x => x)
;(function () {})()
if (a) b
else c
do a; while (b) c
do { a } while (b)
for (;;) break
while (a) continue
lbl: a
function f() { return }
function g() {
  return
  a
}
function h() { return a }
a
++b
a = b
/re/g.exec(c)
;
;;
throw a
debugger
var x = a /* ; */ /* , */
, y = b // ;
, z
x
;
{ ; }
{ a }
{ function inner(p) { return p } inner(); function other() {} }
if (a) function onlyChild() {}
switch (a) { case 1: b
  case 2: { c } default: d }
try { a } catch { b } finally { c }
try { a } catch ({ message }) { b }
try { a } finally { }
