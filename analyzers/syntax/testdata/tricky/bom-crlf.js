var a = (b).c;
var d = " " + (e); //   f(g).h
/* 😀 */ (ü).x
 (y)　.z