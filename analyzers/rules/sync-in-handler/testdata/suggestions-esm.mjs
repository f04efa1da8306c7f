// In async functions of an ES module: an import is added for a name that was imported.
import { createServer } from 'node:http';
import { readFileSync, rmSync as remove } from 'node:fs';
import * as files from 'node:fs';
import whole from 'node:fs';

createServer(async (req, res) => {
  res.write(readFileSync('a')); // want "fs.readFileSync"
  remove('b'); // want "fs.rmSync"
  files.writeFileSync('c', ''); // want "fs.writeFileSync"
  res.end(whole.readdirSync('d').join()); // want "fs.readdirSync"
}).listen(0);
