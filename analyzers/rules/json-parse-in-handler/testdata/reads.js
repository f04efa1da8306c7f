// Texts of whole files, in the ways in which they come to JSON.parse. Where the read blocks by itself, that is another rule's finding.
const fs = require('fs');
const fsp = require('fs/promises');
const http = require('http');
const path = require('path');
const { promisify } = require('util');
const { readFile } = require('fs').promises;
const read = promisify(fs.readFile);

const start = fs.readFileSync('template.json', 'utf8');
const parsedAtStart = JSON.parse(start);
let kept;

http.createServer(async (req, res) => {
  JSON.parse(await fsp.readFile('a.json', 'utf8')); // want "while fs.promises.readFile reads, other clients are served"
  const text = await readFile('b.json');
  JSON.parse(text.toString('utf8').trim()); // want "JSON.parse works through the whole file"
  JSON.parse(String(await read('c.json'))); // want "while fs.readFile reads"
  JSON.parse(`${await fsp.readFile('d.json')}`); // want "JSON.parse works through the whole file"
  fs.readFile('e.json', 'utf8', (err, data) => {
    if (!err) JSON.parse(data); // want "while fs.readFile reads"
  });
  fs.readFile('f.json', onRead);
  fsp.readFile('g.json', 'utf8').then((data) => JSON.parse(data), console.error); // want "JSON.parse works through"
  fsp.readFile('h.json', 'utf8').then(JSON.parse).catch(console.error); // want "JSON.parse works through"
  const handle = await fsp.open('i.json');
  JSON.parse(await handle.readFile('utf8')); // want "while fs.FileHandle.readFile reads"
  await handle.close();
  let maybe = '{}';
  try {
    maybe = await fsp.readFile('j.json', 'utf8');
  } catch {}
  JSON.parse(maybe); // want "JSON.parse works through"
  JSON.parse(await load('k.json')); // want "JSON.parse works through"
  JSON.parse(start); // want "was read before, and does not change"

  // Silent: the read is what blocks, other texts, small files, what is kept.
  JSON.parse(fs.readFileSync('l.json', 'utf8'));
  JSON.parse(req.headers['x-filter'] ?? '{}');
  let body = '';
  for await (const chunk of req) body += chunk;
  JSON.parse(body);
  JSON.parse(await fsp.readFile(path.join('node_modules', 'x', 'package.json'), 'utf8'));
  JSON.parse(await fsp.readFile(`${__dirname}/package.json`, 'utf8'));
  const packageJsonPath = where();
  JSON.parse(await fsp.readFile(packageJsonPath, 'utf8'));
  JSON.stringify(await fsp.readFile('m.json'));
  if (!kept) kept = JSON.parse(await fsp.readFile('n.json', 'utf8'));
  res.end(String(parsedAtStart));
}).listen(0).on('error', console.error);

function onRead(err, data) {
  if (err) return;
  JSON.parse(data.toString()); // want "JSON.parse works through"
}

async function load(name) {
  return fsp.readFile(name, 'utf8');
}

function where() {
  return [__dirname, 'package.json'].join('/');
}

async function atStart() {
  return JSON.parse(await fsp.readFile('o.json', 'utf8'));
}
atStart().catch(console.error);
