#!/usr/bin/env node
'use strict';
a + (b);
(a).b;
((a).b).c();
(a + b) + (c + (d));
((a)) + ((b)) * (((c)));
(function () {})();
(function () {}());
!function () {}();
((x) => (y))((z));
(a, (b), c);
x = (a, b);
(a ? (b) : (c)) ? d : (e);
((a ? b : c));
(new (foo())).bar;
new (foo());
new (foo)();
new foo.bar;
new foo.bar().baz;
new new X()();
new (a.b().c)(d, (e));
(a)((b), (c),);
(a?.b).c;
a?.b?.[(c)]?.(d)?.e;
(a)++; --(b);
typeof (a).b; x = void (0); delete (a.b); x = - (1); !(!a);
(/* ( */ a /* ) */).b; // ((
(a // )
).b;
(await_)[(b)];
((a) = (b));
[(a), (b.c)] = [(d), , (e)];
({ a: (b), [(c)]: (d), e, f() { }, get g() { return (1); }, ...(h) });
(`a${(b)}c${((d))}e`);
(tag)`a${b}`;
(tag.x)`plain`.length;
(async () => { await (a); })();
(async x => (x))((async (y) => ({ z: y })));
(a && (b)) || ((c) && d);
((a ?? b)) ?? c;
(a) in (b); (a) instanceof (b);
(class {}); (class A extends (B) { });
(/re[(]/).test(a);
((/[/)]/g)).exec(b) / (c) / d;
if ((a).b) ((c)); else (d);
for ((a) in (b)) ; for ((a.b) of (c)) { } for ((a); (b); (c)) ;
while ((a)) (b)(); do (a)(); while ((b))
switch ((a)) { case (b): (c); case ((d)): default: }
throw_((e));
function f(a = (1), { b = (2) } = ({}), ...c) { return (a); }
(function* () { yield (a); yield* (b); yield; });
label: for (;;) { continue label; break /* x */ label /* ; */ ; }
(a) ? (b) : (c), (d);
(((((((deep)))))))
(next)
