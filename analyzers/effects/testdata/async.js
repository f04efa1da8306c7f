async function f(x) {
  const a = await g(x);
  await Promise.all([h(), i()]);
  return await j(a);
}
const k = async () => l();
function* gen(n) { const got = yield first(n); yield* rest(got); yield; return last() }
async function* both() { for await (const v of gen(1)) yield await v }
f(1).then(ok, bad).catch((e) => { throw e }).finally(done);
void k();
process.nextTick(() => f(2));
