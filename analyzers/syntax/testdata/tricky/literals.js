var \u0061bc = 1, ünï = 2, 𝒳 = 3, $ = 4, _ = 5;
abc.ünï.𝒳.\u{61}b;
'\
\'// \u2028 "';
"a\
b";
/[/\]]+/.test('/');
a = b / c / d; a = b /c/ d;
a = b++ / 2; a = (b) / 2 / c; a = [] / 2; a = {} / 2;
`a\`${`b${`c${{ d: '}' }.d}`}`}\${`;
`${a}${b}`;
`
line ${ // comment }
  a } end`;
tag`\unicode and \xerxes`;
({ 'a-b': 1, 2: 3, 0x4: 5, [6]: 7, get: 1, set: 2, async: 3, static: 4, await: 5 });
({ get a() { return 1 }, set a(v) {}, async b() {}, *c() {}, async *d() {}, get [e]() {}, async [f]() {}, 'g'() {}, 1() {} });
({ get, set, async, of, let: let_ });
a<!--b
--> c
x = a // trailing
