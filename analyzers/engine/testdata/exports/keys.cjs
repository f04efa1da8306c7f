// Loads files and writes what each gives: node keys.cjs ANSWERS FILE...
// One JSON line a file: the keys, or the error. A line with "begin" comes first, so that a file which ends the process is known.
'use strict';
const fs = require('node:fs');
const [answers, ...files] = process.argv.slice(2);
const out = fs.openSync(answers, 'a');
const say = (line) => fs.writeSync(out, JSON.stringify(line) + '\n');
process.exit = process.reallyExit = process.abort = () => { throw new Error('the file ends the process'); };
process.argv.length = 2;
const { keys, getPrototypeOf } = Object;
for (const file of files) {
  say({ begin: file });
  // Each file gets fresh modules: others may have set names on those that it asks for.
  for (const at of Object.keys(require.cache)) delete require.cache[at];
  try {
    const got = require(file);
    const thing = typeof got === 'object' && got !== null || typeof got === 'function';
    say({ file, keys: thing ? keys(got).sort() : [], type: got === null ? 'null' : typeof got });
  } catch (err) {
    say({ file, error: String(err && err.message || err).split('\n')[0] });
  }
}
fs.closeSync(out);
process.reallyExit = process.constructor.prototype.reallyExit;
process.kill(process.pid, 'SIGKILL');
