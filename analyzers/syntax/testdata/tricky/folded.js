x = 'a' + 'b';
x = 'a' + ('b' + 'c') + d + 'e' + 'f';
x = ('a') + 'b' + c;
x = ('a' + 'b').length;
x = 'a' + 1 + 2;
x = 1 + 'a';
x = 'a' + `b${c}d` + 'e';
x = `a${b}` + 'c';
x = `a` + `b`;
x = 'a' + null + true + void 0;
x = '' + a;
x = a + '';
x = '' + typeof a;
x = (typeof a + '');
x = ('' + `${a}`);
x = -1 + +'2' + !0 + ~3;
x = - - 1;
x = typeof 'a';
x = 'a' === 'a';
x = !'a';
x = !!1;
x = 0 && (module.exports = { a, b });
0 && (module.exports = { a, b });
x = true || f(/[)]/, ')');
if (false && a) b();
x = (true || a) && b;
x = f() || (true || g());
x = 1 ?? a;
x = a + ('b' + 'c') + (d + 'e');
x = a + 'b' + 'c'
+ 'd'
y = 'a' // +
  + 'b' /* + */ + 'c'
z = [1, 'a' + 'b', 0x10, .5, 1., 1e+3, 1_0n, 0b1, 08]
z = 1..toFixed() + 1.5.toFixed() + 1 .a
