// Bodies of fetch used whatever the status; and statuses that are looked at, here or by whoever gets the response.
async function a(id) {
  const res = await fetch(`https://stock.example/${id}`); // want "fetch resolves for any status"
  return res.json();
}
const b = () => fetch('https://stock.example/').then((res) => res.text()); // want "nobody looks at `ok` or `status`"
async function c() {
  return (await fetch('https://stock.example/', { method: 'POST' })).json(); // want "404 and 500 among them"
}

// trap: status read later
async function d() {
  const res = await fetch('https://stock.example/');
  const body = await res.json();
  if (!res.ok) throw new Error(body.message);
  return body;
}
async function e() {
  const res = await fetch('https://stock.example/');
  if (res.status === 404) return null;
  return res.json();
}
const f = () => fetch('https://stock.example/').then(check).then((res) => res.json());
function check(res) {
  if (!res.ok) throw new Error(String(res.status));
  return res;
}
const g = () => fetch('https://stock.example/');
async function h() {
  const { ok, status } = await fetch('https://stock.example/');
  return ok || status;
}
async function i() {
  const res = await fetch('https://stock.example/');
  return check(res).json();
}
// The body is not used.
const l = () => fetch('https://stock.example/').then((res) => res.text()).then(() => console.log('asked'));
async function m() {
  const res = await fetch('https://stock.example/');
  await res.text();
}
// No web.
const j = () => fetch('data:text/plain,hello').then((res) => res.text());
const k = (fetch) => fetch('https://stock.example/').then((res) => res.text());
module.exports = { a, b, c, d, e, f, g, h, i, j, k, l, m };
