function a() {}
async function b() { await c; for await (const d of e) f(d); }
function* c() { yield; yield a; const x = yield* b; }
async function* d() {}
var e = async function () {}, f = async function* g() {}, h = function i() {};
var j = () => {}, k = a => a, l = (a, b) => { }, m = async a => a, n = async (a, b) => a, o = async () => {};
var p = ({ a, b: { c = 1 } = {}, ...d }, [e, , f = 2, ...[g, h]] = [], i = (1, 2), ...j) => ({});
var q = async /* x */ ( /* y */ a /* z */ ) /* w */ => /* v */ a /* u */ ;
var r = (a) => (b) => (c) => d;
var s = async => async, t = async (async) => async(async);
async(a, b); async (c); async
d;
setTimeout(function () { }, 0);
(function () { 'use strict'; return this; }).call(this, arguments, x);
function u() { new.target; return new.target.name }
var { a: v, b: w = 1, ['c' + x]: y, 'd': z, ...rest } = obj, [aa, , bb = 2, ...cc] = arr;
[a, b] = [b, a]; ({ a, b: c.d = 1, ...e } = f); [a = 1, [b], { c }] = d;
for (var i = 0, n = 1; i < n; i++, n--) { }
for (let i in a) { } for (const [k, v] of m) ; for (a.b of c) ; for (x = 1; ;) ;
for (const x of (a, b)) { }
with (a) b();
