// Promises that get their handler late, and those that are asked for in time.
const fs = require('node:fs/promises');

async function load(name) {
  return JSON.parse(await fs.readFile(name, 'utf8'));
}
async function quiet(name) {
  try { return await fs.readFile(name, 'utf8'); } catch { return ''; }
}

exports.one = async () => {
  const list = load('a.json'); // want "Nobody has asked for list yet"
  await fs.stat('b.txt');
  return await list;
};
exports.two = async () => {
  const text = fs.readFile('a.txt', 'utf8'); // want "Nobody has asked for text yet"
  const other = await load('b.json');
  try { return [await text, other]; } catch { return []; }
};

// trap: p.catch attached
exports.three = async () => {
  const list = load('a.json');
  list.catch(() => {});
  await fs.stat('b.txt');
  return await list;
};
// trap: cannot reject
exports.four = async () => {
  const text = quiet('a.txt');
  await fs.stat('b.txt');
  return await text;
};
exports.five = async () => {
  const a = load('a.json');
  const b = load('b.json');
  return Promise.all([a, b]);
};
exports.six = async () => {
  const list = load('a.json');
  return await list;
};
exports.seven = async () => {
  const list = load('a.json');
  await null;
  return await list;
};
exports.eight = async () => {
  const a = load('a.json');
  const b = load('b.json'); // want "Nobody has asked for b yet"
  return [await a, await b];
};
