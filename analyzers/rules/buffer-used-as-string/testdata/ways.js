// Where buffers come from, and where they are text already.
const fs = require('node:fs');
const crypto = require('node:crypto');
const zlib = require('node:zlib');
const { readFile } = require('node:fs/promises');

fs.readFileSync('a').split('\n'); // want "this throws a TypeError"
const text = fs.readFileSync('b');
text.trim(); // want "text is a Buffer, and buffers have no method trim"
fs.readFile('c', (err, data) => {
  if (err) throw err;
  data.split(','); // want "data is a Buffer"
});
async function load(name) {
  const raw = await readFile(name);
  raw.replace('a', 'b'); // want "raw is a Buffer"
  return raw;
}
load('d').then(() => {});
async function use() {
  (await load('e')).startsWith('#'); // want "no method startsWith"
}
use();
crypto.createHash('sha256').update('a').digest().toUpperCase(); // want "no method toUpperCase"
crypto.randomBytes(8).substring(2); // want "no method substring"
Buffer.from('a').match(/a/); // want "no method match"
zlib.gunzipSync(Buffer.alloc(0)).split('\n'); // want "no method split"
fs.readFileSync('f', { flag: 'r' }).split(''); // want "no method split"
fs.readFileSync('f', null).split(''); // want "no method split"
helper(fs.readFileSync('g'));
function helper(content) {
  content.charAt(0); // want "content is a Buffer"
}

// trap: toString between
fs.readFileSync('a').toString().split('\n');
String(fs.readFileSync('a')).split('\n');
(fs.readFileSync('a') + '').split('\n');
fs.readFileSync('a', 'utf8').split('\n');
fs.readFileSync('a', { encoding: 'utf8' }).split('\n');
fs.readFileSync('a', process.argv[2]).split('\n');
fs.readFileSync('a').slice(2).indexOf('x');
fs.readFileSync('a').includes('x');
crypto.createHash('sha256').update('a').digest('hex').toUpperCase();
let both = fs.readFileSync('h');
both = both.toString();
both.split('\n');
const maybe = process.argv[2] ? fs.readFileSync('i') : 'text';
maybe.split('\n');
const either = fs.readFileSync('j');
if (typeof either === 'string') either.split?.('\n');
