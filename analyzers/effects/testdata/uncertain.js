function f(code) { var local = 1; eval(code); return local }
with (scope()) { inside() }
(0, eval)('global');
new Function('return 1')();
function g() { return new.target ? arguments.length : (() => arguments[1])() }
