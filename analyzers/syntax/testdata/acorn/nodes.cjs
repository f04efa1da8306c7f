// Prints the nodes of JavaScript files as acorn sees them.
//
//   node nodes.cjs <folder of acorn's node_modules> < list of files
//
// For every file: a line "F <path> <module|script|error>", then "<type> <start> <end> <parent type>" for every node, in bytes.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const acorn = require(path.join(process.argv[2], 'acorn'));

// byteOffsets maps UTF-16 offsets to bytes; null when they are the same.
function byteOffsets(text) {
  if (!/[^\x00-\x7f]/.test(text)) return null;
  const map = new Uint32Array(text.length + 1);
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    map[i] = bytes;
    const c = text.charCodeAt(i);
    if (c < 0x80) bytes += 1;
    else if (c < 0x800) bytes += 2;
    else if (c >= 0xd800 && c < 0xdc00 && i + 1 < text.length) {
      map[++i] = bytes;
      bytes += 4;
    } else bytes += 3;
  }
  map[text.length] = bytes;
  return map;
}

function parse(text) {
  for (const sourceType of ['module', 'script']) {
    try {
      const options = {
        ecmaVersion: 'latest', sourceType, allowHashBang: true, allowReturnOutsideFunction: true,
        allowAwaitOutsideFunction: sourceType === 'module', allowSuperOutsideMethod: true,
      };
      return [sourceType, acorn.parse(text, options)];
    } catch { /* the other way, then */ }
  }
  return ['error', null];
}

for (const file of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  let text = fs.readFileSync(file, 'utf8');
  const bom = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (bom) text = text.slice(1);
  const [how, tree] = parse(text);
  const out = [`F ${file} ${how}`];
  const map = byteOffsets(text);
  const at = (i) => (map ? map[i] : i) + 3 * bom;
  const visit = (node, parent) => {
    if (!node || typeof node.type !== 'string') return;
    out.push(`${node.type} ${at(node.start)} ${at(node.end)} ${parent}`);
    for (const key in node) {
      const value = node[key];
      if (Array.isArray(value)) for (const v of value) visit(v, node.type);
      else if (value && typeof value === 'object') visit(value, node.type);
    }
  };
  if (tree) visit(tree, '-');
  fs.writeSync(1, out.join('\n') + '\n');
}
