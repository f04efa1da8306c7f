outer: for (let i = 0, n = size(); i < n; i++, tick()) {
  inner: while (more()) {
    if (a) continue outer;
    if (b) break inner;
    if (c) break;
    if (d) continue;
  }
  do { body(); if (e) break outer } while (again());
}
block: { one(); if (x) break block; two() }
first: second: for (;;) { if (y) continue second; if (z) break second; break first }
while (true) { if (done()) break }
for (; false;) never();
for (;;) { let fresh; fresh = fresh || make(); var old; use(fresh, old) }
for (const k in keys()) for (const v of values(k)) emit(k, v);
async function each(stream) { for await (const chunk of stream) { if (!chunk) continue; eat(chunk) } }
for (x.y of list) show(x.y);
for (first(), second(); third(), fourth(); fifth(), sixth()) seventh();
