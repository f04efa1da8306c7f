const named = function () {};
const own = function inner() { return inner() };
const arrow = async () => { await named() };
let counter = 0;
function outer(cb, untouched) {
  const local = () => counter++;
  cb = once(cb);
  setTimeout(function tick() { cb(local(), untouched); setImmediate(tick) }, 10);
  return { local, run: () => this.x, args() { return arguments[0] } };
}
(function iife(root) { root.lib = () => arguments.length })(globalThis);
(() => { later() })();
obj.deep.fn = function () { return () => () => this };
new Promise((resolve, reject) => { work((err, v) => err ? reject(err) : resolve(v)) });
