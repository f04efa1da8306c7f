// Stats of stat and of lstat.
const fs = require('node:fs');
const fsp = require('node:fs/promises');
const { statSync, lstatSync, promises } = fs;

fs.statSync('a').isSymbolicLink(); // want "isSymbolicLink() is always false here: fs.statSync has followed the link"
const stats = statSync('b');
stats.isSymbolicLink(); // want "always false"
const mixed = fs.statSync('c');
if (mixed.isFile() || mixed.isSymbolicLink()) console.log('c'); // want "always false"
fs.stat('d', (err, found) => {
  if (!err && found.isSymbolicLink()) console.log('d'); // want "fs.stat has followed the link"
});
async function ask() {
  const s = await fsp.stat('e');
  s.isSymbolicLink(); // want "always false"
  (await promises.stat('f')).isSymbolicLink(); // want "always false"
}
ask();

// trap: lstat used
fs.lstatSync('a').isSymbolicLink();
lstatSync('b').isSymbolicLink();
fs.lstat('d', (err, found) => !err && found.isSymbolicLink());
fsp.lstat('g').then((s) => s.isSymbolicLink(), console.error);
fs.statSync('a').isFile();
for (const entry of fs.readdirSync('.', { withFileTypes: true })) entry.isSymbolicLink();
const either = process.argv[2] ? fs.statSync('h') : fs.lstatSync('h');
either.isSymbolicLink();
let later = fs.statSync('i');
later = fs.lstatSync('i');
later.isSymbolicLink();
function both(err, s) {
  return err ?? s.isSymbolicLink();
}
fs.stat('j', both);
fs.lstat('j', both);
